import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Avatar } from './avatar.js';
import { Dialog } from './dialog.js';
import { moment } from './format.js';
import { Icon } from './icons.js';
import { REASONS } from './model.js';
import { PeoplePicker } from './new-chat.js';

/** @import { Model } from './model.js' */
/** @import { User } from '../sdk/types.js' */
/** @typedef {{model: Model, ask: (what: any) => void, told: (deed: Promise<any>) => void}} Part */

/** @param {{word: string, on: boolean, onChange: (on: boolean) => void}} props */
export function Switch({ word, on, onChange }) {
  return h('label', { class: 'toggle' }, h('span', null, word),
    h('input', { type: 'checkbox', role: 'switch', checked: on, onChange: (/** @type {any} */ event) => onChange(event.target.checked) }));
}

/** Where one is signed in. @param {Part} props */
export function Devices({ model, ask, told }) {
  const [devices, setDevices] = useState(/** @type {any[]|null} */ (null));
  const [naming, setNaming] = useState('');
  const load = () => model.client.api.get('/v1/devices').then((answer) => setDevices(answer.devices), () => setDevices([]));
  useEffect(() => void load(), []);
  /** @param {any} device @param {string} name */
  const rename = (device, name) => {
    setNaming('');
    if (name && name !== device.name) {
      told(model.client.api.send('PATCH', `/v1/devices/${device.device}`, { body: { name } }).then(load));
    }
  };
  const others = (devices ?? []).filter((device) => !device.current);
  return [
    h('h3', { class: 'section-head' }, 'Devices'),
    devices === null && h('span', { class: 'spinner', role: 'status', 'aria-label': 'Loading devices' }),
    h('ul', { class: 'people wide', 'aria-label': 'Devices' }, devices?.map((device) => h('li', { key: device.device, class: 'person' },
      h('span', { class: 'avatar small device' }, h(Icon, { name: 'device' })),
      naming === device.device
        ? h(Rename, { name: device.name, onName: (name) => rename(device, name) })
        : [
          h('span', { class: 'person-text' }, h('span', { dir: 'auto' }, device.name),
            h('span', { class: 'quiet' }, device.current ? 'This device' : `Since ${moment(device.createdAt)}`)),
          h('button', { class: 'plain', 'aria-label': `Rename ${device.name}`, title: 'Rename', onClick: () => setNaming(device.device) }, h(Icon, { name: 'edit' })),
          !device.current && h('button', {
            class: 'link danger', 'aria-label': `Sign out ${device.name}`,
            onClick: () => ask({
              title: `Sign out ${device.name}?`, text: 'It is signed out at once and keeps nothing.', word: 'Sign out',
              deed: () => model.client.api.send('DELETE', `/v1/devices/${device.device}`).then(load),
            }),
          }, 'Sign out'),
        ]))),
    others.length > 1 && h('button', {
      class: 'wide',
      onClick: () => ask({
        title: 'Sign out all other devices?', text: 'Only this one stays signed in.', word: 'Sign out',
        deed: () => model.client.api.send('DELETE', '/v1/devices').then(load),
      }),
    }, 'Sign out all others'),
  ];
}

/** @param {{name: string, onName: (name: string) => void}} props */
function Rename({ name, onName }) {
  const [text, setText] = useState(name);
  return h('form', {
    class: 'find wide',
    onSubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      onName(text.trim());
    },
  },
    h('input', { 'aria-label': 'Name of the device', value: text, maxLength: 64, autoFocus: true, onInput: (/** @type {any} */ event) => setText(event.target.value) }),
    h('button', { class: 'primary', disabled: !text.trim() }, 'Save'));
}

/** Who may begin a 1:1. @param {Part} props */
export function Contacts({ model, told }) {
  const [list, setList] = useState(/** @type {{directFrom: string, contacts: string[]}|null} */ (null));
  const [adding, setAdding] = useState(false);
  const api = model.client.api;
  const load = () => api.get('/v1/contacts').then(setList, () => {});
  useEffect(() => void load(), []);
  if (!list) {
    return null;
  }
  /** @param {string} method @param {string} user */
  const put = (method, user) => told(api.send(method, `/v1/contacts/${user}`).then(load));
  const closed = list.directFrom === 'contacts';
  return [
    h('h3', { class: 'section-head' }, 'Contacts'),
    h(Switch, {
      word: 'Only contacts may start a conversation with me', on: closed,
      onChange: (on) => told(api.send('PATCH', '/v1/contacts', { body: { directFrom: on ? 'contacts' : 'everybody' } }).then(setList)),
    }),
    list.contacts.length > 0 && h('ul', { class: 'people wide', 'aria-label': 'Contacts' }, list.contacts.map((user) => h('li', { key: user, class: 'person' },
      h(Avatar, { model, id: user, name: model.fullNameOf(user), size: 'small' }),
      h('span', { class: 'person-text' }, h('span', { dir: 'auto' }, model.fullNameOf(user))),
      h('button', { class: 'plain', 'aria-label': `Remove ${model.fullNameOf(user)} from contacts`, title: 'Remove', onClick: () => put('DELETE', user) }, h(Icon, { name: 'close' }))))),
    h('button', { class: 'wide', 'aria-expanded': String(adding), onClick: () => setAdding(!adding) }, adding ? 'Done' : 'Add a contact'),
    adding && h('div', { class: 'wide' }, h(PeoplePicker, {
      model, chosen: [], several: false, without: new Set(list.contacts),
      onChosen: (/** @type {User[]} */ users) => {
        setAdding(false);
        put('PUT', users[0].user);
      },
    })),
  ];
}

/** Password, a copy of everything, and the two ways to go. @param {Part} props */
export function Account({ model, told }) {
  const [form, setForm] = useState('');
  const [busy, setBusy] = useState(false);
  const api = model.client.api;
  const fetchCopy = async () => {
    setBusy(true);
    try {
      const url = URL.createObjectURL(await api.download('/v1/me/export'));
      const link = document.createElement('a');
      Object.assign(link, { href: url, download: 'rivulet-export.zip' });
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    } finally {
      setBusy(false);
    }
  };
  return [
    h('h3', { class: 'section-head' }, 'Account'),
    h('button', { class: 'wide', onClick: () => setForm('password') }, 'Change password'),
    h('button', { class: 'wide', disabled: busy, onClick: () => told(fetchCopy()) }, busy ? 'Fetching your data…' : 'Download my data'),
    h('button', { class: 'wide danger', onClick: () => setForm('deactivate') }, 'Deactivate account'),
    h('button', { class: 'wide danger', onClick: () => setForm('erase') }, 'Erase account'),
    form === 'password' && h(Proof, {
      title: 'Change password', text: 'All other devices are signed out.', word: 'Change', fresh: true, onClose: () => setForm(''),
      deed: (password, newPassword) => api.send('PUT', '/v1/me/password', { body: { password, newPassword } })
        .then(() => model.toast('Your password is changed.')),
    }),
    form === 'deactivate' && h(Proof, {
      title: 'Deactivate account?', text: 'Nobody finds you and all devices are signed out, until you sign in again. Your messages stay.', word: 'Deactivate', danger: true, onClose: () => setForm(''),
      deed: (password) => api.send('POST', '/v1/me/deactivate', { body: { password } }).then(() => model.client.signOut()),
    }),
    form === 'erase' && h(Proof, {
      title: 'Erase account?', text: 'Your profile, your devices and the text of all your messages are deleted for good. Nobody can bring them back.', word: 'Erase for good', danger: true, onClose: () => setForm(''),
      deed: (password) => api.send('POST', '/v1/me/erase', { body: { password } }).then(() => model.client.signOut()),
    }),
  ];
}

/**
 * Something that needs the password once more.
 * @param {{title: string, text: string, word: string, danger?: boolean, fresh?: boolean, deed: (password: string, next: string) => Promise<any>, onClose: () => void}} props
 */
function Proof({ title, text, word, danger = false, fresh = false, deed, onClose }) {
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);
  /** @param {SubmitEvent} event */
  const submit = async (event) => {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    setBusy(true);
    setError('');
    try {
      await deed(String(form.get('password') ?? ''), String(form.get('next') ?? ''));
      onClose();
    } catch (/** @type {any} */ failure) {
      setError(failure.code === 'wrong-credentials' ? 'That is not your password.' : REASONS[failure.code] ?? `That did not work (${failure.code ?? failure}).`);
      setBusy(false);
    }
  };
  return h(Dialog, { title, onClose, class: 'narrow' },
    h('form', { class: 'proof', onSubmit: submit },
      h('p', null, text),
      h('label', { class: 'field' }, h('span', null, fresh ? 'Present password' : 'Password'),
        h('input', { name: 'password', type: 'password', required: true, maxLength: 128, autoComplete: 'current-password', autoFocus: true })),
      fresh && h('label', { class: 'field' }, h('span', null, 'New password'),
        h('input', { name: 'next', type: 'password', required: true, minLength: 10, maxLength: 128, autoComplete: 'new-password', placeholder: 'At least 10 characters' })),
      error && h('p', { class: 'error', role: 'alert' }, error),
      h('div', { class: 'dialog-actions' },
        h('button', { type: 'button', onClick: onClose }, 'Cancel'),
        h('button', { class: danger ? 'primary danger' : 'primary', disabled: busy }, busy ? 'One moment…' : word))));
}
