/** @import { WireEvent } from './types.js' */

const TIMEOUT_MS = 20_000;
const RENEW_BEFORE_MS = 60_000;

/** A request that was not done, with the server's stable code, or `unreachable`. */
export class ApiFailure extends Error {
  /**
   * @param {number} status 0 when there was no answer
   * @param {string} code
   * @param {string} [detail]
   * @param {number} [retryAfterMs]
   */
  constructor(status, code, detail, retryAfterMs = 0) {
    super(detail ? `${code}: ${detail}` : code);
    this.name = 'ApiFailure';
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.retryAfterMs = retryAfterMs;
  }

  /** Whether the same may succeed in a moment. */
  get passing() {
    return this.status === 0 || this.status === 503 || this.status === 429;
  }
}

/** HTTP to client-api, with an access token that is renewed when it is due. */
export class Api {
  #base;
  #fetch;
  #inCookie;
  /** @type {string|null} */
  #access = null;
  #renewAt = 0;
  /** @type {Promise<string>|null} */
  #renewing = null;
  /** @type {string|null} where there is no cookie */
  refreshToken = null;
  /** @type {(token: string) => Promise<void>|void} */
  onRefreshToken = () => {};

  /**
   * @param {object} options
   * @param {string} options.base for example `http://127.0.0.1:8080`; empty for the page's own origin
   * @param {typeof fetch} [options.fetch]
   * @param {boolean} [options.inCookie] whether the refresh token stays in an HttpOnly cookie
   */
  constructor({ base, fetch: call, inCookie = false }) {
    this.#base = base.replace(/\/$/, '');
    this.#fetch = call ?? globalThis.fetch.bind(globalThis);
    this.#inCookie = inCookie;
  }

  /**
   * @param {string} handle
   * @param {string} password
   * @param {{displayName?: string, deviceName?: string}} [more]
   */
  signUp(handle, password, more = {}) {
    return this.#enter('/v1/accounts', { handle, password, ...more });
  }

  /**
   * @param {string} handle
   * @param {string} password
   * @param {{device?: string, deviceName?: string}} [more]
   */
  logIn(handle, password, more = {}) {
    return this.#enter('/v1/login', { handle, password, ...more });
  }

  /** @param {string} path @param {Record<string, any>} body */
  async #enter(path, body) {
    const cookie = this.#inCookie ? { cookie: true } : {};
    const grant = await this.send('POST', path, { body: { ...body, ...cookie }, open: true });
    await this.#granted(grant);
    return grant;
  }

  /** @param {any} grant */
  async #granted(grant) {
    this.#access = grant.accessToken;
    this.#renewAt = Date.now() + grant.expiresIn * 1000 - RENEW_BEFORE_MS;
    if (grant.refreshToken) {
      this.refreshToken = grant.refreshToken;
      await this.onRefreshToken(grant.refreshToken);
    }
  }

  /** Milliseconds until the access token should be replaced. */
  get renewIn() {
    return Math.max(0, this.#renewAt - Date.now());
  }

  /** A token that is good for a while. @param {boolean} [fresh] whether the present one will not do */
  token(fresh = false) {
    if (this.#access && !fresh && Date.now() < this.#renewAt) {
      return Promise.resolve(this.#access);
    }
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  async #renew() {
    const body = this.#inCookie ? {} : { refreshToken: this.refreshToken };
    await this.#granted(await this.send('POST', '/v1/token', { body, open: true }));
    return /** @type {string} */ (this.#access);
  }

  forget() {
    this.#access = null;
    this.refreshToken = null;
    this.#renewAt = 0;
  }

  /** @param {string} path */
  get(path) {
    return this.send('GET', path);
  }

  /** A file, however long it takes. @param {string} path @returns {Promise<Blob>} */
  async download(path) {
    const headers = { Authorization: `Bearer ${await this.token()}` };
    try {
      const response = await this.#fetch(this.#base + path, { headers, credentials: 'same-origin', cache: 'no-store' });
      if (response.ok) {
        return await response.blob();
      }
      const value = parsed(await response.text());
      throw new ApiFailure(response.status, value?.code ?? 'unreadable', value?.detail);
    } catch (error) {
      throw error instanceof ApiFailure ? error : new ApiFailure(0, 'unreachable', String(error));
    }
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {{body?: any, open?: boolean, key?: string, again?: boolean}} [options]
   * @returns {Promise<any>}
   */
  async send(method, path, { body, open = false, key, again = false } = {}) {
    /** @type {Record<string, string>} */
    const headers = {};
    if (body !== undefined) {
      headers['Content-Type'] = 'application/json';
    }
    if (key) {
      headers['Idempotency-Key'] = key;
    }
    if (!open) {
      headers.Authorization = `Bearer ${await this.token(again)}`;
    }
    let response;
    try {
      response = await this.#fetch(this.#base + path, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        credentials: 'same-origin',
        cache: 'no-store',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      throw new ApiFailure(0, 'unreachable', String(error));
    }
    const text = await response.text().catch(() => '');
    const value = text ? parsed(text) : null;
    if (response.ok) {
      return value;
    }
    if (response.status === 401 && !open && !again && value?.code === 'token-expired') {
      return this.send(method, path, { body, key, again: true });
    }
    const pause = Number(response.headers.get('Retry-After') ?? 0) * 1000;
    throw new ApiFailure(response.status, value?.code ?? 'unreadable', value?.detail, pause);
  }

  /** @returns {Promise<{gateways: string[], media?: string}>} where sockets are opened, and where media are */
  async places() {
    const { gateways = [], media } = (await this.send('GET', '/v1/gateways', { open: true })) ?? {};
    const here = this.#base || globalThis.location?.origin || '';
    return {
      gateways: gateways.length > 0 ? gateways : [`${here.replace(/^http/, 'ws')}/v1/ws`],
      media: media === '' ? here : media,
    };
  }

  /**
   * @param {string} conversation
   * @param {number} from
   * @param {number} to
   * @returns {Promise<{events: WireEvent[], complete: boolean, retryAfter?: number}>}
   */
  events(conversation, from, to) {
    return this.get(`/v1/conversations/${conversation}/events?from=${from}&to=${to}`);
  }

  /**
   * @param {string} conversation
   * @param {number|null} before
   * @param {number} limit
   * @returns {Promise<{events: WireEvent[], more: boolean}>}
   */
  history(conversation, before, limit) {
    const end = before === null ? '' : `before=${before}&`;
    return this.get(`/v1/conversations/${conversation}/messages?${end}limit=${limit}`);
  }

  /** @param {string} to @param {string|null} from */
  sync(to, from) {
    const begin = from ? `&from=${encodeURIComponent(from)}` : '';
    return this.get(`/v1/sync?to=${encodeURIComponent(to)}${begin}&limit=500`);
  }

  /** @param {string} [after] */
  conversations(after) {
    const end = after ? `&after=${encodeURIComponent(after)}` : '';
    return this.get(`/v1/conversations?limit=500${end}`);
  }
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
