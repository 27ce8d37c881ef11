import { h } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Avatar, hue } from './avatar.js';
import { clock, moment } from './format.js';
import { Icon } from './icons.js';
import { Media } from './media.js';
import { REASONS } from './model.js';
import { onlyEmoji, rich } from './text.js';
import { Ticks } from './ticks.js';

/** @import { Model } from './model.js' */
/** @import { Item } from './messages.js' */
/** @import { Conversation, Draft, Entry } from '../sdk/types.js' */

export const QUICK = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

/** @param {{model: Model, conversation: Conversation, item: Item, actions: any, flash: boolean}} props */
export function Message({ model, conversation, item, actions, flash }) {
  const { entry, draft } = item;
  if (draft) {
    return h(Waiting, { model, item, draft });
  }
  if (!entry || entry.kind !== 'message') {
    return h('div', { class: 'notice', dir: 'auto' }, entry ? model.summary(entry) : '');
  }
  return h(Said, { model, conversation, item, entry, actions, flash });
}

/** Not decided yet. @param {{model: Model, item: Item, draft: Draft}} props */
function Waiting({ model, item, draft }) {
  const refused = draft.state === 'refused';
  return h('article', { class: `message own waiting${item.first ? ' first' : ''}`, tabIndex: -1, 'aria-label': `You, ${draft.text}` },
    h('div', { class: 'bubble' },
      draft.preview && h(Media, { media: draft.preview, model }),
      draft.text && h('div', { class: 'text', dir: 'auto' }, draft.text),
      h('div', { class: 'meta' }, h('time', null, clock(draft.time)), h(Ticks, { state: draft.state }))),
    refused && h('div', { class: 'refusal', role: 'alert' },
      h('span', null, REASONS[draft.code ?? ''] ?? 'This was not sent.'),
      h('button', { class: 'link', onClick: () => model.client.resend(draft) }, 'Try again'),
      h('button', { class: 'link', onClick: () => model.client.discard(draft) }, 'Discard')));
}

/** @param {{model: Model, conversation: Conversation, item: Item, entry: Entry, actions: any, flash: boolean}} props */
function Said({ model, conversation, item, entry, actions, flash }) {
  const own = entry.user === model.book.self;
  const group = conversation.kind === 'group';
  const [menu, setMenu] = useState(false);
  const article = useRef(/** @type {HTMLElement|null} */ (null));
  const author = entry.user ?? '';
  const name = model.fullNameOf(author);
  const big = !entry.deleted && !entry.media && entry.text && onlyEmoji(entry.text);
  const can = actions.rights(entry);
  const close = (refocus = true) => {
    setMenu(false);
    if (refocus) {
      article.current?.focus();
    }
  };
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    if (event.target !== article.current || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const done = {
      Enter: () => setMenu(true), ' ': () => setMenu(true), ContextMenu: () => setMenu(true),
      r: () => can.reply && actions.reply(entry), e: () => can.edit && actions.edit(entry),
      Delete: () => can.remove && actions.remove(entry),
    }[event.key];
    if (done) {
      event.preventDefault();
      done();
    }
  };
  return h('article', {
    class: `message${own ? ' own' : ''}${item.first ? ' first' : ''}${group ? ' in-group' : ''}${flash ? ' flash' : ''}`,
    ref: article, tabIndex: -1, onKeyDown: key, 'data-seq': entry.seq,
    'aria-label': `${own ? 'You' : name}, ${clock(entry.time)}: ${model.summary(entry)}`,
    onContextMenu: (/** @type {Event} */ event) => {
      if (!/** @type {HTMLElement} */ (event.target).closest('a')) {
        event.preventDefault();
        setMenu(true);
      }
    },
  },
    group && !own && h('span', { class: 'message-avatar' }, item.last && h(Avatar, { model, id: author, name, size: 'tiny' })),
    h('div', { class: 'message-body' },
      h('div', { class: `bubble${big ? ' big' : ''}${entry.deleted ? ' gone' : ''}${entry.media?.length && !entry.deleted ? ' has-media' : ''}` },
        group && !own && item.first && h('div', { class: `author hue-text-${hue(author)}`, dir: 'auto' }, name),
        entry.replyTo !== undefined && !entry.deleted && h(Quote, { model, conversation, seq: entry.replyTo, actions }),
        !entry.deleted && entry.media && entry.media.length > 0 && h(Media, { media: entry.media, model, conversation: conversation.id, seq: entry.seq }),
        entry.deleted
          ? h('div', { class: 'text' }, 'Message deleted')
          : entry.text && h('div', { class: 'text', dir: 'auto' }, rich(entry.text, mentioned(model, entry))),
        h('div', { class: 'meta' },
          entry.edited && !entry.deleted && h('span', null, 'edited'),
          h('time', { dateTime: new Date(entry.time).toISOString(), title: moment(entry.time) }, clock(entry.time)),
          own && !entry.deleted && h(Ticks, { state: model.progressOf(entry, conversation) }))),
      entry.reactions && entry.reactions.length > 0 && h('div', { class: 'reactions' },
        entry.reactions.map(({ emoji, count, mine }) => h('button', {
          key: emoji, class: `reaction${mine ? ' mine' : ''}`, 'aria-pressed': mine, disabled: !can.react,
          'aria-label': `${emoji} ${count}${mine ? ', yours' : ''}`, onClick: () => actions.react(entry, emoji, !mine),
        }, h('span', { class: 'emoji' }, emoji), count > 1 && h('span', null, count))))),
    !entry.deleted && (can.react || can.reply) && h('div', { class: 'tools' },
      can.react && h('button', { class: 'tool', onClick: () => setMenu(true), 'aria-label': 'React', title: 'React' }, h(Icon, { name: 'smile' })),
      can.reply && h('button', { class: 'tool', onClick: () => actions.reply(entry), 'aria-label': 'Reply', title: 'Reply' }, h(Icon, { name: 'reply' })),
      h('button', { class: 'tool', onClick: () => setMenu(true), 'aria-label': 'More', title: 'More', 'aria-haspopup': 'menu' }, h(Icon, { name: 'more' }))),
    menu && h(Menu, { model, entry, conversation, can, actions, close }));
}

/** @param {Model} model @param {Entry} entry */
function mentioned(model, entry) {
  return new Set((entry.mentions ?? []).map((user) => (user === model.book.self ? model.book.account?.handle : model.client.user(user)?.handle) ?? ''));
}

/** What is answered. @param {{model: Model, conversation: Conversation, seq: number, actions: any}} props */
function Quote({ model, conversation, seq, actions }) {
  const target = model.book.entry(conversation.id, seq);
  const author = target?.user ?? '';
  return h('button', { class: `quote${target ? ` hue-border-${hue(author)}` : ''}`, onClick: () => actions.show(seq) },
    h('span', { class: 'quote-name', dir: 'auto' }, target ? model.nameOf(author) : 'An earlier message'),
    h('span', { class: 'quote-text', dir: 'auto' }, target ? model.summary(target) : 'Show it'));
}

/** @param {{model: Model, entry: Entry, conversation: Conversation, can: any, actions: any, close: (refocus?: boolean) => void}} props */
function Menu({ model, entry, conversation, can, actions, close }) {
  const menu = useRef(/** @type {HTMLElement|null} */ (null));
  // Before the paint: the next key may come sooner than that.
  useLayoutEffect(() => {
    const items = () => [...(menu.current?.querySelectorAll('button') ?? [])];
    items()[0]?.focus();
    menu.current?.scrollIntoView({ block: 'nearest' });
    /** @param {Event} event */
    const outside = (event) => {
      if (!menu.current?.contains(/** @type {Node} */ (event.target))) {
        close(false);
      }
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, []);
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    const items = [...(menu.current?.querySelectorAll('button') ?? [])];
    const at = items.indexOf(/** @type {any} */ (document.activeElement));
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      close();
    } else if (step) {
      event.preventDefault();
      items[(at + step + items.length) % items.length]?.focus();
    }
    event.stopPropagation();
  };
  /** @param {() => any} deed */
  const then = (deed) => () => {
    close();
    deed();
  };
  /** @param {string} icon @param {string} word @param {() => any} deed @param {string} [more] */
  const option = (icon, word, deed, more = '') =>
    h('button', { role: 'menuitem', tabIndex: -1, class: `menu-item ${more}`, onClick: then(deed) }, h(Icon, { name: icon }), word);
  return h('div', { class: 'menu', role: 'menu', 'aria-label': 'Message', ref: menu, onKeyDown: key },
    can.react && h('div', { class: 'menu-emoji', role: 'group', 'aria-label': 'React' }, QUICK.map((emoji) => {
      const mine = entry.reactions?.some((reaction) => reaction.emoji === emoji && reaction.mine) === true;
      return h('button', {
        role: 'menuitem', tabIndex: -1, class: `emoji-choice${mine ? ' mine' : ''}`, 'aria-label': `React with ${emoji}`,
        onClick: then(() => actions.react(entry, emoji, !mine)),
      }, emoji);
    })),
    can.reply && option('reply', 'Reply', () => actions.reply(entry)),
    entry.text && option('copy', 'Copy text', () => navigator.clipboard?.writeText(entry.text ?? '')),
    can.edit && option('edit', 'Edit', () => actions.edit(entry)),
    entry.user === model.book.self && conversation.kind === 'group' && option('info', 'Who has read it', () => actions.info(entry)),
    can.remove && option('trash', 'Delete for everyone', () => actions.remove(entry), 'danger'));
}
