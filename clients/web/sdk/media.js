import { ApiFailure } from './api.js';
import { Backoff } from './backoff.js';

/** @import { Api } from './api.js' */
/** @import { Draft } from './types.js' */
/** @typedef {{media: any[], expires: number}} Addresses */

const PIECE_BYTES = 1 << 20;
const STUCK_MS = 120_000;
const EXPIRY_MARGIN_MS = 30_000;
const ADDRESSES_MAX = 500;

/** A message arrives live before it is stored: until then its media are unavailable, and those of a new conversation unknown. */
const STORED_MS = 30_000;

/**
 * Uploads by tus 1.0, which go on where they broke, and addresses of what messages carry.
 */
export class Media {
  #api;
  #client;
  /** @type {string|null} */
  #base = null;
  /** @type {Map<string, Addresses>} */
  #addresses = new Map();
  /** @type {Map<string, Promise<Addresses>>} */
  #asking = new Map();
  /** @type {Map<string, File[]>} */
  #files = new Map();
  supported = false;

  /**
   * @param {Api} api
   * @param {object} client
   * @param {(draft: Draft, gone: boolean) => void} client.show a message that is not to be sent yet
   * @param {(draft: Draft) => void} client.send
   */
  constructor(api, client) {
    this.#api = api;
    this.#client = client;
  }

  /** @param {string|undefined} base where media are; none: this server has none */
  at(base) {
    this.supported = base !== undefined;
    this.#base = base?.replace(/\/$/, '') ?? null;
  }

  /**
   * Where a variant can be fetched for some minutes.
   * @param {string} conversation
   * @param {number} seq
   * @param {string} id
   * @param {string} variant
   * @param {boolean} [anew] the address that is known does not work any more
   */
  async url(conversation, seq, id, variant, anew = false) {
    const key = `${conversation} ${seq}`;
    const kept = this.#addresses.get(key);
    const known = kept && !anew && kept.expires - EXPIRY_MARGIN_MS > Date.now() ? kept : await this.#ask(conversation, seq, key);
    const { urls = {} } = known.media.find((/** @type {any} */ medium) => medium.id === id) ?? {};
    const path = urls[variant] ?? urls.original ?? urls.display;
    if (!path) {
      throw new ApiFailure(404, 'unknown-media');
    }
    return `${this.#base ?? ''}${path}`;
  }

  /**
   * All media of a message ask together.
   * @param {string} conversation
   * @param {number} seq
   * @param {string} key
   * @returns {Promise<Addresses>}
   */
  #ask(conversation, seq, key) {
    let asking = this.#asking.get(key);
    if (!asking) {
      asking = this.#answer(`/v1/conversations/${conversation}/messages/${seq}/media`, key)
        .finally(() => this.#asking.delete(key));
      this.#asking.set(key, asking);
    }
    return asking;
  }

  /** @param {string} path @param {string} key @returns {Promise<Addresses>} */
  async #answer(path, key) {
    const until = Date.now() + STORED_MS;
    const backoff = new Backoff(200, 5_000);
    for (;;) {
      try {
        const answer = await this.#api.get(path);
        this.#addresses.set(key, answer);
        if (this.#addresses.size > ADDRESSES_MAX) {
          this.#addresses.delete(/** @type {string} */ (this.#addresses.keys().next().value));
        }
        return answer;
      } catch (error) {
        const later = error instanceof ApiFailure
          && (passing(error.status) || error.code === 'unknown-conversation');
        if (!later || Date.now() > until) {
          throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, backoff.next()));
      }
    }
  }

  /**
   * Shows the message at once, uploads what it carries, and sends it.
   * @param {string} conversation
   * @param {File[]} files
   * @param {string} text
   * @param {{replyTo?: number}} [more]
   */
  async send(conversation, files, text, more = {}) {
    const preview = await Promise.all(files.map(previewOf));
    /** @type {Draft} */
    const draft = { conversation, id: crypto.randomUUID(), n: 0, text, time: Date.now(), state: 'waiting', preview, ...more };
    this.#files.set(draft.id, files);
    await this.#transfer(draft);
  }

  /** Whether it is an upload that failed; then it is tried again. @param {Draft} draft */
  again(draft) {
    if (!this.#files.has(draft.id)) {
      return false;
    }
    draft.state = 'waiting';
    void this.#transfer(draft);
    return true;
  }

  /** @param {Draft} draft */
  async #transfer(draft) {
    const files = this.#files.get(draft.id) ?? [];
    this.#client.show(draft, false);
    try {
      const media = [];
      for (const [i, file] of files.entries()) {
        const done = await this.upload(file, (sent) => {
          draft.preview[i].progress = sent / Math.max(1, file.size);
          this.#client.show(draft, false);
        });
        delete draft.preview[i].progress;
        media.push(done.ticket);
      }
      this.#files.delete(draft.id);
      this.#client.send({ ...draft, media });
    } catch (error) {
      draft.state = 'refused';
      draft.code = error instanceof ApiFailure ? error.code : 'unreachable';
      this.#client.show(draft, false);
    }
  }

  /**
   * @param {Blob & {name?: string}} file
   * @param {(sent: number) => void} [progress]
   * @returns {Promise<any>} the medium with its ticket
   */
  async upload(file, progress = () => {}) {
    const patience = { until: Date.now() + STUCK_MS, backoff: new Backoff(200, 5_000) };
    const created = await this.#call(`${this.#base}/v1/media/tus`, 'POST', patience, {
      'Upload-Length': String(file.size), 'Upload-Metadata': metadata(file),
    });
    const where = new URL(created.headers.get('Location') ?? '', created.url || undefined).href;
    let offset = 0;
    while (offset < file.size) {
      const piece = file.slice(offset, offset + PIECE_BYTES);
      const answer = await this.#call(where, 'PATCH', patience, {
        'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream',
      }, piece).catch(async (error) => {
        if (!(error instanceof ApiFailure) || (error.status !== 409 && error.status !== 0)) {
          throw error;
        }
        return this.#call(where, 'HEAD', patience);
      });
      const now = Number(answer.headers.get('Upload-Offset'));
      if (now > offset) {
        patience.until = Date.now() + STUCK_MS;
      }
      offset = now;
      progress(offset);
    }
    return (await this.#call(where, 'GET', patience)).json();
  }

  /**
   * @param {string} url
   * @param {string} method
   * @param {{until: number, backoff: Backoff}} patience
   * @param {Record<string, string>} [headers]
   * @param {Blob} [body]
   */
  async #call(url, method, patience, headers = {}, body) {
    for (let fresh = false; ;) {
      const token = await this.#api.token(fresh);
      const answer = await fetch(url, {
        method, body, headers: { 'Tus-Resumable': '1.0.0', Authorization: `Bearer ${token}`, ...headers },
      }).catch(() => null);
      if (answer?.ok) {
        return answer;
      }
      const problem = answer ? await answer.json().catch(() => ({})) : {};
      const status = answer?.status ?? 0;
      if (status === 401 && !fresh) {
        fresh = true;
        continue;
      }
      if (!passing(status) || Date.now() > patience.until || (status === 0 && method === 'PATCH')) {
        throw new ApiFailure(status, problem.code ?? 'unreachable', problem.detail);
      }
      await new Promise((resolve) => setTimeout(resolve, patience.backoff.next()));
    }
  }
}

/** Whether the same may succeed in a moment. @param {number} status */
function passing(status) {
  return status === 0 || status === 429 || status >= 500;
}

/** @param {Blob & {name?: string}} file */
function metadata(file) {
  /** @param {string} text */
  const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  const name = `filename ${base64(file.name ?? 'file')}`;
  return file.type ? `${name},filetype ${base64(file.type)}` : name;
}

/** What is shown until the server knows it. @param {File} file */
async function previewOf(file) {
  const { name, type, size } = file;
  if (!type.startsWith('image/') || typeof createImageBitmap !== 'function') {
    return { name, type, size, progress: 0 };
  }
  try {
    const { width, height } = await createImageBitmap(file);
    return { name, type, size, width, height, url: URL.createObjectURL(file), progress: 0 };
  } catch {
    return { name, type, size, progress: 0 };
  }
}
