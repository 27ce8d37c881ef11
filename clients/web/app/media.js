import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { size } from './format.js';
import { Icon } from './icons.js';

/** @import { Model } from './model.js' */

const WIDEST_PX = 320;
const HIGHEST_PX = 360;

/** How often a picture is fetched anew by itself. */
const TRIES_MAX = 3;

/** How large a picture is shown, known before it is there, so that nothing moves when it comes. @param {any} medium */
function box({ width = 320, height = 240 }) {
  const scale = Math.min(WIDEST_PX / width, HIGHEST_PX / height, 1);
  return { width: Math.max(96, Math.round(width * scale)), height: Math.max(64, Math.round(height * scale)) };
}

/** @param {{media: any[], model: Model, conversation?: string, seq?: number}} props */
export function Media({ media, model, conversation, seq }) {
  return h('div', { class: `media${media.length > 1 ? ' several' : ''}` },
    media.map((medium) => h(Medium, { key: medium.id ?? medium.url, medium, model, conversation, seq })));
}

/** @param {{medium: any, model: Model, conversation?: string, seq?: number}} props */
function Medium({ medium, model, conversation, seq }) {
  const type = medium.type ?? '';
  const kind = type.split('/')[0];
  const [url, setUrl] = useState(medium.url ?? '');
  const [open, setOpen] = useState(false);
  const wanted = kind === 'image' ? 'display' : 'original';
  const [tries, setTries] = useState(0);
  const [away, setAway] = useState(false);
  useEffect(() => {
    if (medium.url || !conversation || seq === undefined || kind !== 'image') {
      return undefined;
    }
    let over = false;
    setAway(false);
    model.client.media.url(conversation, seq, medium.id, wanted, tries > 0).then(
      (address) => over || setUrl(address), () => over || setAway(true));
    return () => {
      over = true;
    };
  }, [medium.id, tries]);
  const again = () => {
    setUrl('');
    setTries(tries + 1);
  };
  // An address works for some minutes, and a picture is loaded when it comes into view.
  const lost = () => {
    if (tries < TRIES_MAX) {
      again();
    } else {
      setUrl('');
      setAway(true);
    }
  };
  const fetchUrl = () => model.client.media.url(conversation ?? '', seq ?? 0, medium.id, wanted);
  if (kind === 'image') {
    const { width, height } = box(medium);
    return h('button', {
      class: 'picture', style: { width: `${width}px`, aspectRatio: `${width} / ${height}` }, onClick: () => (url ? setOpen(true) : away && again()),
      'aria-label': `Picture${medium.name ? ` ${medium.name}` : ''}${away ? ', not to be had now: press to try again' : ''}`,
    },
      medium.placeholder && h(Placeholder, { code: medium.placeholder }),
      url && h('img', { src: url, alt: medium.name ?? 'Picture', loading: 'lazy', decoding: 'async', onError: lost }),
      medium.progress !== undefined && h('progress', { max: 1, value: medium.progress, 'aria-label': 'Sending' }),
      open && h(Viewer, { url, name: medium.name ?? 'Picture', onClose: () => setOpen(false) }));
  }
  if ((kind === 'video' || kind === 'audio') && url) {
    return h(kind, { class: `${kind}-player`, src: url, controls: true, preload: 'metadata', 'aria-label': medium.name ?? kind });
  }
  const act = () => fetchUrl().then((address) => {
    if (kind === 'video' || kind === 'audio') {
      setUrl(address);
    } else {
      location.assign(address);
    }
  }).catch((error) => model.failed(error));
  return h('button', { class: 'file', onClick: act, disabled: medium.progress !== undefined },
    h(Icon, { name: kind === 'video' || kind === 'audio' ? 'play' : 'file' }),
    h('span', { class: 'file-text' },
      h('span', { class: 'file-name' }, medium.name ?? type), h('span', { class: 'file-size' }, size(medium.size ?? 0))),
    medium.progress !== undefined && h('progress', { max: 1, value: medium.progress, 'aria-label': 'Sending' }));
}

/** @param {{url: string, name: string, onClose: () => void}} props */
function Viewer({ url, name, onClose }) {
  return h('dialog', {
    class: 'viewer', ref: (/** @type {HTMLDialogElement|null} */ element) => element && !element.open && element.showModal(),
    onClose, onClick: (/** @type {any} */ event) => event.currentTarget.close(), 'aria-label': name,
  },
    h('img', { src: url, alt: name }),
    h('button', { class: 'round viewer-close', 'aria-label': 'Close' }, h(Icon, { name: 'close' })));
}

/** Colours to look at while the picture is on its way. @param {{code: string}} props */
function Placeholder({ code }) {
  return h('canvas', {
    class: 'placeholder', width: 32, height: 32, 'aria-hidden': 'true',
    ref: (/** @type {HTMLCanvasElement|null} */ canvas) => canvas && !canvas.dataset.drawn && draw(canvas, code),
  });
}

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~';

/** @param {string} text */
function number(text) {
  return [...text].reduce((sum, digit) => sum * 83 + DIGITS.indexOf(digit), 0);
}

/** @param {number} value */
const linear = (value) => (value <= 0.04045 * 255 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);

/** @param {number} value */
function shown(value) {
  const bounded = Math.max(0, Math.min(1, value));
  return Math.round((bounded <= 0.0031308 ? bounded * 12.92 : 1.055 * bounded ** (1 / 2.4) - 0.055) * 255);
}

/** Decodes a BlurHash (the algorithm is described at blurha.sh). @param {HTMLCanvasElement} canvas @param {string} code */
function draw(canvas, code) {
  canvas.dataset.drawn = 'yes';
  const context = canvas.getContext('2d');
  const shape = number(code[0] ?? '0');
  const columns = (shape % 9) + 1;
  const lines = Math.floor(shape / 9) + 1;
  if (!context || code.length !== 4 + 2 * columns * lines) {
    return;
  }
  const most = (number(code[1]) + 1) / 166;
  const average = number(code.slice(2, 6));
  const waves = [[linear(average >> 16), linear((average >> 8) & 255), linear(average & 255)]];
  for (let i = 1; i < columns * lines; i++) {
    const value = number(code.slice(4 + i * 2, 6 + i * 2));
    waves.push([Math.floor(value / 361), Math.floor(value / 19) % 19, value % 19].map((level) => {
      const part = (level - 9) / 9;
      return Math.sign(part) * part * part * most;
    }));
  }
  const image = context.createImageData(canvas.width, canvas.height);
  for (let y = 0; y < canvas.height; y++) {
    for (let x = 0; x < canvas.width; x++) {
      const sum = [0, 0, 0];
      waves.forEach((wave, i) => {
        const weight = Math.cos((Math.PI * x * (i % columns)) / canvas.width)
          * Math.cos((Math.PI * y * Math.floor(i / columns)) / canvas.height);
        wave.forEach((value, colour) => {
          sum[colour] += value * weight;
        });
      });
      image.data.set([...sum.map(shown), 255], 4 * (y * canvas.width + x));
    }
  }
  context.putImageData(image, 0, 0);
}
