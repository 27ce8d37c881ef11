/** @import { Book } from './book.js' */
/** @import { WireEvent } from './types.js' */

const THROTTLE_MS = 250;

/**
 * Says how far this device has got, and hears how far others have. Claims are cumulative: they are
 * made at most every 250 ms per conversation, and again after an attach until a `watermark` says as much.
 * A server that knows no receipts says so once, and is left in peace.
 */
export class Receipts {
  #options;
  #supported = true;
  #heard = false;
  #live = false;
  /** @type {Map<string, {delivered: boolean, read: boolean}>} */
  #due = new Map();
  /** @type {any} */
  #timer = null;

  /**
   * @param {object} options
   * @param {() => Book} options.book
   * @param {(frame: any) => void} options.send
   * @param {(id: string) => void} options.changed
   * @param {import('./api.js').Api} options.api
   */
  constructor(options) {
    this.#options = options;
  }

  /** A frame was unknown to the server: if it never spoke of these, it does not know them. */
  unsupported() {
    if (!this.#heard) {
      this.#supported = false;
      this.#due.clear();
    }
  }

  detached() {
    this.#live = false;
  }

  /** The session is complete: what may not have been heard is said again. */
  resume() {
    this.#live = true;
    for (const known of this.#options.book().conversations.values()) {
      if (known.started && (known.deliveredSeq ?? 0) < known.high) {
        this.#plan(known.id, 'delivered');
      }
      if (known.started && known.readSeq > (known.ackedRead ?? 0)) {
        this.#plan(known.id, 'read');
      }
    }
  }

  /** @param {string} id */
  delivered(id) {
    this.#plan(id, 'delivered');
  }

  /** @param {string} id */
  read(id) {
    this.#plan(id, 'read');
  }

  /** @param {string} id @param {'delivered'|'read'} what */
  #plan(id, what) {
    if (!this.#supported) {
      return;
    }
    const due = this.#due.get(id) ?? { delivered: false, read: false };
    due[what] = true;
    this.#due.set(id, due);
    this.#timer ??= setTimeout(() => this.#tell(), THROTTLE_MS);
  }

  #tell() {
    this.#timer = null;
    if (!this.#live) {
      return;
    }
    for (const [conversation, due] of this.#due) {
      const known = this.#options.book().conversation(conversation);
      if (known.leftAt) {
        continue;
      }
      if (due.read) {
        this.#options.send({ type: 'read', conversation, upTo: known.readSeq });
      }
      if (due.delivered && known.high > known.readSeq) {
        this.#options.send({ type: 'delivered', conversation, upTo: known.high });
      }
    }
    this.#due.clear();
  }

  /** @param {any} frame @returns {boolean} whether it was one of these */
  frame(frame) {
    if (frame.type !== 'watermark' && frame.type !== 'status') {
      return false;
    }
    this.#heard = true;
    const book = this.#options.book();
    const known = book.conversation(frame.conversation);
    if (frame.type === 'watermark') {
      known.deliveredSeq = Math.max(known.deliveredSeq ?? 0, frame.delivered ?? 0);
      known.ackedRead = Math.max(known.ackedRead ?? 0, frame.read ?? 0);
      book.read(known, frame.read ?? 0, frame.readCount ?? 0);
      book.keep(known);
    } else {
      known.othersDelivered = Math.max(known.othersDelivered, frame.delivered ?? 0, frame.read ?? 0);
      known.othersRead = Math.max(known.othersRead, frame.read ?? 0);
      for (const { seq, delivered, read, of } of frame.messages ?? []) {
        book.patch(known.id, seq, (entry) => {
          const { reach } = entry;
          entry.reach = {
            delivered: Math.max(reach?.delivered ?? 0, delivered),
            read: Math.max(reach?.read ?? 0, read),
            of,
          };
        });
      }
      book.keep(known);
    }
    this.#options.changed(known.id);
    return true;
  }

  /** How far others have got with what a page of history shows. @param {string} _id @param {WireEvent[]} _events */
  learn(_id, _events) {}
}
