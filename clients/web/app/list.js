import { h } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Avatar } from './avatar.js';
import { shortTime } from './format.js';
import { Icon } from './icons.js';
import { Ticks } from './ticks.js';

/** @import { Model } from './model.js' */
/** @import { Conversation } from '../sdk/types.js' */

const ROW_PX = 72;
const OVERSCAN = 6;

/** @param {{model: Model, selected: string, onSettings: () => void, onNew: () => void}} props */
export function Sidebar({ model, selected, onSettings, onNew }) {
  const [filter, setFilter] = useState('');
  const account = model.book.account;
  const wanted = filter.trim().toLowerCase();
  const all = model.book.list;
  const list = wanted ? all.filter((one) => model.titleOf(one).toLowerCase().includes(wanted)) : all;
  return h('nav', { class: 'sidebar', 'aria-label': 'Conversations' },
    h('header', { class: 'sidebar-head' },
      h('button', { class: 'plain me', onClick: onSettings, 'aria-label': 'Profile and settings', title: 'Profile and settings' },
        h(Avatar, { model, id: account?.user ?? '', name: account?.displayName ?? '', size: 'small' })),
      h('h1', null, 'Rivulet'),
      h('button', { class: 'round accent', onClick: onNew, 'aria-label': 'New conversation', title: 'New conversation' }, h(Icon, { name: 'plus' }))),
    h('div', { class: 'search' },
      h(Icon, { name: 'search' }),
      h('input', {
        type: 'search', placeholder: 'Search', 'aria-label': 'Search conversations', value: filter,
        onInput: (/** @type {any} */ event) => setFilter(event.target.value),
      })),
    list.length > 0
      ? h(Rows, { model, list, selected })
      : h('div', { class: 'empty-list' }, emptyWord(model, wanted, onNew)));
}

/** @param {Model} model @param {string} wanted @param {() => void} onNew */
function emptyWord(model, wanted, onNew) {
  if (wanted) {
    return h('p', null, 'Nothing found.');
  }
  if (!model.client.synced) {
    return h('p', null, 'Loading your conversations…');
  }
  return [h('p', null, 'No conversations yet.'), h('button', { class: 'primary', onClick: onNew }, 'Start one')];
}

/** Only the rows that can be seen exist. @param {{model: Model, list: Conversation[], selected: string}} props */
function Rows({ model, list, selected }) {
  const scroller = useRef(/** @type {HTMLElement|null} */ (null));
  const [range, setRange] = useState({ from: 0, to: 24 });
  const look = () => {
    const element = scroller.current;
    if (element) {
      const from = Math.max(0, Math.floor(element.scrollTop / ROW_PX) - OVERSCAN);
      const to = Math.ceil((element.scrollTop + element.clientHeight) / ROW_PX) + OVERSCAN;
      if (from !== range.from || to !== range.to) {
        setRange({ from, to });
      }
    }
  };
  useLayoutEffect(look, [list.length]);
  useLayoutEffect(() => {
    addEventListener('resize', look);
    return () => removeEventListener('resize', look);
  });
  /** @param {KeyboardEvent} event */
  const move = (event) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const rows = [...(scroller.current?.querySelectorAll('a') ?? [])];
    const at = rows.indexOf(/** @type {any} */ (document.activeElement));
    if (step !== 0 && at >= 0) {
      event.preventDefault();
      rows[at + step]?.focus();
    }
  };
  const shown = list.slice(range.from, range.to);
  return h('div', { class: 'rows', ref: scroller, onScroll: look, onKeyDown: move, tabIndex: -1 },
    h('ul', { class: 'rows-all', style: { height: `${list.length * ROW_PX}px` } },
      shown.map((one, i) => h('li', {
        key: one.id, class: 'row-place', style: { transform: `translateY(${(range.from + i) * ROW_PX}px)` },
        'aria-setsize': list.length, 'aria-posinset': range.from + i + 1,
      }, h(Row, { model, conversation: one, selected: one.id === selected })))));
}

/** @param {{model: Model, conversation: Conversation, selected: boolean}} props */
function Row({ model, conversation, selected }) {
  model.client.preview(conversation.id);
  model.watch(conversation);
  const title = model.titleOf(conversation);
  const other = conversation.kind === 'direct' ? model.otherOf(conversation) : '';
  const unread = model.book.unread(conversation);
  return h('a', {
    class: `row${selected ? ' selected' : ''}${unread > 0 ? ' unread' : ''}`, href: `#/c/${conversation.id}`,
    'aria-current': selected ? 'page' : undefined,
  },
    h(Avatar, {
      model, id: other || conversation.id, name: title, group: conversation.kind === 'group',
      online: model.presence.get(other)?.online,
    }),
    h('span', { class: 'row-text' },
      h('span', { class: 'row-top' },
        h('span', { class: 'row-name', dir: 'auto' }, title),
        conversation.muted && h(Icon, { name: 'muted', label: 'Muted' }),
        h('time', { dateTime: new Date(conversation.time || 0).toISOString() }, shortTime(conversation.time))),
      h('span', { class: 'row-bottom' },
        h('span', { class: 'row-last' }, h(Last, { model, conversation })),
        unread > 0 && h('span', { class: `badge${conversation.muted ? ' quiet' : ''}`, 'aria-label': `${unread} unread` }, unread > 999 ? '999+' : unread))));
}

/** @param {{model: Model, conversation: Conversation}} props */
function Last({ model, conversation }) {
  const typers = model.typers(conversation.id);
  if (typers.length > 0) {
    const who = conversation.kind === 'group' ? `${model.fullNameOf(typers[0]).split(' ')[0]} is typing…` : 'typing…';
    return h('span', { class: 'typing' }, who);
  }
  const draft = (model.book.drafts.get(conversation.id) ?? []).at(-1);
  if (draft) {
    return [h(Ticks, { state: draft.state }), h('span', { dir: 'auto' }, draft.text || 'Photo')];
  }
  const last = conversation.last;
  if (!last) {
    return null;
  }
  const own = last.user === model.book.self;
  const who = last.kind === 'message' && !own && conversation.kind === 'group'
    ? `${model.fullNameOf(last.user ?? '').split(' ')[0]}: ` : '';
  return [
    own && last.kind === 'message' && !last.deleted && h(Ticks, { state: model.progressOf(model.book.entry(conversation.id, last.seq) ?? last, conversation) }),
    h('span', { class: last.deleted || last.kind !== 'message' ? 'quiet' : '', dir: 'auto' }, who + model.summary(last, true)),
  ];
}
