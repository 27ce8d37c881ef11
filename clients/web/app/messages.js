import { h } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { dayName, midnight } from './format.js';
import { Icon } from './icons.js';
import { Message } from './message.js';

/** @import { Model } from './model.js' */
/** @import { Conversation, Draft, Entry } from '../sdk/types.js' */

/**
 * @typedef {object} Item a row of the list
 * @property {string} key
 * @property {Entry} [entry]
 * @property {Draft} [draft]
 * @property {string} [day] a separator before it
 * @property {boolean} fresh the first that was unread when the conversation was opened
 * @property {boolean} first of its author's group
 * @property {boolean} last of its author's group
 */

const ESTIMATE_PX = 58;
const OVERSCAN_PX = 900;
const LOAD_BEFORE_PX = 1_600;
const BOTTOM_PX = 60;
const TOGETHER_MS = 5 * 60_000;
const SHORTEST_DAY_MS = 23 * 3_600_000;

/** @param {Entry[]} entries @param {Draft[]} drafts @param {number} freshFrom @param {{user: string, device: string}} account @returns {Item[]} */
function itemsOf(entries, drafts, freshFrom, { user: self, device }) {
  /** @type {Item[]} */
  const items = [];
  let day = 0;
  let fresh = false;
  for (const entry of entries) {
    // No day is shorter, so most rows cost no calendar.
    const today = day && entry.time >= day && entry.time < day + SHORTEST_DAY_MS ? day : midnight(entry.time);
    /** @type {Item} */
    const item = { key: entry.id && entry.device === device ? entry.id : String(entry.seq), entry, fresh: false, first: true, last: true };
    if (today !== day) {
      day = today;
      item.day = dayName(entry.time);
    }
    if (!fresh && freshFrom > 0 && entry.kind === 'message' && entry.count > freshFrom && entry.user !== self) {
      fresh = true;
      item.fresh = true;
    }
    items.push(item);
  }
  for (const draft of drafts) {
    items.push({ key: draft.id, draft, fresh: false, first: true, last: true });
  }
  for (let i = 1; i < items.length; i++) {
    if (together(items[i - 1], items[i], self)) {
      items[i].first = false;
      items[i - 1].last = false;
    }
  }
  return items;
}

/** @param {Item} one @param {Item} next @param {string} self */
function together(one, next, self) {
  const author = (/** @type {Item} */ item) => (item.draft ? self : item.entry?.user);
  const time = (/** @type {Item} */ item) => item.draft?.time ?? item.entry?.time ?? 0;
  const said = (/** @type {Item} */ item) => item.draft || item.entry?.kind === 'message';
  return said(one) && said(next) && !next.day && !next.fresh && author(one) === author(next)
    && time(next) - time(one) < TOGETHER_MS;
}

/**
 * A conversation's rows, of which only those near the screen exist. What is above keeps its place
 * whatever is put in front of it or turns out higher than was thought; at the end, the end stays.
 *
 * @param {{model: Model, conversation: Conversation, actions: any, focus: number}} props
 */
export function Messages({ model, conversation, actions, focus }) {
  const id = conversation.id;
  const scroller = useRef(/** @type {HTMLElement|null} */ (null));
  const above = useRef(/** @type {HTMLElement|null} */ (null));
  const below = useRef(/** @type {HTMLElement|null} */ (null));
  const state = useRef({
    heights: /** @type {Map<string, number>} */ (new Map()), anchor: { key: '', delta: 0 }, atEnd: true, placed: false, top: 0,
    jump: /** @type {string|null} */ (null),
  }).current;
  const [range, setRange] = useState({ from: 0, to: 0 });
  const [away, setAway] = useState(false);
  const freshFrom = useMemo(() => (model.book.unread(conversation) > 0 ? conversation.readCount : 0), [id]);

  const entries = model.client.entries(id);
  const drafts = model.book.drafts.get(id) ?? [];
  const items = itemsOf(entries, drafts, freshFrom, model.book.account ?? { user: '', device: '' });
  const complete = model.client.complete(id);

  const positions = () => {
    const tops = new Float64Array(items.length + 1);
    for (let i = 0; i < items.length; i++) {
      tops[i + 1] = tops[i] + (state.heights.get(items[i].key) ?? ESTIMATE_PX);
    }
    return tops;
  };

  /** The row at a height. @param {Float64Array} tops @param {number} y */
  const rowAt = (tops, y) => {
    let low = 0;
    let high = items.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (tops[middle] <= y) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return Math.max(0, low);
  };

  // Rows near the end are there from the first rendering on, before anything was measured.
  const tops = positions();
  const view = scroller.current?.clientHeight ?? 800;
  let { from, to } = range;
  if (!state.placed || state.atEnd) {
    to = items.length;
    from = rowAt(tops, Math.max(0, tops[items.length] - view - OVERSCAN_PX));
  }
  to = Math.min(to, items.length);
  from = Math.min(from, Math.max(0, to - 1));

  const look = () => {
    const element = scroller.current;
    if (!element || items.length === 0) {
      return;
    }
    const now = positions();
    const top = element.scrollTop - (above.current?.offsetTop ?? 0);
    const first = rowAt(now, Math.max(0, top));
    state.anchor = { key: items[first].key, delta: top - now[first] };
    state.atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < BOTTOM_PX;
    const next = { from: rowAt(now, top - OVERSCAN_PX), to: rowAt(now, top + element.clientHeight + OVERSCAN_PX) + 1 };
    if (next.from !== range.from || next.to !== range.to) {
      setRange(next);
    }
    if (away === state.atEnd) {
      setAway(!state.atEnd);
    }
    if (element.scrollTop < LOAD_BEFORE_PX && !complete) {
      more();
    }
    seen();
  };

  const more = () => {
    model.client.older(id).catch(() => {});
  };

  const seen = () => {
    if (state.atEnd && document.visibilityState === 'visible' && document.hasFocus()) {
      model.client.read(id);
    }
  };

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || !above.current || !below.current) {
      return;
    }
    for (const row of element.querySelectorAll('[data-key]')) {
      const key = row.getAttribute('data-key') ?? '';
      const height = row.getBoundingClientRect().height;
      if (height > 0) {
        state.heights.set(key, height);
      }
    }
    const now = positions();
    above.current.style.height = `${now[from]}px`;
    below.current.style.height = `${now[items.length] - now[to]}px`;
    place(element, now);
  });

  /** @param {HTMLElement} element @param {Float64Array} now */
  const place = (element, now) => {
    if (items.length === 0) {
      return;
    }
    const offset = above.current?.offsetTop ?? 0;
    const target = state.jump ?? (state.placed ? null : items.find((item) => item.fresh)?.key ?? null);
    const at = target ? items.findIndex((item) => item.key === target) : -1;
    if (at >= 0) {
      element.scrollTop = Math.max(0, offset + now[at] - element.clientHeight / 3);
      state.jump = null;
      state.placed = true;
      state.atEnd = false;
      look();
    } else if (state.atEnd || !state.placed) {
      element.scrollTop = element.scrollHeight;
      state.placed = true;
      state.atEnd = true;
    } else {
      const kept = items.findIndex((item) => item.key === state.anchor.key);
      const wanted = offset + now[kept] + state.anchor.delta;
      if (kept >= 0 && Math.abs(element.scrollTop - wanted) > 1) {
        element.scrollTop = wanted;
      }
    }
  };

  const latest = useRef(look);
  latest.current = look;
  useEffect(() => latest.current());

  useEffect(() => {
    const again = () => latest.current();
    const observer = new ResizeObserver(() => {
      if (state.atEnd && scroller.current) {
        scroller.current.scrollTop = scroller.current.scrollHeight;
      }
      latest.current();
    });
    if (scroller.current) {
      observer.observe(scroller.current);
    }
    document.addEventListener('visibilitychange', again);
    addEventListener('focus', again);
    return () => {
      observer.disconnect();
      document.removeEventListener('visibilitychange', again);
      removeEventListener('focus', again);
    };
  }, [id]);

  useEffect(() => {
    if (focus > 0) {
      const key = items.find((item) => item.entry?.seq === focus)?.key;
      if (key) {
        state.jump = key;
        state.atEnd = false;
        const at = items.findIndex((item) => item.key === key);
        setRange({ from: Math.max(0, at - 20), to: at + 20 });
      }
    }
  }, [focus]);

  const toEnd = () => {
    state.atEnd = true;
    setAway(false);
    model.changed();
    requestAnimationFrame(() => {
      if (scroller.current) {
        scroller.current.scrollTop = scroller.current.scrollHeight;
      }
    });
  };

  /** @param {KeyboardEvent} event */
  const move = (event) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || /** @type {HTMLElement} */ (event.target).closest('[role="menu"], textarea')) {
      return;
    }
    const rows = [...(scroller.current?.querySelectorAll('.message') ?? [])];
    const at = rows.indexOf(/** @type {any} */ (document.activeElement?.closest('.message')));
    const next = at < 0 ? rows.at(-1) : rows[at + step];
    if (next) {
      event.preventDefault();
      /** @type {HTMLElement} */ (next).focus();
      next.scrollIntoView({ block: 'nearest' });
    }
  };

  const unread = away ? model.book.unread(conversation) : 0;
  return h('div', { class: 'messages-frame' },
    h('div', { class: 'messages', ref: scroller, onScroll: look, onKeyDown: move, tabIndex: 0, role: 'region', 'aria-label': 'Messages' },
      h('div', { class: 'messages-start' }, complete ? null : h('span', { class: 'spinner', role: 'status', 'aria-label': 'Loading older messages' })),
      h('div', { ref: above, 'aria-hidden': 'true' }),
      h('div', { class: 'messages-rows' }, items.slice(from, to).map((item) => h('div', { key: item.key, 'data-key': item.key, class: `line${item.last ? ' line-last' : ''}` },
        item.day && h('div', { class: 'day' }, h('span', null, item.day)),
        item.fresh && h('div', { class: 'fresh', role: 'separator' }, h('span', null, 'New messages')),
        h(Message, { model, conversation, item, actions, flash: focus > 0 && item.entry?.seq === focus })))),
      h('div', { ref: below, 'aria-hidden': 'true' })),
    away && h('button', { class: 'to-end round', onClick: toEnd, 'aria-label': unread > 0 ? `${unread} new messages, go to the end` : 'Go to the end' },
      h(Icon, { name: 'down' }), unread > 0 && h('span', { class: 'badge' }, unread)));
}
