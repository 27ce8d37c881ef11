import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Avatar, ChangePicture } from './avatar.js';
import { Confirm, Dialog } from './dialog.js';
import { Icon } from './icons.js';
import { PeoplePicker } from './new-chat.js';

/** @import { Model } from './model.js' */
/** @import { Conversation, User } from '../sdk/types.js' */

/** @param {{model: Model, conversation: Conversation, onClose: () => void}} props */
export function About({ model, conversation, onClose }) {
  const direct = conversation.kind === 'direct';
  return h(Dialog, { title: direct ? 'About' : 'Group', onClose },
    direct ? h(Person, { model, conversation }) : h(Group, { model, conversation }));
}

/** @param {Model} model @param {Promise<any>} deed */
const told = (model, deed) => deed.catch((/** @type {any} */ error) => model.failed(error));

/** @param {{model: Model, conversation: Conversation}} props */
function Mute({ model, conversation }) {
  return h('label', { class: 'toggle' },
    h('span', null, 'Muted'),
    h('input', {
      type: 'checkbox', role: 'switch', checked: conversation.muted === true,
      onChange: (/** @type {any} */ event) => void told(model, model.client.changes.mute(conversation.id, event.target.checked)),
    }));
}

/** @param {{model: Model, conversation: Conversation}} props */
function Person({ model, conversation }) {
  const [sure, setSure] = useState(false);
  const other = model.otherOf(conversation);
  const name = model.fullNameOf(other);
  return h('div', { class: 'about' },
    h(Avatar, { model, id: other, name, size: 'large' }),
    h('h3', { dir: 'auto' }, name),
    h('p', { class: 'quiet' }, `@${model.client.user(other)?.handle ?? '…'}`),
    model.client.user(other)?.about && h('p', { dir: 'auto' }, model.client.user(other)?.about),
    h(Mute, { model, conversation }),
    h('button', {
      class: conversation.blocked ? 'wide' : 'wide danger',
      onClick: () => (conversation.blocked ? void told(model, model.client.changes.block(conversation.id, false)) : setSure(true)),
    }, conversation.blocked ? `Unblock ${name}` : `Block ${name}`),
    sure && h(Confirm, {
      title: `Block ${name}?`, text: 'What is sent to you meanwhile stays hidden from you for good. Nobody is told.', word: 'Block', danger: true,
      onYes: () => void told(model, model.client.changes.block(conversation.id, true)), onClose: () => setSure(false),
    }));
}

/** @param {{model: Model, conversation: Conversation}} props */
function Group({ model, conversation }) {
  const id = conversation.id;
  const client = model.client;
  const [members, setMembers] = useState(/** @type {{user: string, role: string}[]|null} */ (null));
  const [name, setName] = useState(conversation.name ?? '');
  const [adding, setAdding] = useState(false);
  const [chosen, setChosen] = useState(/** @type {User[]} */ ([]));
  const [sure, setSure] = useState(/** @type {any} */ (null));
  const left = conversation.leftAt !== undefined;
  const owner = conversation.role === 'owner' && !conversation.closed && !left;
  const manager = owner || (conversation.role === 'admin' && !conversation.closed && !left);
  const load = () => client.api.get(`/v1/conversations/${id}/members`).then((answer) => setMembers(answer.members), () => setMembers([]));
  useEffect(() => void load(), [conversation.memberCount, conversation.role]);
  /** @param {Promise<any>} deed */
  const then = (deed) => void told(model, deed.then(() => setTimeout(load, 400)));
  return h('div', { class: 'about' },
    h(Avatar, { model, id, name: conversation.name ?? '', group: true, size: 'large' }),
    manager && client.media.supported && h(ChangePicture, {
      has: conversation.picture !== undefined,
      onFile: (file) => told(model, client.setGroupPicture(id, file)),
    }),
    manager
      ? h('form', {
        class: 'find wide',
        onSubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          then(client.changes.group(id, { name: name.trim() }));
        },
      },
        h('input', { 'aria-label': 'Name of the group', value: name, maxLength: 100, onInput: (/** @type {any} */ event) => setName(event.target.value) }),
        h('button', { class: 'primary', disabled: !name.trim() || name.trim() === conversation.name }, 'Rename'))
      : h('h3', { dir: 'auto' }, conversation.name),
    !left && h(Mute, { model, conversation }),
    manager && h('label', { class: 'toggle' },
      h('span', null, 'New members see what was said before'),
      h('input', {
        type: 'checkbox', role: 'switch', checked: conversation.history === 'from-the-start',
        onChange: (/** @type {any} */ event) => then(client.changes.group(id, { history: event.target.checked ? 'from-the-start' : 'from-joining' })),
      })),
    h('div', { class: 'section-head' },
      h('h3', null, `${conversation.memberCount} ${conversation.memberCount === 1 ? 'member' : 'members'}`),
      manager && h('button', { class: 'link', onClick: () => setAdding(!adding) }, adding ? 'Done' : 'Add people')),
    adding && h('div', { class: 'wide' },
      h(PeoplePicker, { model, chosen, several: true, without: new Set(members?.map(({ user }) => user)), onChosen: setChosen }),
      h('div', { class: 'dialog-actions' }, h('button', {
        class: 'primary', disabled: chosen.length === 0,
        onClick: () => {
          then(client.changes.addMembers(id, chosen.map(({ user }) => user)));
          setChosen([]);
          setAdding(false);
        },
      }, 'Add'))),
    members === null && h('span', { class: 'spinner', role: 'status', 'aria-label': 'Loading members' }),
    h('ul', { class: 'people wide', 'aria-label': 'Members' }, members?.map((member) => h(Member, { key: member.user, model, conversation, member, owner, manager, then, ask: setSure }))),
    !left && !conversation.closed && h('button', {
      class: 'wide danger',
      onClick: () => setSure({
        title: 'Leave the group?', text: 'You keep what you have seen, and hear nothing further.', word: 'Leave',
        deed: () => client.changes.removeMember(id, model.book.self),
      }),
    }, 'Leave group'),
    owner && h('button', {
      class: 'wide danger',
      onClick: () => setSure({
        title: 'Close the group?', text: 'Nobody can write in it any more, ever. Everybody keeps what was said.', word: 'Close',
        deed: () => client.changes.closeGroup(id),
      }),
    }, 'Close group'),
    sure && h(Confirm, { ...sure, danger: true, onYes: () => then(sure.deed()), onClose: () => setSure(null) }));
}

/** @param {{model: Model, conversation: Conversation, member: {user: string, role: string}, owner: boolean, manager: boolean, then: (deed: Promise<any>) => void, ask: (what: any) => void}} props */
function Member({ model, conversation, member, owner, manager, then, ask }) {
  const self = member.user === model.book.self;
  const name = model.fullNameOf(member.user);
  const removable = !self && (owner || (manager && member.role === 'member'));
  return h('li', { class: 'person' },
    h(Avatar, { model, id: member.user, name, size: 'small', online: model.presence.get(member.user)?.online }),
    h('span', { class: 'person-text' }, h('span', { dir: 'auto' }, self ? `${name} (you)` : name),
      member.role !== 'member' && h('span', { class: 'quiet' }, member.role)),
    owner && !self && h('select', {
      'aria-label': `Role of ${name}`, value: member.role,
      onChange: (/** @type {any} */ event) => then(model.client.changes.setRole(conversation.id, member.user, event.target.value)),
    }, ['member', 'admin', 'owner'].map((role) => h('option', { key: role, value: role }, role))),
    removable && h('button', {
      class: 'plain', 'aria-label': `Remove ${name}`, title: `Remove ${name}`,
      onClick: () => ask({
        title: `Remove ${name}?`, text: `${name} keeps what was seen, and hears nothing further.`, word: 'Remove',
        deed: () => model.client.changes.removeMember(conversation.id, member.user),
      }),
    }, h(Icon, { name: 'trash' })));
}
