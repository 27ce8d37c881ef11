/** @import { Account, Change, Conversation, Draft, Entry, Reaction, User, WireEvent } from './types.js' */

const SHOWN = new Set(['message', 'opened', 'created', 'added', 'removed', 'left', 'changed', 'role', 'closed']);

/** How much of a conversation is in memory: every entry to show from `low` up to the newest. */
/** @typedef {{low: number, entries: Entry[]}} Window */

/**
 * What a device knows: conversations, the entries of those that were looked at, people, messages on
 * their way. It is changed by events in the order of `seq`, and by pages of history; applying the same
 * twice changes nothing.
 */
export class Book {
  /** @type {Map<string, Conversation>} */
  conversations = new Map();
  /** @type {Map<string, Window>} */
  windows = new Map();
  /** @type {Map<string, User>} */
  users = new Map();
  /** @type {Map<string, Draft[]>} */
  drafts = new Map();
  /** @type {Account|null} */
  account = null;
  #save;
  #stored;
  /** @type {Conversation[]|null} */
  #sorted = null;

  /**
   * @param {(changes: Change[]) => void} save
   * @param {(conversation: string, seq: number) => Promise<Entry|undefined>} stored an entry that is not in memory
   */
  constructor(save, stored) {
    this.#save = save;
    this.#stored = stored;
  }

  get self() {
    return this.account?.user ?? '';
  }

  /** Newest first. */
  get list() {
    this.#sorted ??= [...this.conversations.values()]
      .filter((conversation) => !conversation.stub)
      .sort((a, b) => b.time - a.time || (a.id < b.id ? -1 : 1));
    return this.#sorted;
  }

  /** @param {Conversation} conversation */
  keep(conversation) {
    this.conversations.set(conversation.id, conversation);
    this.#sorted = null;
    this.#save([{ store: 'conversations', key: conversation.id, value: conversation }]);
  }

  /** @param {string} id @returns {Conversation} */
  conversation(id) {
    let known = this.conversations.get(id);
    if (!known) {
      known = {
        id, kind: 'group', memberCount: 0, seq: 0, count: 0, time: 0, visibleFrom: 1, low: 1, high: 0,
        started: false, more: true, readSeq: 0, readCount: 0, othersDelivered: 0, othersRead: 0, stub: true,
      };
      this.conversations.set(id, known);
    }
    return known;
  }

  /** Takes over what the server says of a conversation. @param {any} view */
  describe(view) {
    const known = this.conversation(view.conversation);
    const fresh = known.stub === true && known.readCount === 0 && !known.started;
    const { kind, name, members, memberCount, visibleFrom, leftAt, role, picture, history } = view;
    Object.assign(known, {
      kind, name, members, memberCount, visibleFrom, leftAt, role, picture, history,
      muted: view.muted === true, blocked: view.blocked === true, closed: view.closed === true,
    });
    delete known.stub;
    if (view.seq >= known.seq) {
      Object.assign(known, { seq: view.seq, count: view.count, time: view.time });
    }
    if (view.read !== undefined && view.unread !== undefined) {
      this.read(known, view.read, view.count - view.unread);
    } else if (fresh) {
      known.readSeq = view.seq;
      known.readCount = view.count;
    }
    this.keep(known);
    return known;
  }

  /** @param {Conversation} conversation */
  unread(conversation) {
    return Math.max(0, conversation.count - conversation.readCount);
  }

  /** How far oneself has read; it only moves forward. @param {Conversation} known @param {number} seq @param {number} count */
  read(known, seq, count) {
    if (seq > known.readSeq || count > known.readCount) {
      known.readSeq = Math.max(known.readSeq, seq);
      known.readCount = Math.max(known.readCount, count);
      this.keep(known);
    }
  }

  /** Begins with what comes after `seq`. @param {Conversation} known @param {number} seq */
  start(known, seq) {
    known.started = true;
    known.low = seq + 1;
    known.high = seq;
    known.more = known.low > Math.max(1, known.visibleFrom);
    this.windows.set(known.id, { low: seq + 1, entries: [] });
  }

  /** Applies the event after `high`. @param {WireEvent} event @param {boolean} stored */
  apply(event, stored) {
    const known = this.conversation(event.conversation);
    if (event.seq <= known.high) {
      return;
    }
    known.high = event.seq;
    if (event.kind !== 'hidden' && event.seq >= known.seq) {
      Object.assign(known, { seq: event.seq, count: Math.max(known.count, event.count), time: Math.max(known.time, event.time) });
    }
    known.seq = Math.max(known.seq, event.seq);
    this.#change(known, event);
    if (SHOWN.has(event.kind)) {
      this.#show(known, event, stored);
    }
    if (event.user === this.self && event.kind === 'message') {
      this.read(known, event.seq, event.count);
    }
    this.keep(known);
  }

  /** @param {Conversation} known @param {WireEvent} event @param {boolean} stored */
  #show(known, event, stored) {
    const entry = asEntry(event, stored);
    known.last = entry;
    this.windows.get(known.id)?.entries.push(entry);
    this.#saveEntry(entry);
  }

  /** @param {Conversation} known @param {WireEvent} event */
  #change(known, event) {
    const change = event.change ?? {};
    const members = event.members ?? [];
    const meant = members.includes(this.self);
    switch (event.kind) {
      case 'opened':
        Object.assign(known, { kind: 'direct', members, memberCount: members.length, visibleFrom: known.visibleFrom || event.seq });
        delete known.stub;
        break;
      case 'created':
        Object.assign(known, {
          kind: 'group', name: event.name, memberCount: Math.max(known.memberCount, members.length),
          role: event.user === this.self ? 'owner' : 'member',
        });
        delete known.stub;
        break;
      case 'added':
        known.memberCount += known.stub ? 0 : members.length;
        if (meant) {
          delete known.leftAt;
          known.role = 'member';
        }
        break;
      case 'removed':
      case 'left':
        known.memberCount -= Math.max(1, members.length);
        if (meant || (event.kind === 'left' && event.user === this.self)) {
          known.leftAt = event.seq + 1;
        }
        break;
      case 'edited':
        this.patch(known.id, change.seq ?? 0, (entry) => {
          if (!entry.deleted && (entry.edited ?? 0) < event.seq) {
            entry.text = event.text;
            entry.edited = event.seq;
          }
        });
        break;
      case 'deleted':
        this.patch(known.id, change.seq ?? 0, wipe);
        break;
      case 'reacted':
        this.patch(known.id, change.seq ?? 0, (entry) => {
          react(entry, change.emoji ?? '', change.removed === true, event.user === this.self);
        });
        break;
      case 'changed':
        if (event.name) {
          known.name = event.name;
        }
        // The event says each thing that changed; a picture that was taken away is all that is left.
        if (change.picture !== undefined || (!event.name && change.fromTheStart === undefined)) {
          known.picture = change.picture || undefined;
        }
        if (change.fromTheStart !== undefined) {
          known.history = change.fromTheStart ? 'from-the-start' : 'from-joining';
        }
        break;
      case 'role':
        if (meant) {
          known.role = change.role;
        }
        break;
      case 'closed':
        known.closed = true;
        break;
      case 'muted':
        known.muted = change.muted === true;
        break;
      case 'blocked':
        known.blocked = change.blocked === true;
        break;
      default:
    }
  }

  /** Changes an entry, wherever it is. @param {string} conversation @param {number} seq @param {(entry: Entry) => void} change */
  patch(conversation, seq, change) {
    const known = this.conversation(conversation);
    const here = this.entry(conversation, seq);
    if (known.last?.seq === seq && known.last !== here) {
      change(known.last);
    }
    if (here) {
      change(here);
      this.#saveEntry(here);
    } else if (known.started && seq >= known.low) {
      this.#stored(conversation, seq).then((entry) => {
        if (entry) {
          change(entry);
          this.#saveEntry(entry);
        }
      }, () => {});
    }
  }

  /** @param {string} conversation @param {number} seq */
  entry(conversation, seq) {
    const entries = this.windows.get(conversation)?.entries ?? [];
    let low = 0;
    let high = entries.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (entries[middle].seq === seq) {
        return entries[middle];
      }
      if (entries[middle].seq < seq) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return undefined;
  }

  /**
   * Puts older entries in front.
   * @param {Conversation} known
   * @param {WireEvent[]} events newest first, all that there are down to the last of them
   * @param {number} low from which seq on everything is here now
   * @param {boolean} fromStore whether this device had them
   */
  prepend(known, events, low, fromStore) {
    const window = this.windows.get(known.id) ?? { low: known.high + 1, entries: [] };
    this.windows.set(known.id, window);
    const older = events
      .filter((event) => event.seq < window.low && SHOWN.has(event.kind))
      .map((event) => (fromStore ? /** @type {Entry} */ (event) : asEntry(event, true)))
      .reverse();
    window.entries.unshift(...older);
    window.low = Math.min(window.low, low);
    if (!fromStore) {
      known.low = Math.min(known.low, low);
      older.forEach((entry) => this.#saveEntry(entry));
    }
    known.last ??= window.entries.at(-1);
    this.keep(known);
  }

  /** Takes over how messages are now. @param {WireEvent[]} events a page of history */
  refresh(events) {
    for (const event of events) {
      if (event.kind === 'message') {
        this.patch(event.conversation, event.seq, (entry) => Object.assign(entry, state(event)));
      }
    }
  }

  /** @param {Entry} entry */
  #saveEntry(entry) {
    this.#save([{ store: 'entries', key: [entry.conversation, entry.seq], value: entry }]);
  }

  /** @param {Draft} draft @param {boolean} gone */
  draft(draft, gone) {
    const others = (this.drafts.get(draft.conversation) ?? []).filter(({ id }) => id !== draft.id);
    const all = gone ? others : [...others, draft].sort((a, b) => a.time - b.time);
    this.drafts.set(draft.conversation, all);
  }
}

/** @param {WireEvent} event */
function state(event) {
  const { edited, deleted, reactions } = event.state ?? {};
  return { text: deleted ? undefined : event.text, edited, deleted, reactions, ...(deleted ? { media: undefined } : {}) };
}

/** @param {WireEvent} event @param {boolean} stored @returns {Entry} */
function asEntry(event, stored) {
  /** @type {Entry} */
  const entry = { ...event, ...state(event) };
  delete (/** @type {any} */ (entry).state);
  if (stored) {
    entry.sent = true;
  }
  return entry;
}

/** @param {Entry} entry */
function wipe(entry) {
  entry.deleted = true;
  delete entry.text;
  delete entry.media;
  delete entry.reactions;
}

/**
 * A set per person: one's own counts once, however often it is heard of.
 * @param {Entry} entry
 * @param {string} emoji
 * @param {boolean} removed
 * @param {boolean} mine
 */
export function react(entry, emoji, removed, mine) {
  const reactions = (entry.reactions ?? []).map((reaction) => ({ ...reaction }));
  let found = reactions.find((reaction) => reaction.emoji === emoji);
  if (!found) {
    found = { emoji, count: 0, mine: false };
    reactions.push(found);
  }
  if (mine && found.mine !== removed) {
    return;
  }
  found.count += removed ? -1 : 1;
  found.mine = mine ? !removed : found.mine;
  entry.reactions = reactions.filter((reaction) => reaction.count > 0);
}
