/** @import { Store, Change, Entry } from './types.js' */

/**
 * Remembers as long as the process lives.
 * @implements {Store}
 */
export class MemoryStore {
  /** @type {Record<string, Map<string, any>>} */
  #stores = {};

  constructor() {
    this.#empty();
  }

  #empty() {
    for (const name of ['meta', 'conversations', 'entries', 'outbox', 'numbers', 'users']) {
      this.#stores[name] = new Map();
    }
  }

  async load() {
    const { meta, conversations, outbox, numbers, users } = this.#stores;
    return structuredClone({
      meta: Object.fromEntries(meta),
      conversations: [...conversations.values()],
      outbox: [...outbox.values()],
      numbers: Object.fromEntries(numbers),
      users: [...users.values()],
    });
  }

  /** @param {Change[]} changes */
  async write(changes) {
    for (const { store, key, value } of structuredClone(changes)) {
      const name = Array.isArray(key) ? key.join(' ') : key;
      if (value === undefined) {
        this.#stores[store].delete(name);
      } else {
        this.#stores[store].set(name, value);
      }
    }
  }

  /**
   * @param {string} conversation
   * @param {number} below
   * @param {number} from
   * @param {number} limit
   * @returns {Promise<Entry[]>} newest first
   */
  async entries(conversation, below, from, limit) {
    return [...this.#stores.entries.values()]
      .filter((entry) => entry.conversation === conversation && entry.seq < below && entry.seq >= from)
      .sort((a, b) => b.seq - a.seq)
      .slice(0, limit)
      .map((entry) => structuredClone(entry));
  }

  /** @param {string} conversation */
  async forget(conversation) {
    for (const [key, entry] of this.#stores.entries) {
      if (entry.conversation === conversation) {
        this.#stores.entries.delete(key);
      }
    }
  }

  async clear() {
    this.#empty();
  }
}
