import { h } from 'preact';
import { useState } from 'preact/hooks';
import { Avatar } from './avatar.js';
import { Dialog } from './dialog.js';
import { Icon } from './icons.js';
import { REASONS } from './model.js';

/** @import { Model } from './model.js' */
/** @import { User } from '../sdk/types.js' */

/**
 * People by their name; those one talks to already are offered.
 * @param {{model: Model, chosen: User[], several: boolean, without?: Set<string>, onChosen: (users: User[]) => void}} props
 */
export function PeoplePicker({ model, chosen, several, without = new Set(), onChosen }) {
  const [handle, setHandle] = useState('');
  const [error, setError] = useState('');
  const known = model.book.list
    .filter((one) => one.kind === 'direct')
    .map((one) => model.client.user(model.otherOf(one)))
    .filter((user) => user !== undefined)
    .filter((user) => !without.has(user.user) && user.user !== model.book.self)
    .filter((user) => `${user.handle} ${user.displayName}`.toLowerCase().includes(handle.trim().toLowerCase()))
    .slice(0, 50);
  /** @param {User} user */
  const toggle = (user) => {
    const had = chosen.some((one) => one.user === user.user);
    onChosen(!several ? [user] : had ? chosen.filter((one) => one.user !== user.user) : [...chosen, user]);
  };
  const find = async () => {
    setError('');
    try {
      const user = await model.client.userByHandle(handle.trim().toLowerCase().replace(/^@/, ''));
      if (user.user === model.book.self) {
        setError(REASONS.self);
      } else if (without.has(user.user)) {
        setError(`${user.displayName} is here already.`);
      } else {
        toggle(user);
        setHandle('');
      }
    } catch (/** @type {any} */ failure) {
      setError(REASONS[failure.code] ?? `That did not work (${failure.code}).`);
    }
  };
  return h('div', { class: 'picker' },
    several && chosen.length > 0 && h('ul', { class: 'chips', 'aria-label': 'Chosen' }, chosen.map((user) => h('li', { key: user.user },
      h('span', { dir: 'auto' }, user.displayName),
      h('button', { type: 'button', class: 'plain', onClick: () => toggle(user), 'aria-label': `Without ${user.displayName}` }, h(Icon, { name: 'close' }))))),
    h('form', {
      class: 'find',
      onSubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        void find();
      },
    },
      h('input', {
        'aria-label': 'Name of a person', placeholder: 'Name of a person', autoCapitalize: 'none', spellcheck: false, autoFocus: true,
        value: handle, onInput: (/** @type {any} */ event) => setHandle(event.target.value),
      }),
      h('button', { class: 'primary', disabled: handle.trim().length < 2 }, several ? 'Add' : 'Find')),
    error && h('p', { class: 'error', role: 'alert' }, error),
    known.length > 0 && h('ul', { class: 'people choices', 'aria-label': 'People you know' }, known.map((user) => {
      const on = chosen.some((one) => one.user === user.user);
      return h('li', { key: user.user }, h('button', { type: 'button', class: 'plain person', 'aria-pressed': several ? on : undefined, onClick: () => toggle(user) },
        h(Avatar, { model, id: user.user, name: user.displayName, size: 'small' }),
        h('span', { class: 'person-text' }, h('span', { dir: 'auto' }, user.displayName), h('span', { class: 'quiet' }, `@${user.handle}`)),
        on && several && h(Icon, { name: 'check' })));
    })));
}

/** @param {{model: Model, onClose: () => void, onOpen: (id: string) => void}} props */
export function NewChat({ model, onClose, onOpen }) {
  const [group, setGroup] = useState(false);
  const [chosen, setChosen] = useState(/** @type {User[]} */ ([]));
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  /** @param {() => Promise<string>} open */
  const go = async (open) => {
    setBusy(true);
    try {
      const id = await open();
      onClose();
      onOpen(id);
    } catch (error) {
      setBusy(false);
      model.failed(error);
    }
  };
  return h(Dialog, { title: group ? 'New group' : 'New conversation', onClose },
    !group && h('button', { class: 'plain person new-group', onClick: () => setGroup(true) },
      h('span', { class: 'avatar small hue-3' }, h(Icon, { name: 'people' })), h('span', null, 'New group')),
    group && h('label', { class: 'field' }, h('span', null, 'Name of the group'),
      h('input', { value: name, maxLength: 100, onInput: (/** @type {any} */ event) => setName(event.target.value) })),
    h(PeoplePicker, {
      model, chosen, several: group,
      onChosen: (users) => (group ? setChosen(users) : void go(() => model.client.openDirect(users[0].user))),
    }),
    group && h('div', { class: 'dialog-actions' },
      h('button', { class: 'primary', disabled: busy || !name.trim() || chosen.length === 0, onClick: () => void go(() => model.client.createGroup(name.trim(), chosen.map(({ user }) => user))) }, 'Create')));
}
