/**
 * The tabs of one browser: all hear each other, and one leads until it goes. The lock is the browser's,
 * so it is free at the very moment a tab crashes.
 */
export class Tabs {
  #name;
  #channel;
  /** @type {(() => void)|null} */
  #release = null;
  #waiting = new AbortController();
  leading = false;

  /** @param {string} name @param {(message: any) => void} heard */
  constructor(name, heard) {
    this.#name = name;
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = (message) => heard(message.data);
  }

  /** @param {any} message */
  tell(message) {
    this.#channel.postMessage(message);
  }

  /** @param {() => void} now called when this tab leads */
  lead(now) {
    if (this.leading) {
      now();
      return;
    }
    this.#waiting.abort();
    this.#waiting = new AbortController();
    const { signal } = this.#waiting;
    navigator.locks
      .request(this.#name, { signal }, () => new Promise((resolve) => {
        this.leading = true;
        this.#release = () => resolve(undefined);
        now();
      }))
      .catch(() => {});
  }

  release() {
    this.#waiting.abort();
    this.leading = false;
    this.#release?.();
    this.#release = null;
  }

  close() {
    this.release();
    this.#channel.close();
  }
}
