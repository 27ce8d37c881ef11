/** @import { Draft } from './types.js' */

/** Most commands without an `ack` per session. */
const UNCONFIRMED_MAX = 128;

/**
 * The undecided messages of this device to one conversation, in the order in which they were given,
 * numbered densely.
 *
 * When one has to be sent again (a number is missing or taken, or something was away), nothing more
 * goes out until all that are on their way have an answer; then they go out again, from the number
 * that the log asks for.
 *
 * While the numbers are in doubt (they were changed, or come from a store that may be old) only one
 * message is on its way: with several, one could be refused for its number while the next happens to
 * have the right one, and they would be swapped. An own event under the number that the message has
 * ends the doubt.
 */
export class Lane {
  /** @type {{draft: Draft, position: 'waiting'|'away'|'held'}[]} */
  #entries = [];
  #next;
  #decidedUpTo = 0;
  #askedNext = 0;
  #doubtful;

  /** @param {number} next the number of the next message */
  constructor(next) {
    this.#next = next;
    this.#doubtful = next > 1;
  }

  get next() {
    return this.#next;
  }

  get empty() {
    return this.#entries.length === 0;
  }

  /** @param {Draft} draft */
  add(draft) {
    if (draft.n === 0) {
      draft.n = this.#next;
    }
    this.#entries.push({ draft, position: 'waiting' });
    this.#next = Math.max(this.#next, draft.n + 1);
  }

  /** @param {string} id */
  find(id) {
    return this.#entry(id)?.draft;
  }

  /** Those that may go out now, in order; they are on their way from here on. */
  take() {
    if (this.held) {
      return [];
    }
    const window = this.#window();
    const taken = [];
    for (const entry of this.#doubtful ? window.slice(0, 1) : window) {
      if (entry.position === 'waiting') {
        entry.position = 'away';
        taken.push(entry.draft);
      }
    }
    return taken;
  }

  /** Those that got no answer yet: after a while they are sent again as they are. */
  away() {
    return this.#window().filter((entry) => entry.position === 'away').map((entry) => entry.draft);
  }

  /** The connection is gone, or a new one begins: everything goes out again, unchanged. */
  restart() {
    this.#entries.forEach((entry) => {
      entry.position = 'waiting';
    });
    this.#askedNext = 0;
  }

  /** Whether something is to be sent again, so that nothing goes out. */
  get held() {
    return this.#window().some((entry) => entry.position === 'held');
  }

  /** Whether all answers are there that `resume` needs. */
  get settled() {
    return this.held && this.#window().every((entry) => entry.position !== 'away');
  }

  /**
   * Decided: it leaves the lane.
   * @param {string} id
   * @param {number} n under which it was decided, 0 when that is not known
   */
  decided(id, n) {
    this.#decidedUpTo = Math.max(this.#decidedUpTo, n);
    const draft = this.remove(id);
    if (draft && draft.n === n) {
      this.#doubtful = false;
    }
    return draft;
  }

  /** @param {string} id */
  remove(id) {
    const at = this.#entries.findIndex((entry) => entry.draft.id === id);
    return at < 0 ? undefined : this.#entries.splice(at, 1)[0].draft;
  }

  /**
   * Refused for now. An answer to an older number of the message is none.
   * @param {string} id
   * @param {number} n
   * @param {number} nextAsked from which number the log wants to go on, 0 when it did not say
   */
  hold(id, n, nextAsked) {
    const entry = this.#entry(id);
    if (!entry || (n !== 0 && n !== entry.draft.n)) {
      return false;
    }
    entry.position = 'held';
    this.#askedNext = Math.max(this.#askedNext, nextAsked);
    return true;
  }

  /** Makes all go out again, in order. Returns those that got another number. */
  resume() {
    const renumbered =
      this.#askedNext > 0 ? this.#renumber(Math.max(this.#askedNext, this.#decidedUpTo + 1)) : [];
    this.restart();
    this.#doubtful ||= renumbered.length > 0;
    return renumbered;
  }

  /** @param {number} from */
  #renumber(from) {
    const changed = [];
    let n = from;
    for (const { draft } of this.#entries) {
      if (draft.n !== n) {
        draft.n = n;
        changed.push(draft);
      }
      n++;
    }
    this.#next = n;
    return changed;
  }

  #window() {
    return this.#entries.slice(0, UNCONFIRMED_MAX);
  }

  /** @param {string} id */
  #entry(id) {
    return this.#entries.find((entry) => entry.draft.id === id);
  }
}
