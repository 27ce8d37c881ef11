/** @import { Store, Change, Entry } from './types.js' */

const VERSION = 1;

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
function done(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

/**
 * Remembers in IndexedDB, so that a reload shows everything at once. All writes of one call are one
 * transaction, and transactions are in order: what comes before a cursor is there when the cursor is.
 * @implements {Store}
 */
export class IndexedStore {
  #database;

  /** @param {IDBDatabase} database */
  constructor(database) {
    this.#database = database;
    // Another tab with a later version may go on.
    database.onversionchange = () => database.close();
  }

  /** @param {string} [name] */
  static async open(name = 'rivulet') {
    const request = indexedDB.open(name, VERSION);
    request.onupgradeneeded = () => {
      for (const store of ['meta', 'conversations', 'entries', 'outbox', 'numbers', 'users']) {
        request.result.createObjectStore(store);
      }
    };
    return new IndexedStore(await answer(request));
  }

  async load() {
    const names = ['meta', 'conversations', 'outbox', 'numbers', 'users'];
    const transaction = this.#database.transaction(names, 'readonly');
    /** @param {string} name */
    const values = (name) => answer(transaction.objectStore(name).getAll());
    /** @param {string} name */
    const keys = (name) => answer(transaction.objectStore(name).getAllKeys());
    const [meta, metaKeys, conversations, outbox, numbers, numberKeys, users] = await Promise.all([
      values('meta'), keys('meta'), values('conversations'), values('outbox'), values('numbers'),
      keys('numbers'), values('users'),
    ]);
    return {
      meta: Object.fromEntries(metaKeys.map((key, i) => [String(key), meta[i]])),
      conversations,
      outbox,
      numbers: Object.fromEntries(numberKeys.map((key, i) => [String(key), numbers[i]])),
      users,
    };
  }

  /** @param {Change[]} changes */
  async write(changes) {
    const names = [...new Set(changes.map((change) => change.store))];
    if (names.length === 0) {
      return;
    }
    const transaction = this.#database.transaction(names, 'readwrite');
    for (const { store, key, value } of changes) {
      if (value === undefined) {
        transaction.objectStore(store).delete(key);
      } else {
        transaction.objectStore(store).put(value, key);
      }
    }
    await done(transaction);
  }

  /**
   * @param {string} conversation
   * @param {number} below
   * @param {number} from
   * @param {number} limit
   * @returns {Promise<Entry[]>} newest first
   */
  async entries(conversation, below, from, limit) {
    const range = IDBKeyRange.bound([conversation, from], [conversation, below], false, true);
    const cursor = this.#database
      .transaction('entries', 'readonly')
      .objectStore('entries')
      .openCursor(range, 'prev');
    return new Promise((resolve, reject) => {
      /** @type {Entry[]} */
      const found = [];
      cursor.onerror = () => reject(cursor.error);
      cursor.onsuccess = () => {
        const at = cursor.result;
        if (!at || found.length >= limit) {
          resolve(found);
          return;
        }
        found.push(at.value);
        at.continue();
      };
    });
  }

  /** @param {string} conversation */
  async forget(conversation) {
    const transaction = this.#database.transaction('entries', 'readwrite');
    transaction
      .objectStore('entries')
      .delete(IDBKeyRange.bound([conversation, 0], [conversation, Number.MAX_SAFE_INTEGER]));
    await done(transaction);
  }

  async clear() {
    const names = [...this.#database.objectStoreNames];
    const transaction = this.#database.transaction(names, 'readwrite');
    names.forEach((name) => transaction.objectStore(name).clear());
    await done(transaction);
  }
}
