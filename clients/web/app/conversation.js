import { h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Avatar } from './avatar.js';
import { Composer } from './composer.js';
import { Confirm } from './dialog.js';
import { lastSeen } from './format.js';
import { Icon } from './icons.js';
import { Messages } from './messages.js';
import { Readers } from './readers.js';

/** @import { Model } from './model.js' */
/** @import { Conversation, Entry } from '../sdk/types.js' */

const EDITABLE_MS = 24 * 3_600_000;

/** @param {{model: Model, conversation: Conversation, onInfo: () => void}} props */
export function ConversationView({ model, conversation, onInfo }) {
  const id = conversation.id;
  const [reply, setReply] = useState(/** @type {Entry|null} */ (null));
  const [edit, setEdit] = useState(/** @type {Entry|null} */ (null));
  const [focus, setFocus] = useState(0);
  const [doomed, setDoomed] = useState(/** @type {Entry|null} */ (null));
  const [readers, setReaders] = useState(/** @type {Entry|null} */ (null));
  const [files, setFiles] = useState(/** @type {File[]} */ ([]));
  const [dragged, setDragged] = useState(false);
  const client = model.client;

  useEffect(() => {
    client.open(id).catch((error) => model.failed(error));
  }, [id, conversation.started, client.synced, client.book]);

  const member = conversation.leftAt === undefined && !conversation.closed;
  const writable = member && !conversation.blocked;
  const manager = conversation.role === 'owner' || conversation.role === 'admin';

  const actions = {
    /** @param {Entry} entry */
    rights: (entry) => ({
      reply: writable && !entry.deleted,
      react: writable && !entry.deleted,
      edit: writable && entry.user === model.book.self && !entry.deleted && !!entry.text && Date.now() - entry.time < EDITABLE_MS,
      remove: writable && !entry.deleted && (entry.user === model.book.self || (conversation.kind === 'group' && manager)),
    }),
    /** @param {Entry} entry */
    reply: (entry) => {
      setEdit(null);
      setReply(entry);
    },
    /** @param {Entry} entry */
    edit: (entry) => {
      setReply(null);
      setEdit(entry);
    },
    /** @param {Entry} entry @param {string} emoji @param {boolean} on */
    react: (entry, emoji, on) => client.react(id, entry.seq, emoji, on).catch((error) => model.failed(error)),
    remove: setDoomed,
    info: setReaders,
    /** @param {number} seq */
    show: async (seq) => {
      setFocus(0);
      if (await client.reach(id, seq).catch(() => false)) {
        setFocus(seq);
        setTimeout(() => setFocus(0), 2_500);
      } else {
        model.toast('That message cannot be seen here.');
      }
    },
  };

  const editLast = () => {
    const last = client.entries(id).findLast((entry) => entry.kind === 'message' && actions.rights(entry).edit);
    if (last) {
      actions.edit(last);
    }
  };

  /** @param {DragEvent} event */
  const drop = (event) => {
    event.preventDefault();
    setDragged(false);
    const dropped = [...(event.dataTransfer?.files ?? [])];
    if (dropped.length > 0 && writable && client.media.supported) {
      setFiles([...files, ...dropped].slice(0, 10));
    }
  };

  return h('section', {
    class: 'conversation', 'aria-label': `Conversation with ${model.titleOf(conversation)}`,
    onDragOver: (/** @type {DragEvent} */ event) => {
      event.preventDefault();
      setDragged(true);
    },
    onDragLeave: (/** @type {DragEvent} */ event) => event.currentTarget === event.target && setDragged(false),
    onDrop: drop,
  },
    h(Head, { model, conversation, onInfo }),
    h(Messages, { key: id, model, conversation, actions, focus }),
    h(Announcer, { model, conversation }),
    writable
      ? h(Composer, {
        key: `composer ${id}`, model, conversation, reply, edit, files, onFiles: setFiles, onEditLast: editLast,
        onDone: () => {
          setReply(null);
          setEdit(null);
        },
      })
      : h('div', { class: 'no-composer' }, h(WhyNot, { model, conversation })),
    dragged && client.media.supported && writable && h('div', { class: 'drop', 'aria-hidden': 'true' }, h(Icon, { name: 'attach' }), 'Drop to send'),
    doomed && h(Confirm, {
      title: 'Delete this message?', text: 'It disappears for everyone in this conversation.', word: 'Delete', danger: true,
      onYes: () => client.remove(id, doomed.seq).catch((error) => model.failed(error)), onClose: () => setDoomed(null),
    }),
    readers && h(Readers, { model, conversation, entry: readers, onClose: () => setReaders(null) }));
}

/** @param {{model: Model, conversation: Conversation}} props */
function WhyNot({ model, conversation }) {
  if (conversation.blocked) {
    return [
      h('span', null, 'You have blocked this person.'),
      h('button', {
        class: 'link',
        onClick: () => model.client.changes.block(conversation.id, false).catch((error) => model.failed(error)),
      }, 'Unblock'),
    ];
  }
  return h('span', null, conversation.closed ? 'This group is closed. What was said stays.' : 'You are no longer in this group.');
}

/** @param {{model: Model, conversation: Conversation, onInfo: () => void}} props */
function Head({ model, conversation, onInfo }) {
  const title = model.titleOf(conversation);
  const other = conversation.kind === 'direct' ? model.otherOf(conversation) : '';
  return h('header', { class: 'conversation-head' },
    h('a', { class: 'plain back', href: '#/', 'aria-label': 'Back to the conversations' }, h(Icon, { name: 'back' })),
    h('button', { class: 'plain head-title', onClick: onInfo, title: 'About this conversation' },
      h(Avatar, { model, id: other || conversation.id, name: title, group: conversation.kind === 'group', size: 'small', online: model.presence.get(other)?.online }),
      h('span', { class: 'head-text' },
        h('h1', { dir: 'auto' }, title),
        h('span', { class: 'head-sub' }, h(Subtitle, { model, conversation, other })))),
    h('button', { class: 'plain', onClick: onInfo, 'aria-label': 'About this conversation', title: 'About this conversation' }, h(Icon, { name: 'info' })));
}

/** @param {{model: Model, conversation: Conversation, other: string}} props */
function Subtitle({ model, conversation, other }) {
  const typers = model.typers(conversation.id);
  if (typers.length > 0) {
    const names = typers.map((user) => model.fullNameOf(user).split(' ')[0]);
    const who = conversation.kind === 'direct' ? '' : names.length > 2 ? `${names.length} people ` : `${names.join(' and ')} `;
    return h('span', { class: 'typing' }, `${who}${names.length > 1 ? 'are ' : conversation.kind === 'group' ? 'is ' : ''}typing…`);
  }
  if (conversation.kind === 'group') {
    return `${conversation.memberCount} ${conversation.memberCount === 1 ? 'member' : 'members'}`;
  }
  const presence = model.presence.get(other);
  if (presence?.online) {
    return 'online';
  }
  const handle = model.client.user(other)?.handle;
  return presence?.at ? lastSeen(presence.at) : handle ? `@${handle}` : '';
}

/** Reads aloud what others write. @param {{model: Model, conversation: Conversation}} props */
function Announcer({ model, conversation }) {
  const [text, setText] = useState('');
  const latest = useRef(conversation);
  latest.current = conversation;
  useEffect(() => model.client.on('event', (event) => {
    if (event.conversation === latest.current.id && event.kind === 'message' && event.user !== model.book.self) {
      setText(`${model.fullNameOf(event.user ?? '')}: ${model.summary(event)}`);
    }
  }), []);
  return h('div', { class: 'hidden', 'aria-live': 'polite' }, text);
}
