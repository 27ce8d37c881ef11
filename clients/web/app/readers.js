import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Avatar } from './avatar.js';
import { Dialog } from './dialog.js';

/** @import { Model } from './model.js' */
/** @import { Conversation, Entry } from '../sdk/types.js' */

/** Who has read a message of one's own. @param {{model: Model, conversation: Conversation, entry: Entry, onClose: () => void}} props */
export function Readers({ model, conversation, entry, onClose }) {
  const [list, setList] = useState(/** @type {{user: string, delivered: number, read: number}[]|null} */ (null));
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    model.client.readers(conversation.id, entry.seq).then(setList, () => setFailed(true));
  }, [entry.seq]);
  const read = list?.filter((one) => one.read >= entry.seq) ?? [];
  const got = list?.filter((one) => one.read < entry.seq && one.delivered >= entry.seq) ?? [];
  return h(Dialog, { title: 'Who has read it', onClose, class: 'narrow' },
    entry.reach && h('p', { class: 'quiet' }, `Read by ${entry.reach.read}, delivered to ${entry.reach.delivered} of ${entry.reach.of}.`),
    failed && h('p', null, 'The names are not to be had right now.'),
    !list && !failed && h('span', { class: 'spinner', role: 'status', 'aria-label': 'Loading' }),
    list && h('h3', null, 'Read'),
    list && (read.length > 0 ? h(People, { model, users: read }) : h('p', { class: 'quiet' }, 'Nobody yet.')),
    got.length > 0 && h('h3', null, 'Delivered'),
    got.length > 0 && h(People, { model, users: got }));
}

/** @param {{model: Model, users: {user: string}[]}} props */
function People({ model, users }) {
  return h('ul', { class: 'people' }, users.map(({ user }) => h('li', { key: user },
    h(Avatar, { id: user, name: model.fullNameOf(user), size: 'small' }), h('span', { dir: 'auto' }, model.fullNameOf(user)))));
}
