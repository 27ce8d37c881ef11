import { ApiFailure } from './api.js';
import { Backoff } from './backoff.js';

/** @import { Api } from './api.js' */
/** @import { Draft } from './types.js' */
/** @typedef {{media: any[], expires: number}} Addresses */
/** What a reload must not lose: the message, its files, and where each is being uploaded to. @typedef {{draft: Draft, files: File[], places: string[]}} Upload */

const PIECE_BYTES = 1 << 20;
const STUCK_MS = 120_000;
const EXPIRY_MARGIN_MS = 30_000;
const ADDRESSES_MAX = 500;

/** What arrives live is not stored yet: until then its media are unavailable, and those of a new conversation unknown. */
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
  /** @type {Map<string, Upload>} */
  #uploads = new Map();
  /** @type {Upload[]} of before a reload */
  #kept = [];
  supported = false;

  /**
   * @param {Api} api
   * @param {object} client
   * @param {(draft: Draft, gone: boolean) => void} client.show a message that is not to be sent yet
   * @param {(draft: Draft) => void} client.send
   * @param {(id: string, upload?: Upload) => void} client.keep remembers it, or forgets it
   */
  constructor(api, client) {
    this.#api = api;
    this.#client = client;
  }

  /** @param {string|undefined} base where media are; none: this server has none */
  at(base) {
    this.supported = base !== undefined;
    this.#base = base?.replace(/\/$/, '') ?? null;
    if (this.supported) {
      this.#kept.splice(0).forEach((upload) => void this.#resume(upload));
    }
  }

  /** Goes on with these as soon as it is known where media are. @param {Upload[]} uploads */
  takeUp(uploads) {
    this.#kept = uploads.filter(({ draft }) => !this.#uploads.has(draft.id));
  }

  /** @param {Upload} upload */
  async #resume(upload) {
    const preview = await Promise.all(upload.files.map(previewOf));
    const draft = { ...upload.draft, state: /** @type {'waiting'} */ ('waiting'), code: undefined, preview };
    this.#uploads.set(draft.id, { ...upload, draft });
    await this.#transfer(draft);
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
    const path = `/v1/conversations/${conversation}/messages/${seq}/media`;
    const kept = this.#addresses.get(path);
    const known = kept && !anew && kept.expires - EXPIRY_MARGIN_MS > Date.now() ? kept : await this.#ask(path, path, () => true);
    return this.#address(known, id, variant);
  }

  /**
   * Where the small picture of a person or group can be fetched. What was fetched once stays in the browser
   * under its address, so that is kept beyond its time.
   * @param {string} place `/v1/users/ID` or `/v1/conversations/ID`
   * @param {string} id which picture it shows
   * @param {boolean} [anew] the address that is known does not work any more
   */
  async picture(place, id, anew = false) {
    const has = (/** @type {Addresses} */ one) => one.media.some((medium) => medium.id === id);
    const kept = this.#addresses.get(place);
    const known = kept && !anew && has(kept) ? kept : await this.#ask(`${place}/picture`, place, has);
    return this.#address(known, id, 'thumbnail');
  }

  /** @param {Addresses} known @param {string} id @param {string} variant */
  #address(known, id, variant) {
    const { urls = {} } = known.media.find((medium) => medium.id === id) ?? {};
    const path = urls[variant] ?? urls.original ?? urls.display;
    if (!path) {
      throw new ApiFailure(404, 'unknown-media');
    }
    return `${this.#base ?? ''}${path}`;
  }

  /**
   * All media of a message ask together.
   * @param {string} path
   * @param {string} key
   * @param {(answer: Addresses) => boolean} fits
   * @returns {Promise<Addresses>}
   */
  #ask(path, key, fits) {
    let asking = this.#asking.get(path);
    if (!asking) {
      asking = this.#answer(path, key, fits).finally(() => this.#asking.delete(path));
      this.#asking.set(path, asking);
    }
    return asking;
  }

  /** @param {string} path @param {string} key @param {(answer: Addresses) => boolean} fits @returns {Promise<Addresses>} */
  async #answer(path, key, fits) {
    const until = Date.now() + STORED_MS;
    const backoff = new Backoff(200, 5_000);
    for (;;) {
      try {
        const answer = await this.#api.get(path);
        if (!fits(answer)) {
          throw new ApiFailure(404, 'no-picture');
        }
        this.#addresses.set(key, answer);
        if (this.#addresses.size > ADDRESSES_MAX) {
          this.#addresses.delete(/** @type {string} */ (this.#addresses.keys().next().value));
        }
        return answer;
      } catch (error) {
        const later = error instanceof ApiFailure
          && (passing(error.status) || error.code === 'unknown-conversation' || error.code === 'no-picture');
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
    this.#uploads.set(draft.id, { draft, files, places: [] });
    await this.#transfer(draft);
  }

  /** Whether it is an upload that failed; then it is tried again. @param {Draft} draft */
  again(draft) {
    if (!this.#uploads.has(draft.id)) {
      return false;
    }
    draft.state = 'waiting';
    void this.#transfer(draft);
    return true;
  }

  /** It is not to be sent any more. @param {Draft} draft */
  drop(draft) {
    if (this.#uploads.delete(draft.id)) {
      this.#client.keep(draft.id);
    }
  }

  /** Without what shows it: addresses of this page end with it. @param {Draft} draft */
  #keep({ preview, ...draft }) {
    const { files, places } = /** @type {Upload} */ (this.#uploads.get(draft.id));
    this.#client.keep(draft.id, { draft, files, places });
  }

  /** @param {Draft} draft */
  async #transfer(draft) {
    const { files, places } = /** @type {Upload} */ (this.#uploads.get(draft.id));
    this.#client.show(draft, false);
    this.#keep(draft);
    try {
      const media = [];
      for (const [i, file] of files.entries()) {
        const done = await this.upload(file, (sent) => {
          draft.preview[i].progress = sent / Math.max(1, file.size);
          this.#client.show(draft, false);
        }, {
          at: places[i],
          begun: (place) => {
            places[i] = place;
            this.#keep(draft);
          },
        });
        delete draft.preview[i].progress;
        media.push(done.ticket);
      }
      this.#client.send({ ...draft, media });
      this.drop(draft);
    } catch (error) {
      draft.state = 'refused';
      draft.code = error instanceof ApiFailure ? error.code : 'unreachable';
      this.#client.show(draft, false);
    }
  }

  /**
   * @param {Blob & {name?: string}} file
   * @param {(sent: number) => void} [progress]
   * @param {{at?: string, begun?: (place: string) => void}} [earlier] where it was begun, or who is to know where it is
   * @returns {Promise<any>} the medium with its ticket
   */
  async upload(file, progress = () => {}, { at = '', begun = () => {} } = {}) {
    const patience = { until: Date.now() + STUCK_MS, backoff: new Backoff(200, 5_000) };
    let where = at;
    let offset = at ? await this.#offset(at, patience) : -1;
    if (offset < 0) {
      const created = await this.#call(`${this.#base}/v1/media/tus`, 'POST', patience, {
        'Upload-Length': String(file.size), 'Upload-Metadata': metadata(file),
      });
      where = new URL(created.headers.get('Location') ?? '', created.url || undefined).href;
      begun(where);
      offset = 0;
    }
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
      } else if (Date.now() > patience.until) {
        throw new ApiFailure(0, 'unreachable');
      } else {
        await new Promise((resolve) => setTimeout(resolve, patience.backoff.next()));
      }
      offset = now;
      progress(offset);
    }
    return (await this.#call(where, 'GET', patience)).json();
  }

  /** How far an upload is; -1 if it is there no more. @param {string} where @param {{until: number, backoff: Backoff}} patience */
  async #offset(where, patience) {
    try {
      return Number((await this.#call(where, 'HEAD', patience)).headers.get('Upload-Offset'));
    } catch (error) {
      if (error instanceof ApiFailure && error.status === 404) {
        return -1;
      }
      throw error;
    }
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
