import { ApiFailure } from './api.js';
import { Backoff } from './backoff.js';

const ATTACH_TIMEOUT_MS = 20_000;
const PING_AFTER_MS = 15_000;
const PROVEN_MS = 5_000;
const TOKEN_EXPIRED = 4001;
const OVERLOADED = 1013;
const TOO_FAST = 4029;
const OVERLOAD_PAUSE_MS = 1_000;
const REFUSED_PAUSE_MS = 2_000;

/** @typedef {'connecting'|'attached'|'waiting'|'ended'} ConnectionState */

/**
 * Keeps one session attached: connects, attaches, notices silence, renews the token in time, and comes
 * back after a loss with growing, jittered pauses, unless told not to come again.
 */
export class Connection {
  #options;
  #backoff = new Backoff(100, 5_000);
  /** @type {WebSocket|null} */
  #socket = null;
  #wanted = false;
  #suspended = false;
  #attached = false;
  #attempt = 0;
  #attachedAt = 0;
  #heardAt = 0;
  #comeBackAt = 0;
  #refused = 0;
  #known = 1;
  /** @type {string[]} */
  #gateways = [];
  #gateway = Math.floor(Math.random() * 64);
  /** @type {any} */
  #timer = null;

  /**
   * @param {object} options
   * @param {import('./api.js').Api} options.api
   * @param {typeof WebSocket} options.WebSocket
   * @param {() => Promise<string[]>} options.gateways
   * @param {() => number} options.nextNumber a larger one for each connection
   * @param {(cursor: string) => void} options.attached each `attached`
   * @param {(frame: any) => void} options.frame
   * @param {() => void} options.detached
   * @param {(state: ConnectionState, detail: string) => void} options.state
   */
  constructor(options) {
    this.#options = options;
  }

  start() {
    if (!this.#wanted) {
      this.#wanted = true;
      this.#connect();
    }
  }

  /** @param {string} why */
  stop(why) {
    if (this.#wanted) {
      this.#wanted = false;
      this.#drop();
      this.#options.state('ended', why);
    }
  }

  /** There is no network: do not even try. */
  suspend() {
    if (this.#wanted && !this.#suspended) {
      this.#suspended = true;
      this.#drop();
      this.#options.state('waiting', 'offline');
    }
  }

  /** The network is back, or somebody looks: try at once. */
  wake() {
    this.#suspended = false;
    if (this.#wanted && !this.#attached) {
      this.#backoff.reset();
      this.#drop();
      this.#connect();
    } else if (this.#attached) {
      this.send({ type: 'ping' });
    }
  }

  /** Gives up the present connection and takes the next gateway. */
  reconnect() {
    this.#lost('asked to reconnect', 0);
  }

  /** @param {any} frame */
  send(frame) {
    if (this.#socket?.readyState === 1) {
      this.#socket.send(JSON.stringify(frame));
    }
  }

  async #connect() {
    const current = ++this.#attempt;
    this.#options.state('connecting', '');
    try {
      const token = await this.#options.api.token();
      if (this.#gateways.length === 0) {
        this.#gateways = await this.#options.gateways();
        this.#known = this.#gateways.length;
      }
      if (current === this.#attempt && this.#wanted) {
        this.#open(current, token);
      }
    } catch (error) {
      if (current === this.#attempt && this.#wanted) {
        this.#noToken(error);
      }
    }
  }

  /** @param {any} error */
  #noToken(error) {
    if (error instanceof ApiFailure && error.status === 401) {
      this.stop('signed-out');
    } else {
      this.#lost(String(error?.code ?? error), this.#backoff.next());
    }
  }

  /** @param {number} current @param {string} token */
  #open(current, token) {
    const address = this.#gateways[this.#gateway++ % this.#gateways.length];
    this.#heardAt = Date.now();
    const socket = new this.#options.WebSocket(address, ['rivulet.v1+json']);
    this.#socket = socket;
    /** @param {() => void} task */
    const mine = (task) => current === this.#attempt && task();
    let opened = false;
    socket.onopen = () => mine(() => {
      opened = true;
      this.#refused = 0;
      this.send({ type: 'attach', token, connection: this.#options.nextNumber() });
    });
    socket.onmessage = (message) => mine(() => this.#text(String(message.data)));
    socket.onclose = (close) => mine(() => {
      this.#refused += opened ? 0 : 1;
      this.#closed(close.code, close.reason);
    });
    setTimeout(() => {
      if (current === this.#attempt && !this.#attached) {
        this.#lost(`no answer from ${address}`, this.#backoff.next());
      }
    }, ATTACH_TIMEOUT_MS);
  }

  /** @param {string} message */
  #text(message) {
    this.#heardAt = Date.now();
    const frame = JSON.parse(message);
    switch (frame.type) {
      case 'attached':
        this.#nowAttached(frame.cursor);
        break;
      case 'reconnect':
        this.#comeBack(frame.after ?? 0);
        break;
      case 'pong':
        break;
      default:
        this.#options.frame(frame);
    }
  }

  /** @param {string} cursor */
  #nowAttached(cursor) {
    if (!this.#attached) {
      this.#attached = true;
      this.#attachedAt = Date.now();
      this.#options.state('attached', '');
      this.#watch(this.#attempt);
      this.#renew(this.#attempt);
    }
    this.#options.attached(cursor);
  }

  /** The gateway is about to go: leave when it said, or when it goes. @param {number} afterMs */
  #comeBack(afterMs) {
    const current = this.#attempt;
    this.#comeBackAt = Date.now() + afterMs;
    setTimeout(() => {
      if (current === this.#attempt && this.#wanted) {
        this.#lost('the gateway asked to reconnect', 0);
      }
    }, afterMs);
  }

  /** @param {number} current */
  #watch(current) {
    setTimeout(() => {
      if (current !== this.#attempt) {
        return;
      }
      const silence = Date.now() - this.#heardAt;
      if (silence > 2 * PING_AFTER_MS) {
        this.#lost('the gateway is silent', this.#backoff.next());
        return;
      }
      if (silence >= PING_AFTER_MS) {
        this.send({ type: 'ping' });
      }
      this.#watch(current);
    }, PING_AFTER_MS / 3);
  }

  /** @param {number} current */
  #renew(current) {
    setTimeout(async () => {
      if (current !== this.#attempt) {
        return;
      }
      try {
        const token = await this.#options.api.token();
        if (current === this.#attempt) {
          this.send({ type: 'token', token });
          this.#renew(current);
        }
      } catch (error) {
        if (error instanceof ApiFailure && error.status !== 401) {
          setTimeout(() => this.#renew(current), this.#backoff.next());
        }
      }
    }, this.#options.api.renewIn + 100);
  }

  /** @param {number} code @param {string} reason */
  #closed(code, reason) {
    if (!this.#wanted) {
      return;
    }
    if (code >= 4500 && code < 5000) {
      this.stop(code === 4509 ? 'replaced' : code === 4510 || code === 4501 ? 'signed-out' : `closed with ${code}`);
      return;
    }
    if (code === TOKEN_EXPIRED) {
      this.#options.api.token(true).catch(() => {});
    }
    const told = this.#comeBackAt - Date.now();
    this.#lost(`closed with ${code} ${reason}`, told > 0 ? told : this.#backoff.next() + this.#patience(code));
  }

  /**
   * What a server without room asks for. A page is not shown the 503 and its Retry-After, only that no
   * connection came about: when every gateway has refused, it waits as long as gateways say.
   * @param {number} code
   */
  #patience(code) {
    if (code === OVERLOADED || code === TOO_FAST) {
      return OVERLOAD_PAUSE_MS;
    }
    return this.#refused > 0 && this.#refused >= this.#known ? REFUSED_PAUSE_MS : 0;
  }

  /** @param {string} why @param {number} pauseMs */
  #lost(why, pauseMs) {
    if (!this.#wanted) {
      return;
    }
    if (this.#attached && Date.now() - this.#attachedAt > PROVEN_MS) {
      this.#backoff.reset();
    }
    if (!this.#attached) {
      // They may have moved.
      this.#gateways = [];
    }
    this.#drop();
    this.#options.state('waiting', why);
    const current = this.#attempt;
    this.#timer = setTimeout(() => {
      if (current === this.#attempt && this.#wanted && !this.#suspended) {
        this.#connect();
      }
    }, pauseMs);
  }

  #drop() {
    this.#attempt++;
    clearTimeout(this.#timer);
    this.#comeBackAt = 0;
    const was = this.#attached;
    this.#attached = false;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    if (was) {
      this.#options.detached();
    }
  }
}
