import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Avatar } from './avatar.js';
import { Dialog } from './dialog.js';

/** @import { Model } from './model.js' */
/** @import { Conversation, Entry } from '../sdk/types.js' */

/** Who has read a message of one's own. @param {{model: Model, conversation: Conversation, entry: Entry, onClose: () => void}} props */
export function Readers({ model, conversation, entry, onClose }) {
  const [list, setList] = useState(/** @type {Awaited<ReturnType<import('../sdk/rivulet-client.js').RivuletClient['readers']>>|null} */ (null));
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    model.client.readers(conversation.id, entry.seq).then(setList, () => setFailed(true));
  }, [entry.seq]);
  const read = list?.members?.filter((one) => one.read) ?? [];
  const got = list?.members?.filter((one) => one.delivered && !one.read) ?? [];
  return h(Dialog, { title: 'Who has read it', onClose, class: 'narrow' },
    list && h('p', { class: 'quiet' }, `Read by ${list.read}, delivered to ${list.delivered} of ${list.of}.`),
    failed && h('p', null, 'The names are not to be had right now.'),
    !list && !failed && h('span', { class: 'spinner', role: 'status', 'aria-label': 'Loading' }),
    list?.members && h('h3', null, 'Read'),
    list?.members && (read.length > 0 ? h(People, { model, users: read }) : h('p', { class: 'quiet' }, 'Nobody yet.')),
    got.length > 0 && h('h3', null, 'Delivered'),
    got.length > 0 && h(People, { model, users: got }));
}

/** @param {{model: Model, users: {user: string}[]}} props */
function People({ model, users }) {
  return h('ul', { class: 'people' }, users.map(({ user }) => h('li', { key: user },
    h(Avatar, { model, id: user, name: model.fullNameOf(user), size: 'small' }), h('span', { dir: 'auto' }, model.fullNameOf(user)))));
}
