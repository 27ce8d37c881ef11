import { Api, ApiFailure } from './api.js';
import { Book, react } from './book.js';
import { Connection } from './connection.js';
import { ConversationChanges } from './conversation-changes.js';
import { Media } from './media.js';
import { MemoryStore } from './memory-store.js';
import { Outbox } from './outbox.js';
import { Receiver } from './receiver.js';
import { Receipts } from './receipts.js';
import { Tabs } from './tabs.js';

/** @import { Account, Change, Conversation, Draft, Entry, Store, User, WireEvent } from './types.js' */

export { Api, ApiFailure, MemoryStore };

/** Begins the names of uploads among what is kept. */
const UPLOAD = 'upload ';
const OUTCOME_TIMEOUT_MS = 30_000;
const TRIES_MS = 5_000;
const STORED_TIMEOUT_MS = 3_000;
const REFRESH_DELAY_MS = 1_500;
const USER_FRESH_MS = 3_600_000;
const PAGE = 60;
const SHOWN_MIN = 20;
const ROUNDS_MAX = 10;
const LOOKING_UP_MAX = 4;

/**
 * @typedef {object} Events what a listener is told
 * @property {{id: string|null}} changed a conversation (or, without an id, perhaps all) is to be shown anew
 * @property {WireEvent} event something was decided; in order, each once
 * @property {{state: import('./connection.js').ConnectionState, detail: string}} state
 * @property {{why: string}} ended signed out, or taken over by another device of the same id
 * @property {{}} synced everything that was missed is here
 * @property {any} frame what this version does not handle itself: `typing`, `presence`
 */

/**
 * One device of one user: keeps it attached, applies every event of every conversation once and in the
 * order of `seq`, and keeps every message it was given until the outcome is known. Gateways and servers
 * may come and go meanwhile, and so may the process if the store is one that stays.
 *
 * Several tabs of a browser are one device: one of them holds the socket, the others hear from it.
 */
export class RivuletClient {
  #options;
  /** @type {Store} */
  #store;
  /** @type {Api} */
  api;
  /** @type {Book} */
  book;
  /** @type {Map<string, Set<(value: any) => void>>} */
  #listeners = new Map();
  /** @type {Outbox|null} */
  #outbox = null;
  /** @type {Receiver|null} */
  #receiver = null;
  /** @type {Connection|null} */
  #connection = null;
  /** @type {ConversationChanges} */
  changes;
  /** @type {Media} */
  media;
  #receipts;
  #tabs;
  /** @type {Change[]} */
  #unsaved = [];
  #saving = Promise.resolve();
  #flushPlanned = false;
  #connectionNumber = 0;
  /** @type {string|null} */
  #cursor = null;
  /** @type {Map<string, {resolve: (seq: number) => void, reject: (error: Error) => void}>} */
  #outcomes = new Map();
  /** @type {Map<string, Set<number>>} */
  #stale = new Map();
  /** @type {Set<string>} */
  #looking = new Set();
  /** @type {(() => Promise<void>)[]} */
  #lookUps = [];
  #lookingUp = 0;
  /** @type {Map<string, Promise<boolean>>} */
  #loading = new Map();
  /** @type {{state: import('./connection.js').ConnectionState, detail: string}} */
  state = { state: 'waiting', detail: '' };
  synced = false;

  /**
   * @param {object} options
   * @param {string} [options.base] of client-api; empty for the page's own origin
   * @param {Store} [options.store]
   * @param {boolean} [options.inCookie] whether the refresh token stays in an HttpOnly cookie
   * @param {string[]} [options.gateways] instead of those that the server names
   * @param {typeof WebSocket} [options.WebSocket]
   * @param {typeof fetch} [options.fetch]
   * @param {string} [options.tabs] a name under which the tabs of a browser find each other
   */
  constructor(options = {}) {
    this.#options = options;
    this.#store = options.store ?? new MemoryStore();
    this.api = new Api({ base: options.base ?? '', fetch: options.fetch, inCookie: options.inCookie });
    this.api.onRefreshToken = (token) => this.#save([{ store: 'meta', key: 'refreshToken', value: token }]);
    this.book = this.#newBook();
    this.#receipts = new Receipts({
      book: () => this.book,
      send: (frame) => this.#connection?.send(frame),
      changed: (id) => this.#emit('changed', { id }),
      api: this.api,
    });
    this.changes = new ConversationChanges((method, path, body) => this.change(method, path, body));
    this.media = new Media(this.api, {
      show: (draft, gone) => this.#draftChanged(draft, gone),
      send: (draft) => this.#dispatch(draft),
      // Behind the message that it became.
      keep: (id, upload) => void this.flushed()
        .then(() => this.#store.write([{ store: 'meta', key: `${UPLOAD}${id}`, value: upload }])).catch(() => {}),
    });
    this.#tabs = options.tabs ? new Tabs(options.tabs, (message) => this.#fromTab(message)) : null;
  }

  #newBook() {
    return new Book(
      (changes) => this.#save(changes),
      async (conversation, seq) => {
        await this.#saving;
        return (await this.#store.entries(conversation, seq + 1, seq, 1))[0];
      },
    );
  }

  // ---- who hears what

  /**
   * @template {keyof Events} K
   * @param {K} type
   * @param {(value: Events[K]) => void} listener
   * @returns {() => void} ends it
   */
  on(type, listener) {
    const all = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, all.add(listener));
    return () => all.delete(listener);
  }

  /** @template {keyof Events} K @param {K} type @param {Events[K]} value */
  #emit(type, value) {
    this.#listeners.get(type)?.forEach((listener) => listener(value));
  }

  // ---- what is kept

  /** @param {Change[]} changes */
  #save(changes) {
    if (this.#tabs && !this.#tabs.leading) {
      return;
    }
    this.#unsaved.push(...changes);
    if (!this.#flushPlanned) {
      this.#flushPlanned = true;
      setTimeout(() => this.#flush(), 0);
    }
  }

  #flush() {
    this.#flushPlanned = false;
    const changes = this.#unsaved;
    this.#unsaved = [];
    this.#saving = this.#saving.then(() => this.#store.write(changes)).catch((error) => {
      this.#emit('frame', { type: 'store-failed', detail: String(error) });
    });
  }

  /** Everything that was to be kept is. */
  async flushed() {
    this.#flush();
    await this.#saving;
  }

  async #load() {
    const kept = await this.#store.load();
    this.book = this.#newBook();
    this.book.account = kept.meta.account ?? null;
    this.#cursor = kept.meta.cursor ?? null;
    this.#connectionNumber = kept.meta.connection ?? 0;
    this.api.refreshToken ??= kept.meta.refreshToken ?? null;
    kept.conversations.forEach((known) => this.book.conversations.set(known.id, known));
    kept.users.forEach((user) => this.book.users.set(user.user, user));
    kept.outbox.sort((a, b) => a.time - b.time || a.n - b.n);
    kept.outbox.forEach((draft) => this.book.draft(draft, false));
    return kept;
  }

  // ---- coming and going

  /** Takes up what the store remembers. @returns {Promise<boolean>} whether somebody is signed in */
  async restore() {
    await this.#load();
    this.#emit('changed', { id: null });
    return this.book.account !== null;
  }

  /** @param {string} handle @param {string} password @param {{displayName?: string, deviceName?: string}} [more] */
  async signUp(handle, password, more) {
    await this.#entered(await this.api.signUp(handle, password, more));
  }

  /** @param {string} handle @param {string} password @param {{deviceName?: string}} [more] */
  async logIn(handle, password, more) {
    await this.#entered(await this.api.logIn(handle, password, more));
  }

  /** @param {any} grant */
  async #entered({ user, device, handle, displayName }) {
    await this.#store.clear();
    const account = { user, device, handle, displayName };
    /** @type {Change[]} */
    const changes = [{ store: 'meta', key: 'account', value: account }];
    if (this.api.refreshToken) {
      changes.push({ store: 'meta', key: 'refreshToken', value: this.api.refreshToken });
    }
    await this.#store.write(changes);
    await this.#load();
    this.#tabs?.tell({ type: 'entered' });
  }

  /** Attaches, or waits until the tab that is attached goes. */
  start() {
    if (!this.#tabs) {
      void this.#lead();
      return;
    }
    this.#tabs.lead(() => this.#lead());
    this.#tabs.tell({ type: 'hello' });
  }

  async #lead() {
    this.synced = false;
    const kept = await this.#load();
    if (!this.book.account) {
      return;
    }
    this.#outbox = new Outbox(kept.numbers, (changes) => this.#save(changes), (draft, gone) => {
      this.#draftChanged(draft, gone);
    });
    this.#receiver = this.#newReceiver();
    this.#connection = this.#newConnection();
    kept.outbox.forEach((draft) => this.#outbox?.add(draft));
    this.media.takeUp(Object.entries(kept.meta).filter(([key]) => key.startsWith(UPLOAD)).map(([, upload]) => upload));
    this.#connection.start();
    this.#emit('changed', { id: null });
  }

  #newReceiver() {
    return new Receiver(this.api, this.book, {
      cursor: this.#cursor,
      saveCursor: (cursor) => this.#save([{ store: 'meta', key: 'cursor', value: cursor ?? undefined }]),
      seen: (event) => this.#seen(event),
      released: (event, stored) => this.#released(event, stored),
      changed: (id) => this.#emit('changed', { id }),
      unknown: (id) => this.#describe(id),
      forget: (known) => this.#forgetEntries(known),
      synced: () => {
        this.synced = true;
        this.#receipts.resume();
        this.#tellState();
        this.#emit('synced', {});
        this.#emit('changed', { id: null });
      },
    });
  }

  #newConnection() {
    return new Connection({
      api: this.api,
      WebSocket: this.#options.WebSocket ?? globalThis.WebSocket,
      gateways: async () => {
        const { gateways, media } = await this.api.places();
        this.media.at(media);
        this.#emit('changed', { id: null });
        return this.#options.gateways ?? gateways;
      },
      nextNumber: () => {
        this.#connectionNumber = Math.max(this.#connectionNumber + 1, Date.now());
        this.#save([{ store: 'meta', key: 'connection', value: this.#connectionNumber }]);
        return this.#connectionNumber;
      },
      attached: (cursor) => {
        this.#outbox?.attached((frame) => this.#connection?.send(frame));
        this.#receiver?.attached(cursor);
      },
      frame: (frame) => this.#frame(frame),
      detached: () => {
        this.synced = false;
        this.#outbox?.detached();
        this.#receiver?.detached();
        this.#receipts.detached();
      },
      state: (state, detail) => {
        this.state = { state, detail };
        this.#tellState();
        this.#emit('state', this.state);
        if (state === 'ended') {
          void this.#ended(detail);
        }
      },
    });
  }

  #tellState() {
    this.#tabs?.tell({ type: 'state', state: this.state, synced: this.synced });
  }

  /** @param {string} why */
  async #ended(why) {
    if (why === 'signed-out') {
      await this.#forgetAll();
      this.#tabs?.tell({ type: 'ended', why });
    }
    this.#emit('ended', { why });
  }

  async #forgetAll() {
    this.#halt();
    this.api.forget();
    this.#unsaved = [];
    await this.#saving;
    await this.#store.clear();
    this.book = this.#newBook();
  }

  #halt() {
    this.#connection?.stop('');
    this.#outbox?.close();
    this.#receiver?.detached();
    this.#receipts.detached();
    this.#tabs?.release();
    this.#connection = null;
    this.#outbox = null;
    this.#receiver = null;
    this.synced = false;
  }

  /** Revokes this device and forgets everything. */
  async signOut() {
    await this.api.send('POST', '/v1/logout').catch((error) => {
      if (!(error instanceof ApiFailure) || error.status !== 401) {
        throw error;
      }
    });
    await this.#forgetAll();
    this.#tabs?.tell({ type: 'ended', why: 'signed-out' });
    this.#emit('ended', { why: '' });
  }

  /** Goes offline without forgetting anything. */
  async close() {
    this.#halt();
    this.#tabs?.close();
    await this.flushed();
  }

  suspend() {
    this.#connection?.suspend();
  }

  wake() {
    this.#connection?.wake();
  }

  // ---- what comes in

  /** @param {any} frame */
  #frame(frame) {
    switch (frame.type) {
      case 'event':
        this.#receiver?.take(frame.event, false);
        break;
      case 'ack':
        this.#outbox?.ack(frame);
        break;
      case 'sent':
        this.#outbox?.decided(frame.conversation, frame.id, frame.n ?? 0);
        this.#markSent(frame.conversation, frame.seq);
        break;
      case 'duplicate':
        this.#outbox?.decided(frame.conversation, frame.id, 0);
        break;
      case 'refused':
        this.#refused(frame);
        break;
      case 'cursor':
        this.#receiver?.liveCursor(frame.cursor);
        break;
      case 'status':
      case 'watermark':
        this.#tabs?.tell({ type: 'frame', frame });
        this.#receipts.frame(frame);
        break;
      default:
        this.#tabs?.tell({ type: 'frame', frame });
        this.#emit('frame', frame);
    }
  }

  /** @param {any} frame */
  #refused(frame) {
    if (this.#outbox?.refused(frame)) {
      return;
    }
    if (frame.code === 'unknown-frame') {
      this.#receipts.unsupported();
    }
    if (!this.#settle(frame.id, frame)) {
      this.#tabs?.tell({ type: 'refused', frame });
    }
  }

  /** @param {string|undefined} id @param {any} refusal */
  #settle(id, refusal) {
    const outcome = id ? this.#outcomes.get(id) : undefined;
    outcome?.reject(new ApiFailure(409, refusal.code, refusal.detail));
    return outcome !== undefined;
  }

  /** @param {WireEvent} event */
  #seen(event) {
    if (event.id) {
      this.#outcomes.get(event.id)?.resolve(event.seq);
      if (event.device === this.book.account?.device) {
        this.#outbox?.decided(event.conversation, event.id, event.n ?? 0);
      }
    }
  }

  /** @param {WireEvent} event @param {boolean} stored */
  #released(event, stored) {
    this.#tabs?.tell({ type: 'event', event, stored });
    const own = event.user === this.book.self;
    if (event.kind === 'message' && own && !stored && event.device === this.book.account?.device) {
      this.#expectSent(event.conversation, event.seq);
    }
    if (!own) {
      this.#receipts.delivered(event.conversation);
    }
    if (event.kind === 'reacted' && !own) {
      this.#refreshSoon(event.conversation, event.change?.seq ?? 0);
    }
    this.#emit('event', event);
  }

  /** @param {string} conversation @param {number} seq */
  #markSent(conversation, seq) {
    this.book.patch(conversation, seq, (entry) => {
      entry.sent = true;
    });
    this.#tabs?.tell({ type: 'sent', conversation, seq });
    this.#emit('changed', { id: conversation });
  }

  /** The notice may have been lost: then look where it is stored. @param {string} conversation @param {number} seq */
  #expectSent(conversation, seq) {
    setTimeout(async () => {
      const entry = this.book.entry(conversation, seq);
      if (!entry || entry.sent || !this.#connection) {
        return;
      }
      try {
        const { events } = await this.api.events(conversation, seq, seq);
        if (events.length > 0) {
          this.#markSent(conversation, seq);
          return;
        }
      } catch {
        // Asked again below.
      }
      this.#expectSent(conversation, seq);
    }, STORED_TIMEOUT_MS);
  }

  /** Others react at the same moment as pages are read: the server's count is asked for once it is quiet. @param {string} conversation @param {number} seq */
  #refreshSoon(conversation, seq) {
    if (!this.book.entry(conversation, seq)) {
      return;
    }
    const seqs = this.#stale.get(conversation);
    if (seqs) {
      seqs.add(seq);
      return;
    }
    this.#stale.set(conversation, new Set([seq]));
    setTimeout(() => this.#refresh(conversation), REFRESH_DELAY_MS);
  }

  /** @param {string} conversation */
  async #refresh(conversation) {
    const seqs = [...(this.#stale.get(conversation) ?? [])];
    this.#stale.delete(conversation);
    const newest = Math.max(...seqs);
    const limit = Math.min(200, newest - Math.min(...seqs) + 1);
    try {
      const { events } = await this.api.history(conversation, newest + 1, limit);
      this.book.refresh(events.filter((event) => seqs.includes(event.seq)));
      this.#emit('changed', { id: conversation });
    } catch {
      // What events said stands.
    }
  }

  /** @param {Conversation} known */
  async #forgetEntries(known) {
    await this.flushed();
    await this.#store.forget(known.id);
  }

  /** @param {string} id */
  #describe(id) {
    this.#once(`describe ${id}`, async () => {
      for (let i = 0; i < ROUNDS_MAX && this.book.conversation(id).stub; i++) {
        // Its first event most likely comes by itself.
        await new Promise((resolve) => setTimeout(resolve, 300 * (i + 1)));
        try {
          const known = this.book.describe(await this.api.get(`/v1/conversations/${id}`));
          this.#tabs?.tell({ type: 'conversation', known });
          this.#emit('changed', { id });
          return;
        } catch (error) {
          if (!(error instanceof ApiFailure)) {
            throw error;
          }
        }
      }
    });
  }

  // ---- tabs

  /** @param {any} message */
  #fromTab(message) {
    const leading = this.#tabs?.leading ?? true;
    switch (message.type) {
      case 'hello':
        if (leading) {
          this.#tellState();
        }
        break;
      case 'send':
        if (leading) {
          this.#accept(message.draft);
        }
        break;
      case 'wire':
        if (leading) {
          this.#connection?.send(message.frame);
        }
        break;
      case 'refused':
        this.#settle(message.frame.id, message.frame);
        break;
      case 'entered':
      case 'ended':
        this.#emit('ended', { why: message.type === 'ended' ? message.why : 'entered' });
        break;
      default:
        if (!leading) {
          this.#follow(message);
        }
    }
  }

  /** What the tab with the socket tells. @param {any} message */
  #follow(message) {
    switch (message.type) {
      case 'state':
        this.state = message.state;
        this.synced = message.synced;
        this.#emit('state', this.state);
        break;
      case 'event': {
        const { event, stored } = message;
        const known = this.book.conversation(event.conversation);
        if (!known.started) {
          this.book.start(known, event.seq - 1);
        }
        if (event.id) {
          this.#outcomes.get(event.id)?.resolve(event.seq);
        }
        this.book.apply(event, stored);
        this.#emit('event', event);
        this.#emit('changed', { id: known.id });
        break;
      }
      case 'sent':
        this.book.patch(message.conversation, message.seq, (entry) => {
          entry.sent = true;
        });
        this.#emit('changed', { id: message.conversation });
        break;
      case 'draft':
        this.book.draft(message.draft, message.gone);
        this.#emit('changed', { id: message.draft.conversation });
        break;
      case 'conversation':
        this.book.conversations.set(message.known.id, { ...this.book.conversation(message.known.id), ...message.known });
        this.book.keep(this.book.conversation(message.known.id));
        this.#emit('changed', { id: message.known.id });
        break;
      case 'frame':
        if (!this.#receipts.frame(message.frame)) {
          this.#emit('frame', message.frame);
        }
        break;
      default:
    }
  }

  /** Sends a frame that needs no answer, from whichever tab. @param {any} frame */
  wire(frame) {
    if (this.#connection) {
      this.#connection.send(frame);
    } else {
      this.#tabs?.tell({ type: 'wire', frame });
    }
  }

  // ---- sending

  /** @param {Draft} draft @param {boolean} gone */
  #draftChanged(draft, gone) {
    this.book.draft(draft, gone);
    this.#tabs?.tell({ type: 'draft', draft, gone });
    this.#emit('changed', { id: draft.conversation });
  }

  /** @param {Draft} draft */
  #accept(draft) {
    this.book.draft(draft, false);
    this.#outbox?.add(draft);
    this.#draftChanged(draft, false);
  }

  /**
   * Shown at once, kept until its outcome is known.
   * @param {string} conversation
   * @param {string} text
   * @param {{replyTo?: number, mentions?: string[], media?: any[], preview?: any}} [more]
   * @returns {string} its id
   */
  send(conversation, text, more = {}) {
    const used = (this.book.drafts.get(conversation) ?? []).at(-1)?.time ?? 0;
    /** @type {Draft} */
    const draft = {
      conversation, id: crypto.randomUUID(), n: 0, text, time: Math.max(Date.now(), used + 1), state: 'waiting', ...more,
    };
    this.#dispatch(draft);
    return draft.id;
  }

  /** @param {Draft} draft */
  #dispatch(draft) {
    if (this.#outbox) {
      this.#accept(draft);
    } else {
      this.book.draft(draft, false);
      this.#emit('changed', { id: draft.conversation });
      // Kept first: whichever tab leads next finds it.
      void this.#store
        .write([{ store: 'outbox', key: [draft.conversation, draft.id], value: draft }])
        .then(() => this.#tabs?.tell({ type: 'send', draft }));
    }
  }

  /** A refused message as a new one. @param {Draft} draft */
  resend(draft) {
    if (this.media.again(draft)) {
      return draft.id;
    }
    this.discard(draft);
    const { conversation, text, replyTo, mentions, media, preview } = draft;
    return this.send(conversation, text, { replyTo, mentions, media, preview });
  }

  /** @param {Draft} draft a refused one */
  discard(draft) {
    this.media.drop(draft);
    this.#draftChanged(draft, true);
    void this.#store.write([{ store: 'outbox', key: [draft.conversation, draft.id] }]);
  }

  // ---- changing

  /**
   * Asks for a change, again under the same id for a while when something is away or the message is not
   * stored yet. Resolves with the seq of what was decided.
   * @param {string} method
   * @param {string} path
   * @param {any} [body]
   * @returns {Promise<number>}
   */
  async change(method, path, body) {
    const key = crypto.randomUUID();
    const outcome = new Promise((resolve, reject) => {
      this.#outcomes.set(key, { resolve, reject });
      setTimeout(() => reject(new ApiFailure(0, 'no-outcome')), OUTCOME_TIMEOUT_MS);
    });
    outcome.catch(() => {});
    try {
      await this.#attempt(method, path, body, key);
      return await outcome;
    } finally {
      this.#outcomes.delete(key);
    }
  }

  /** @param {string} method @param {string} path @param {any} body @param {string} key */
  async #attempt(method, path, body, key) {
    const until = Date.now() + TRIES_MS;
    for (;;) {
      try {
        return await this.api.send(method, path, { body, key });
      } catch (error) {
        if (!(error instanceof ApiFailure) || error.status !== 503 || Date.now() > until) {
          throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, Math.min(1_000, Math.max(150, error.retryAfterMs))));
      }
    }
  }

  /** @param {string} conversation @param {number} seq @param {string} text */
  edit(conversation, seq, text) {
    return this.#optimistic(conversation, seq, 'PATCH', '', { text }, (entry) => {
      entry.text = text;
      entry.edited ??= 1;
    });
  }

  /** For everyone. @param {string} conversation @param {number} seq */
  remove(conversation, seq) {
    return this.#optimistic(conversation, seq, 'DELETE', '', undefined, (entry) => {
      entry.deleted = true;
    });
  }

  /** @param {string} conversation @param {number} seq @param {string} emoji @param {boolean} on */
  react(conversation, seq, emoji, on) {
    const path = `/reactions/${encodeURIComponent(emoji)}`;
    return this.#optimistic(conversation, seq, on ? 'PUT' : 'DELETE', path, undefined, (entry) => {
      react(entry, emoji, !on, true);
    });
  }

  /**
   * Shown at once, and taken back if it is not done.
   * @param {string} conversation
   * @param {number} seq
   * @param {string} method
   * @param {string} path
   * @param {any} body
   * @param {(entry: Entry) => void} change
   */
  async #optimistic(conversation, seq, method, path, body, change) {
    const entry = this.book.entry(conversation, seq);
    const before = entry && structuredClone(entry);
    if (entry) {
      change(entry);
      this.#emit('changed', { id: conversation });
    }
    try {
      return await this.change(method, `/v1/conversations/${conversation}/messages/${seq}${path}`, body);
    } catch (error) {
      const now = this.book.entry(conversation, seq);
      if (now && before && error instanceof ApiFailure && error.code !== 'no-change' && error.code !== 'no-outcome') {
        const { text, edited, deleted, reactions } = before;
        Object.assign(now, { text, edited, deleted, reactions });
        this.#emit('changed', { id: conversation });
      }
      throw error;
    }
  }

  /** Names oneself. @param {string} displayName */
  async rename(displayName) {
    const account = await this.api.send('PATCH', '/v1/me', { body: { displayName } });
    this.book.account = { .../** @type {Account} */ (this.book.account), displayName: account.displayName };
    await this.#store.write([{ store: 'meta', key: 'account', value: this.book.account }]);
    this.#emit('changed', { id: null });
  }

  /** Shows oneself by a picture, or by none. @param {File|null} file */
  async setPicture(file) {
    await this.#setProfile({ picture: file ? (await this.media.upload(file)).id : '' });
  }

  /** What one says of oneself. @param {string} about */
  async describe(about) {
    await this.#setProfile({ about });
  }

  /** @param {{picture?: string, about?: string}} body */
  async #setProfile(body) {
    const { user, handle, displayName, about, picture } = await this.api.send('PATCH', '/v1/me', { body });
    this.keepUser({ user, handle, displayName, about, picture });
    this.#emit('changed', { id: null });
  }

  /** The same for a group. @param {string} id @param {File|null} file */
  async setGroupPicture(id, file) {
    return this.changes.group(id, { picture: file ? (await this.media.upload(file)).id : '' });
  }

  /** Says that something is being written. @param {string} conversation */
  typing(conversation) {
    this.wire({ type: 'typing', conversation });
  }

  /**
   * Who has got and read a message; `members` is absent in a big conversation.
   * @param {string} conversation
   * @param {number} seq
   * @returns {Promise<{of: number, delivered: number, read: number, members?: {user: string, delivered: boolean, read: boolean}[]}>}
   */
  readers(conversation, seq) {
    return this.api.get(`/v1/conversations/${conversation}/messages/${seq}/receipts`);
  }

  /** The 1:1 with somebody. @param {string} user @returns {Promise<string>} */
  async openDirect(user) {
    const { conversation } = await this.api.send('POST', '/v1/conversations', { body: { user } });
    this.#describe(conversation);
    return conversation;
  }

  /** @param {string} name @param {string[]} members @returns {Promise<string>} */
  async createGroup(name, members) {
    const { conversation } = await this.api.send('POST', '/v1/conversations', {
      body: { name, members }, key: crypto.randomUUID(),
    });
    this.#describe(conversation);
    return conversation;
  }

  // ---- reading

  /** What is here of a conversation, oldest first. @param {string} id @returns {Entry[]} */
  entries(id) {
    return this.book.windows.get(id)?.entries ?? [];
  }

  /** Whether the whole of what can be seen is here. @param {string} id */
  complete(id) {
    const known = this.book.conversation(id);
    return known.started && !known.more && (this.book.windows.get(id)?.low ?? Infinity) <= known.low;
  }

  /** Makes the newest of a conversation available. @param {string} id */
  async open(id) {
    const known = this.book.conversation(id);
    if (known.started && !this.book.windows.has(id)) {
      this.book.windows.set(id, { low: known.high + 1, entries: [] });
    }
    if (this.entries(id).length < PAGE) {
      await this.older(id);
    }
    await this.#receipts.learn(id);
  }

  /** Makes older entries available. @param {string} id @returns {Promise<boolean>} whether there may be more */
  older(id) {
    const running = this.#loading.get(id);
    if (running) {
      return running;
    }
    const loading = this.#older(id).finally(() => this.#loading.delete(id));
    this.#loading.set(id, loading);
    return loading;
  }

  /** @param {string} id */
  async #older(id) {
    const known = this.book.conversation(id);
    const had = this.entries(id).length;
    for (let i = 0; i < ROUNDS_MAX && !this.complete(id) && this.entries(id).length < had + SHOWN_MIN; i++) {
      const window = this.book.windows.get(id);
      if (window && window.low > known.low) {
        await this.flushed();
        const kept = await this.#store.entries(id, window.low, known.low, PAGE);
        const low = kept.length < PAGE ? known.low : (kept.at(-1)?.seq ?? known.low);
        this.book.prepend(known, kept, low, true);
      } else {
        await this.#page(known);
      }
    }
    void this.#receipts.learn(id);
    this.#emit('changed', { id });
    return !this.complete(id);
  }

  /** @param {Conversation} known */
  async #page(known) {
    const before = known.started ? known.low : null;
    const { events, more } = await this.api.history(known.id, before, PAGE);
    if (events.length > 0) {
      if (!known.started) {
        this.book.start(known, events[0].seq);
        this.#receiver?.begun(known);
      }
      this.book.prepend(known, events, /** @type {WireEvent} */ (events.at(-1)).seq, false);
    } else if (!known.started) {
      this.book.start(known, known.seq);
    }
    known.more = more && events.length > 0;
    this.book.keep(known);
  }

  /** Makes a seq available, as far as that takes no more than some pages. @param {string} id @param {number} seq */
  async reach(id, seq) {
    for (let i = 0; i < 40 && !this.complete(id) && (this.book.windows.get(id)?.low ?? Infinity) > seq; i++) {
      await this.older(id);
    }
    return this.book.entry(id, seq) !== undefined;
  }

  /** The newest entry of a conversation that was never opened, for a list. @param {string} id */
  preview(id) {
    const known = this.book.conversation(id);
    if (known.last || known.stub || known.seq === 0) {
      return;
    }
    this.#once(`preview ${id}`, async () => {
      const { events } = await this.api.history(id, null, SHOWN_MIN);
      const book = new Book(() => {}, async () => undefined);
      const other = book.conversation(id);
      book.start(other, events[0]?.seq ?? 0);
      book.prepend(other, events, events.at(-1)?.seq ?? 0, false);
      if (!known.last && other.last) {
        known.last = other.last;
        this.book.keep(known);
        this.#emit('changed', { id });
      }
    });
  }

  /** Somebody's name, as far as it is known; if not, it is asked for. @param {string} id @returns {User|undefined} */
  user(id) {
    const user = this.book.users.get(id);
    if (id && (!user || Date.now() - (user.readAt ?? 0) > USER_FRESH_MS)) {
      this.#once(`user ${id}`, async () => {
        this.keepUser(await this.api.get(`/v1/users/${id}`));
        this.#emit('changed', { id: null });
      });
    }
    return user;
  }

  /** @param {User} user */
  keepUser(user) {
    const kept = { ...user, readAt: Date.now() };
    this.book.users.set(user.user, kept);
    this.#save([{ store: 'users', key: user.user, value: kept }]);
  }

  /** @param {string} handle @returns {Promise<User>} */
  async userByHandle(handle) {
    const user = await this.api.get(`/v1/users?handle=${encodeURIComponent(handle)}`);
    this.keepUser(user);
    return user;
  }

  /** Does something once at a time, and not too much of it. @param {string} name @param {() => Promise<void>} task */
  #once(name, task) {
    if (this.#looking.has(name)) {
      return;
    }
    this.#looking.add(name);
    this.#lookUps.push(async () => {
      try {
        await task();
        this.#looking.delete(name);
      } catch {
        // Not again at once: whoever shows it asks at every turn.
        setTimeout(() => this.#looking.delete(name), 5_000);
      }
    });
    this.#lookUp();
  }

  #lookUp() {
    while (this.#lookingUp < LOOKING_UP_MAX && this.#lookUps.length > 0) {
      // The newest wish first: it is what is on the screen.
      const task = /** @type {() => Promise<void>} */ (this.#lookUps.pop());
      this.#lookingUp++;
      void task().finally(() => {
        this.#lookingUp--;
        this.#lookUp();
      });
    }
  }

  /** Everything up to the newest was shown. @param {string} id */
  read(id) {
    const known = this.book.conversation(id);
    if (known.started && (known.readSeq < known.high || known.readCount < known.count)) {
      this.book.read(known, known.high, known.count);
      this.#receipts.read(id);
      if (!this.#connection) {
        this.#tabs?.tell({ type: 'wire', frame: { type: 'read', conversation: id, upTo: known.high } });
      }
      this.#emit('changed', { id });
    }
  }
}
