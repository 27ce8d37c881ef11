import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Avatar } from './avatar.js';
import { Confirm, Dialog } from './dialog.js';
import { moment } from './format.js';
import { Icon } from './icons.js';

/** @import { Model } from './model.js' */

/** @param {{model: Model, onClose: () => void}} props */
export function Settings({ model, onClose }) {
  const account = model.book.account;
  const [name, setName] = useState(account?.displayName ?? '');
  const [devices, setDevices] = useState(/** @type {any[]|null} */ (null));
  const [sure, setSure] = useState(/** @type {any} */ (null));
  const load = () => model.client.api.get('/v1/devices').then((answer) => setDevices(answer.devices), () => setDevices([]));
  useEffect(() => void load(), []);
  const blocked = model.book.list.filter((one) => one.blocked);
  /** @param {Promise<any>} deed */
  const told = (deed) => void deed.catch((error) => model.failed(error));
  return h(Dialog, { title: 'Profile and settings', onClose },
    h('div', { class: 'about' },
      h(Avatar, { id: account?.user ?? '', name: account?.displayName ?? '', size: 'large' }),
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
      h('h3', { class: 'section-head' }, 'Devices'),
      devices === null && h('span', { class: 'spinner', role: 'status', 'aria-label': 'Loading devices' }),
      h('ul', { class: 'people wide', 'aria-label': 'Devices' }, devices?.map((device) => h('li', { key: device.device, class: 'person' },
        h('span', { class: 'avatar small device' }, h(Icon, { name: 'device' })),
        h('span', { class: 'person-text' }, h('span', null, device.name),
          h('span', { class: 'quiet' }, device.current ? 'This device' : `Since ${moment(device.createdAt)}`)),
        !device.current && h('button', {
          class: 'link danger', 'aria-label': `Sign out ${device.name}`,
          onClick: () => setSure({
            title: `Sign out ${device.name}?`, text: 'It is signed out at once and keeps nothing.', word: 'Sign out',
            deed: () => model.client.api.send('DELETE', `/v1/devices/${device.device}`).then(load),
          }),
        }, 'Sign out')))),
      blocked.length > 0 && h('h3', { class: 'section-head' }, 'Blocked'),
      blocked.length > 0 && h('ul', { class: 'people wide', 'aria-label': 'Blocked people' }, blocked.map((one) => h('li', { key: one.id, class: 'person' },
        h(Avatar, { id: model.otherOf(one), name: model.titleOf(one), size: 'small' }),
        h('span', { class: 'person-text' }, h('span', { dir: 'auto' }, model.titleOf(one))),
        h('button', { class: 'link', onClick: () => told(model.client.changes.block(one.id, false)) }, 'Unblock')))),
      h('button', {
        class: 'wide danger',
        onClick: () => setSure({
          title: 'Sign out?', text: 'This device forgets everything; your messages stay on the server.', word: 'Sign out', deed: () => model.client.signOut(),
        }),
      }, h(Icon, { name: 'out' }), 'Sign out'),
      sure && h(Confirm, { ...sure, danger: true, onYes: () => told(sure.deed()), onClose: () => setSure(null) })));
}
