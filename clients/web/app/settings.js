import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Account, Contacts, Devices, Switch } from './account.js';
import { Avatar, ChangePicture } from './avatar.js';
import { Confirm, Dialog } from './dialog.js';
import { Icon } from './icons.js';

/** @import { Model } from './model.js' */

/** @param {{model: Model, onClose: () => void}} props */
export function Settings({ model, onClose }) {
  const account = model.book.account;
  const [name, setName] = useState(account?.displayName ?? '');
  const [about, setAbout] = useState(/** @type {string|null} */ (null));
  const [sure, setSure] = useState(/** @type {any} */ (null));
  const [privacy, setPrivacy] = useState(/** @type {{receipts: boolean, presence: boolean}|null} */ (null));
  useEffect(() => {
    model.client.api.get('/v1/me/privacy').then(setPrivacy, () => {});
  }, []);
  /** @param {{receipts?: boolean, presence?: boolean}} what */
  const change = (what) => told(model.client.api.send('PATCH', '/v1/me/privacy', { body: what }).then(setPrivacy));
  const blocked = model.book.list.filter((one) => one.blocked);
  /** @param {Promise<any>} deed */
  const told = (deed) => void deed.catch((error) => model.failed(error));
  const said = (account && model.client.user(account.user)?.about) || '';
  const part = { model, ask: setSure, told };
  return h(Dialog, { title: 'Profile and settings', onClose },
    h('div', { class: 'about' },
      h(Avatar, { model, id: account?.user ?? '', name: account?.displayName ?? '', size: 'large' }),
      model.client.media.supported && h(ChangePicture, {
        has: model.pictureOf(account?.user ?? '', false) !== '',
        onFile: (file) => model.client.setPicture(file).catch((error) => model.failed(error)),
      }),
      h('p', { class: 'quiet' }, `@${account?.handle}`),
      h('form', {
        class: 'find wide',
        onSubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          told(model.client.rename(name.trim()));
        },
      },
        h('input', { 'aria-label': 'Shown to others as', value: name, maxLength: 64, autoComplete: 'name', onInput: (/** @type {any} */ event) => setName(event.target.value) }),
        h('button', { class: 'primary', disabled: !name.trim() || name.trim() === account?.displayName }, 'Save')),
      h('form', {
        class: 'find wide',
        onSubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          told(model.client.describe((about ?? '').trim()));
        },
      },
        h('input', { 'aria-label': 'About me', placeholder: 'About me', value: about ?? said, maxLength: 500, onInput: (/** @type {any} */ event) => setAbout(event.target.value) }),
        h('button', { class: 'primary', disabled: about === null || about.trim() === said }, 'Save')),
      privacy && h('h3', { class: 'section-head' }, 'Privacy'),
      privacy && h(Switch, { word: 'Tell others what I have read, and see it of them', on: privacy.receipts, onChange: (on) => change({ receipts: on }) }),
      privacy && h(Switch, { word: 'Show others when I am online', on: privacy.presence, onChange: (on) => change({ presence: on }) }),
      h(Contacts, part),
      blocked.length > 0 && h('h3', { class: 'section-head' }, 'Blocked'),
      blocked.length > 0 && h('ul', { class: 'people wide', 'aria-label': 'Blocked people' }, blocked.map((one) => h('li', { key: one.id, class: 'person' },
        h(Avatar, { model, id: model.otherOf(one), name: model.titleOf(one), size: 'small' }),
        h('span', { class: 'person-text' }, h('span', { dir: 'auto' }, model.titleOf(one))),
        h('button', { class: 'link', onClick: () => told(model.client.changes.block(one.id, false)) }, 'Unblock')))),
      h(Devices, part),
      h(Account, part),
      h('button', {
        class: 'wide danger',
        onClick: () => setSure({
          title: 'Sign out?', text: 'This device forgets everything; your messages stay on the server.', word: 'Sign out', deed: () => model.client.signOut(),
        }),
      }, h(Icon, { name: 'out' }), 'Sign out'),
      sure && h(Confirm, { ...sure, danger: true, onYes: () => told(sure.deed()), onClose: () => setSure(null) })));
}
