import { ApiFailure } from './api.js';
import { Backoff } from './backoff.js';

/** @import { Api } from './api.js' */
/** @import { Book } from './book.js' */
/** @import { Conversation, WireEvent } from './types.js' */

const WAITING_MAX = 512;
const RANGE_MAX = 500;
/** A longer gap is not filled: the conversation begins anew with what is newest. */
const GAP_MAX = 1_500;
const REPAIR_DELAY_MS = 150;
const ASKING_MAX = 4;
const NOT_FOUND_TIMES_MAX = 10;
const PAUSE_MIN_MS = 20;

/**
 * Everything that comes in, live or stored, merged by seq and applied in order; and the sync that
 * brings what was missed, from this device's own cursor to that of the latest `attached`.
 *
 * What is missing is fetched by seq, but only once the sync is complete, which brings most of it
 * anyway. A cursor only says "everything before was received", so it is kept page by page during a
 * sync, and from live frames only when no sync is under way.
 */
export class Receiver {
  #api;
  #book;
  #options;
  /** @type {Map<string, {waiting: Map<number, {event: WireEvent, stored: boolean}>, known: number, busy: boolean, notFound: number, backoff: Backoff}>} */
  #feeds = new Map();
  #asking = 0;
  /** @type {string[]} */
  #wanting = [];
  #backoff = new Backoff(100, 5_000);
  /** @type {string|null} */
  #position;
  /** @type {string|null} */
  #upTo = null;
  /** @type {string|null} */
  #heldLive = null;
  #complete = false;
  #running = false;
  #epoch = 0;

  /**
   * @param {Api} api
   * @param {Book} book
   * @param {object} options
   * @param {string|null} options.cursor
   * @param {(cursor: string|null) => void} options.saveCursor
   * @param {(event: WireEvent, stored: boolean) => void} options.seen as soon as it comes, also out of order
   * @param {(event: WireEvent, stored: boolean) => void} options.released in order, each once
   * @param {(id: string) => void} options.changed
   * @param {(id: string) => void} options.unknown an event of a conversation that was never described
   * @param {() => void} options.synced
   * @param {(known: Conversation) => Promise<void>} options.forget entries that are too old to go on from
   */
  constructor(api, book, options) {
    this.#api = api;
    this.#book = book;
    this.#options = options;
    this.#position = options.cursor;
  }

  get complete() {
    return this.#complete;
  }

  /** @param {string} cursor */
  attached(cursor) {
    this.#upTo = cursor;
    this.#heldLive = null;
    this.#complete = false;
    if (!this.#running) {
      this.#run(this.#epoch);
    }
  }

  detached() {
    this.#epoch++;
    this.#running = false;
    this.#complete = false;
    this.#upTo = null;
    this.#heldLive = null;
  }

  /** @param {string} cursor */
  liveCursor(cursor) {
    if (this.#complete) {
      this.#moveTo(cursor);
    } else {
      this.#heldLive = cursor;
    }
  }

  /** @param {string|null} cursor */
  #moveTo(cursor) {
    this.#position = cursor;
    this.#options.saveCursor(cursor);
  }

  /** @param {number} epoch */
  async #run(epoch) {
    this.#running = true;
    while (epoch === this.#epoch && this.#upTo) {
      const to = this.#upTo;
      let pause = 0;
      try {
        const page = await this.#api.sync(to, this.#position);
        if (epoch !== this.#epoch) {
          return;
        }
        this.#backoff.reset();
        if (page.resync) {
          await this.#rebuild(epoch);
          if (epoch !== this.#epoch) {
            return;
          }
          this.#moveTo(page.cursor ?? null);
        } else {
          this.#takePage(page);
          if (page.complete && to === this.#upTo) {
            break;
          }
          pause = page.complete ? 0 : (page.retryAfter ?? 0);
        }
      } catch (error) {
        if (epoch !== this.#epoch) {
          return;
        }
        if (error instanceof ApiFailure && error.status === 400) {
          // Our own cursor is not understood: as if we had none.
          this.#moveTo(null);
        }
        pause = this.#backoff.next();
      }
      if (pause > 0) {
        await new Promise((resolve) => setTimeout(resolve, Math.max(PAUSE_MIN_MS, pause)));
      }
    }
    if (epoch === this.#epoch) {
      this.#finish();
    }
  }

  /** @param {any} page */
  #takePage(page) {
    for (const event of page.events ?? []) {
      this.take(event, true);
    }
    for (const head of page.heads ?? []) {
      this.#heard(this.#book.conversation(head.conversation), head.seq);
    }
    if (page.cursor) {
      this.#moveTo(page.cursor);
    }
  }

  /** What was missed cannot be told from the inbox: it is told from the heads of all conversations. @param {number} epoch */
  async #rebuild(epoch) {
    let after;
    do {
      const page = await this.#api.conversations(after);
      if (epoch !== this.#epoch) {
        return;
      }
      for (const view of page.conversations) {
        const known = this.#book.describe(view);
        this.#heard(known, view.seq);
        this.#options.changed(known.id);
      }
      after = page.next;
    } while (after);
  }

  #finish() {
    this.#running = false;
    this.#complete = true;
    if (this.#heldLive) {
      this.#moveTo(this.#heldLive);
      this.#heldLive = null;
    }
    for (const [id, feed] of this.#feeds) {
      const known = this.#book.conversation(id);
      if (!known.started && feed.waiting.size > 0) {
        this.#book.start(known, Math.min(...feed.waiting.keys()) - 1);
        this.#drain(known);
      }
      this.#look(known, 0);
    }
    for (const known of this.#book.conversations.values()) {
      this.#look(known, 0);
    }
    this.#options.synced();
  }

  /** There is an event `seq`, whether or not it ever comes by itself. @param {Conversation} known @param {number} seq */
  #heard(known, seq) {
    known.seq = Math.max(known.seq, seq);
    const feed = this.#feed(known.id);
    feed.known = Math.max(feed.known, seq);
    if (known.started && seq - known.high > GAP_MAX) {
      this.#restart(known);
    }
  }

  /** Too much is missing: what is here is given up for what is newest. @param {Conversation} known */
  #restart(known) {
    known.started = false;
    this.#book.windows.delete(known.id);
    void this.#options.forget(known);
    this.#options.changed(known.id);
  }

  /** @param {WireEvent} event @param {boolean} stored */
  take(event, stored) {
    this.#options.seen(event, stored);
    const known = this.#book.conversation(event.conversation);
    const feed = this.#feed(known.id);
    feed.known = Math.max(feed.known, event.seq);
    if (known.stub && event.kind !== 'opened' && event.kind !== 'created') {
      this.#options.unknown(known.id);
    }
    if (!known.started && (stored || this.#complete)) {
      this.#book.start(known, event.seq - 1);
    }
    if (known.started && event.seq <= known.high) {
      return;
    }
    if (!feed.waiting.has(event.seq)) {
      feed.waiting.set(event.seq, { event, stored });
      if (feed.waiting.size > WAITING_MAX) {
        feed.waiting.delete(Math.max(...feed.waiting.keys()));
      }
    }
    this.#drain(known);
    this.#look(known, REPAIR_DELAY_MS);
  }

  /** A page of history begins a conversation, or goes before what is here. @param {Conversation} known */
  begun(known) {
    this.#drain(known);
    this.#look(known, 0);
  }

  /** @param {Conversation} known */
  #drain(known) {
    if (!known.started) {
      return;
    }
    const { waiting } = this.#feed(known.id);
    let changed = false;
    for (let next = waiting.get(known.high + 1); next; next = waiting.get(known.high + 1)) {
      waiting.delete(next.event.seq);
      this.#release(next.event, next.stored);
      changed = true;
    }
    for (const seq of waiting.keys()) {
      if (seq <= known.high) {
        waiting.delete(seq);
      }
    }
    if (changed) {
      this.#options.changed(known.id);
    }
  }

  /** @param {WireEvent} event @param {boolean} stored */
  #release(event, stored) {
    this.#book.apply(event, stored);
    this.#options.released(event, stored);
  }

  /** @param {Conversation} known */
  #missing(known) {
    const feed = this.#feeds.get(known.id);
    const newest = Math.max(known.seq, feed?.known ?? 0);
    if (!this.#complete || !known.started || known.high >= newest) {
      return null;
    }
    const waiting = feed && feed.waiting.size > 0 ? Math.min(...feed.waiting.keys()) - 1 : newest;
    return { from: known.high + 1, to: Math.min(waiting, newest, known.high + RANGE_MAX) };
  }

  /** @param {Conversation} known @param {number} delayMs */
  #look(known, delayMs) {
    if (!this.#missing(known)) {
      return;
    }
    const feed = this.#feed(known.id);
    if (feed.busy) {
      return;
    }
    feed.busy = true;
    setTimeout(() => {
      this.#wanting.push(known.id);
      this.#askNext();
    }, delayMs);
  }

  #askNext() {
    while (this.#asking < ASKING_MAX && this.#wanting.length > 0) {
      void this.#ask(/** @type {string} */ (this.#wanting.shift()));
    }
  }

  /** @param {string} id */
  async #ask(id) {
    const known = this.#book.conversation(id);
    const feed = this.#feed(id);
    const range = this.#missing(known);
    if (!range) {
      feed.busy = false;
      return;
    }
    this.#asking++;
    let pause = 0;
    try {
      const answer = await this.#api.events(id, range.from, range.to);
      feed.backoff.reset();
      feed.notFound = 0;
      this.#fill(known, range, answer.events, answer.complete);
      pause = answer.complete ? 0 : Math.max(50, answer.retryAfter ?? 0);
    } catch (error) {
      pause = feed.backoff.next();
      if (error instanceof ApiFailure && error.status === 404 && ++feed.notFound >= NOT_FOUND_TIMES_MAX) {
        // It may not have been stored yet. If it stays away, nothing of it can be ours to see.
        feed.notFound = 0;
        this.#fill(known, range, [], true);
      }
    }
    this.#asking--;
    feed.busy = false;
    this.#options.changed(id);
    this.#look(known, pause);
    this.#askNext();
  }

  /**
   * @param {Conversation} known
   * @param {{from: number, to: number}} range
   * @param {WireEvent[]} events
   * @param {boolean} complete whether what is not among them is not ours to see
   */
  #fill(known, range, events, complete) {
    const { waiting } = this.#feed(known.id);
    for (const event of events) {
      this.#options.seen(event, true);
      if (complete || event.seq === known.high + 1) {
        if (event.seq > known.high) {
          this.#release(event, true);
        }
      } else if (event.seq > known.high) {
        waiting.set(event.seq, { event, stored: true });
      }
    }
    if (complete) {
      known.high = Math.max(known.high, range.to);
      known.seq = Math.max(known.seq, known.high);
    }
    this.#drain(known);
  }

  /** @param {string} id */
  #feed(id) {
    let feed = this.#feeds.get(id);
    if (!feed) {
      feed = { waiting: new Map(), known: 0, busy: false, notFound: 0, backoff: new Backoff(100, 5_000) };
      this.#feeds.set(id, feed);
    }
    return feed;
  }
}
