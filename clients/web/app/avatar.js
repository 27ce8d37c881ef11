import { h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './icons.js';

/** @import { Model } from './model.js' */

const HUES = 12;

/** A number that is the same for an id everywhere. @param {string} id */
export function hue(id) {
  let sum = 0;
  for (let i = 0; i < id.length; i++) {
    sum = (sum * 31 + id.charCodeAt(i)) >>> 0;
  }
  return sum % HUES;
}

/** @param {string} name */
function initials(name) {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const first = [...(words[0] ?? '?')][0];
  const last = words.length > 1 ? [...(words.at(-1) ?? '')][0] : '';
  return (first + last).toUpperCase();
}

/** @param {{model: Model, id: string, name: string, group?: boolean, online?: boolean, size?: string}} props */
export function Avatar({ model, id, name, group = false, online = false, size = '' }) {
  const picture = model.pictureOf(id, group);
  return h('span', { class: `avatar hue-${hue(id)} ${size}`, 'aria-hidden': 'true' },
    group ? h(Icon, { name: 'people' }) : initials(name || '?'),
    picture && h(Picture, { key: picture, model, place: `/v1/${group ? 'conversations' : 'users'}/${id}`, picture }),
    online && h('span', { class: 'online' }));
}

/** Lies over what stands for it until it is there. @param {{model: Model, place: string, picture: string}} props */
function Picture({ model, place, picture }) {
  const [url, setUrl] = useState('');
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let over = false;
    model.client.media.picture(place, picture, tries > 0).then((address) => over || setUrl(address), () => {});
    return () => {
      over = true;
    };
  }, [tries]);
  // An address works for some minutes.
  const lost = () => {
    setUrl('');
    if (tries === 0) {
      setTries(1);
    }
  };
  return url && h('img', { src: url, alt: '', decoding: 'async', onError: lost });
}

/** A file that becomes a picture. @param {{has: boolean, onFile: (file: File|null) => Promise<any>}} props */
export function ChangePicture({ has, onFile }) {
  const input = useRef(/** @type {HTMLInputElement|null} */ (null));
  const [busy, setBusy] = useState(false);
  /** @param {File|null} file */
  const change = (file) => {
    setBusy(true);
    void onFile(file).finally(() => setBusy(false));
  };
  return h('div', { class: 'change-picture' },
    h('input', {
      ref: input, type: 'file', accept: 'image/jpeg,image/png,image/webp,image/gif', hidden: true, 'aria-label': 'File of the picture',
      onChange: (/** @type {any} */ event) => {
        const file = event.target.files[0];
        event.target.value = '';
        if (file) {
          change(file);
        }
      },
    }),
    h('button', { type: 'button', class: 'link', disabled: busy, onClick: () => input.current?.click() },
      busy ? 'One moment…' : has ? 'Change picture' : 'Add a picture'),
    has && h('button', { type: 'button', class: 'link danger', disabled: busy, onClick: () => change(null) }, 'Remove picture'));
}
