import { Backoff } from './backoff.js';
import { Lane } from './lane.js';

/** @import { Change, Draft } from './types.js' */

const TICK_MS = 1_000;
const ANSWER_TIMEOUT_MS = 15_000;
const RETRY_FIRST_MS = 200;
const RETRY_MAX_MS = 5_000;
const SEEN_MAX = 2_000;

/**
 * Keeps each message until its outcome is known: sends it, sends it again after every attach and when
 * no answer comes, with the same id and number, and in the order in which they were given.
 */
export class Outbox {
  /** @type {Map<string, {lane: Lane, backoff: Backoff, quietSince: number, again: boolean, resuming: boolean}>} */
  #lanes = new Map();
  /** @type {Map<string, number>} */
  #numbers;
  #seen = new Set();
  #save;
  #changed;
  /** @type {((frame: any) => void)|null} */
  #wire = null;
  /** @type {any} */
  #timer = null;

  /**
   * @param {Record<string, number>} numbers the next number of each conversation
   * @param {(changes: Change[]) => void} save
   * @param {(draft: Draft, gone: boolean) => void} changed
   */
  constructor(numbers, save, changed) {
    this.#numbers = new Map(Object.entries(numbers));
    this.#save = save;
    this.#changed = changed;
  }

  /** @param {Draft} draft */
  add(draft) {
    if (draft.state === 'refused' || this.#seen.has(draft.id)) {
      return;
    }
    this.#seen.add(draft.id);
    if (this.#seen.size > SEEN_MAX) {
      this.#seen.delete(this.#seen.values().next().value);
    }
    const traffic = this.#traffic(draft.conversation);
    traffic.lane.add(draft);
    this.#save([
      { store: 'outbox', key: [draft.conversation, draft.id], value: draft },
      { store: 'numbers', key: draft.conversation, value: traffic.lane.next },
    ]);
    this.#transmit(traffic);
    this.#tick();
  }

  /** @param {(frame: any) => void} wire */
  attached(wire) {
    this.#wire = wire;
    for (const traffic of this.#lanes.values()) {
      traffic.lane.restart();
      this.#transmit(traffic);
    }
  }

  detached() {
    this.#wire = null;
    this.#lanes.forEach((traffic) => traffic.lane.restart());
  }

  close() {
    this.#wire = null;
    clearTimeout(this.#timer);
  }

  /** @param {any} frame */
  ack({ conversation, id }) {
    const draft = this.#lanes.get(conversation)?.lane.find(id);
    if (draft && draft.state === 'waiting') {
      draft.state = 'accepted';
      this.#save([{ store: 'outbox', key: [conversation, id], value: draft }]);
      this.#changed(draft, false);
    }
  }

  /**
   * @param {string} conversation
   * @param {string} id
   * @param {number} n 0 when it is not known
   */
  decided(conversation, id, n) {
    const traffic = this.#lanes.get(conversation);
    const draft = traffic?.lane.decided(id, n);
    if (!traffic || !draft) {
      return false;
    }
    traffic.quietSince = Date.now();
    traffic.backoff.reset();
    this.#save([{ store: 'outbox', key: [conversation, id] }]);
    this.#changed(draft, true);
    this.#goOn(traffic);
    return true;
  }

  /** @param {any} frame @returns {boolean} whether it was about a message of ours */
  refused({ conversation, id, n = 0, code, next = 0 }) {
    const traffic = this.#lanes.get(conversation);
    const draft = id ? traffic?.lane.find(id) : undefined;
    if (!traffic || !draft) {
      return false;
    }
    traffic.quietSince = Date.now();
    if (code === 'gap' || code === 'renumber') {
      traffic.lane.hold(id, n, next);
    } else if (code === 'too-fast' || code === 'unavailable') {
      traffic.again = traffic.lane.hold(id, n, 0) || traffic.again;
    } else {
      traffic.lane.remove(id);
      draft.state = 'refused';
      draft.code = code;
      this.#save([{ store: 'outbox', key: [conversation, id], value: draft }]);
      this.#changed(draft, false);
    }
    this.#goOn(traffic);
    return true;
  }

  /** @param {any} traffic */
  #goOn(traffic) {
    if (!traffic.lane.held) {
      this.#transmit(traffic);
    } else if (traffic.lane.settled && !traffic.resuming) {
      traffic.resuming = true;
      // A missing number is put right at once; if that does not help, ever more slowly.
      const pause = traffic.backoff.next();
      const wait = !traffic.again && pause <= RETRY_FIRST_MS ? 0 : pause;
      setTimeout(() => this.#resume(traffic), wait);
    }
  }

  /** @param {any} traffic */
  #resume(traffic) {
    traffic.resuming = false;
    if (!traffic.lane.settled) {
      return;
    }
    traffic.again = false;
    /** @type {Draft[]} */
    const renumbered = traffic.lane.resume();
    if (renumbered.length > 0) {
      /** @type {Change[]} */
      const changes = renumbered.map((draft) => (
        { store: 'outbox', key: [draft.conversation, draft.id], value: draft }));
      changes.push({ store: 'numbers', key: renumbered[0].conversation, value: traffic.lane.next });
      this.#save(changes);
    }
    this.#transmit(traffic);
  }

  /** @param {any} traffic */
  #transmit(traffic) {
    if (!this.#wire) {
      return;
    }
    for (const draft of traffic.lane.take()) {
      this.#wire(frame(draft));
      traffic.quietSince = Date.now();
    }
  }

  #tick() {
    this.#timer ??= setTimeout(() => this.#look(), TICK_MS);
  }

  /** An answer may have been lost on its way; sending again, unchanged, asks for it. */
  #look() {
    this.#timer = null;
    let busy = false;
    for (const traffic of this.#lanes.values()) {
      busy ||= !traffic.lane.empty;
      if (this.#wire && Date.now() - traffic.quietSince > ANSWER_TIMEOUT_MS) {
        traffic.quietSince = Date.now();
        traffic.lane.away().forEach((draft) => this.#wire?.(frame(draft)));
      }
    }
    if (busy) {
      this.#tick();
    }
  }

  /** @param {string} conversation */
  #traffic(conversation) {
    let traffic = this.#lanes.get(conversation);
    if (!traffic) {
      traffic = {
        lane: new Lane(this.#numbers.get(conversation) ?? 1),
        backoff: new Backoff(RETRY_FIRST_MS, RETRY_MAX_MS),
        quietSince: Date.now(),
        again: false,
        resuming: false,
      };
      this.#lanes.set(conversation, traffic);
    }
    return traffic;
  }
}

/** @param {Draft} draft */
function frame({ conversation, id, n, text, replyTo, mentions, media }) {
  return { type: 'send', conversation, id, n, text, replyTo, mentions, media };
}
