/** @import { Conversation, Draft, Entry } from '../sdk/types.js' */
/** @import { RivuletClient } from '../sdk/rivulet-client.js' */

const WATCHED_MAX = 200;
const WATCH_DELAY_MS = 250;
const WRITING_MS = 5_000;

/** What the interface knows beside the client: who is here, who types, what is being written. */
export class Model {
  /** @type {RivuletClient} */
  client;
  /** @type {Map<string, Map<string, number>>} conversation, user: until when he is said to be typing */
  typing = new Map();
  /** @type {Map<string, {online: boolean, at?: number}>} */
  presence = new Map();
  /** @type {{text: string, id: number}[]} */
  toasts = [];
  /** @type {string} why somebody was signed out */
  farewell = '';
  #render;
  #toastId = 0;
  /** @type {Set<string>} */
  #watched = new Set();
  /** @type {any} */
  #watching = null;

  /** @param {RivuletClient} client @param {() => void} render */
  constructor(client, render) {
    this.client = client;
    this.#render = render;
  }

  get book() {
    return this.client.book;
  }

  changed() {
    this.#render();
  }

  /** @param {string} text */
  toast(text) {
    const toast = { text, id: ++this.#toastId };
    this.toasts = [...this.toasts.slice(-2), toast];
    this.changed();
    setTimeout(() => {
      this.toasts = this.toasts.filter(({ id }) => id !== toast.id);
      this.changed();
    }, 5_000);
  }

  /** Says why something was not done. @param {any} error */
  failed(error) {
    this.toast(REASONS[error?.code] ?? `That did not work (${error?.code ?? error}).`);
  }

  /** @param {string} user */
  nameOf(user) {
    return user === this.book.self ? 'You' : this.fullNameOf(user);
  }

  /** @param {string} user */
  fullNameOf(user) {
    if (user === this.book.self) {
      return this.book.account?.displayName ?? '';
    }
    return this.client.user(user)?.displayName ?? '…';
  }

  /** The other one of a 1:1. @param {Conversation} conversation */
  otherOf(conversation) {
    const members = conversation.members ?? [];
    return members.find((user) => user !== this.book.self) ?? members[0] ?? '';
  }

  /** @param {Conversation} conversation */
  titleOf(conversation) {
    return conversation.kind === 'direct' ? this.fullNameOf(this.otherOf(conversation)) : (conversation.name ?? '…');
  }

  /** The id of the picture of a person or group, if there is one. @param {string} id @param {boolean} group */
  pictureOf(id, group) {
    return (group ? this.book.conversations.get(id)?.picture : id && this.client.user(id)?.picture) || '';
  }

  /** Who is typing there now. @param {string} conversation */
  typers(conversation) {
    const now = Date.now();
    return [...(this.typing.get(conversation) ?? [])].filter(([, until]) => until > now).map(([user]) => user);
  }

  /** @param {any} frame */
  heard(frame) {
    if (frame.type === 'writing') {
      const users = this.typing.get(frame.conversation) ?? new Map();
      users.set(frame.user, Date.now() + WRITING_MS);
      this.typing.set(frame.conversation, users);
      setTimeout(() => this.changed(), WRITING_MS + 50);
    } else if (frame.type === 'presence') {
      for (const { user, online, lastSeen } of frame.users) {
        this.presence.set(user, { online: online === true, at: lastSeen });
      }
    } else {
      return;
    }
    this.changed();
  }

  /** Asks to hear of who is here; what is on the screen asks at every turn. @param {Conversation} conversation */
  watch(conversation) {
    const other = conversation.kind === 'direct' ? this.otherOf(conversation) : '';
    if (other && !this.#watched.has(other)) {
      this.#watched.add(other);
      this.#watchSoon();
    }
  }

  /** A new session knows of no wishes. */
  watchAll() {
    if (this.#watched.size > 0) {
      this.#watchSoon();
    }
  }

  #watchSoon() {
    this.#watching ??= setTimeout(() => {
      this.#watching = null;
      this.client.wire({ type: 'watch', users: [...this.#watched].slice(-WATCHED_MAX) });
    }, WATCH_DELAY_MS);
  }

  /** Whoever writes is no longer about to. @param {any} event */
  wrote(event) {
    this.typing.get(event.conversation)?.delete(event.user);
  }

  /**
   * How far an own message is.
   * @param {Entry} entry
   * @param {Conversation} conversation
   * @returns {'accepted'|'sent'|'delivered'|'read'}
   */
  progressOf(entry, conversation) {
    if (conversation.kind === 'direct') {
      if (conversation.othersRead >= entry.seq) {
        return 'read';
      }
      if (conversation.othersDelivered >= entry.seq) {
        return 'delivered';
      }
    } else if (entry.reach && entry.reach.of > 0) {
      if (entry.reach.read >= entry.reach.of) {
        return 'read';
      }
      if (entry.reach.delivered >= entry.reach.of) {
        return 'delivered';
      }
    }
    return entry.sent ? 'sent' : 'accepted';
  }

  /** One line for what an event says. @param {Entry} entry @param {boolean} [short] */
  summary(entry, short = false) {
    const who = entry.user ? this.nameOf(entry.user) : '';
    const are = entry.user === this.book.self ? 'You' : who;
    const whom = (entry.members ?? []).map((user) => (user === this.book.self ? 'you' : this.fullNameOf(user)));
    const list = whom.length > 3 ? `${whom.slice(0, 2).join(', ')} and ${whom.length - 2} others` : whom.join(', ');
    switch (entry.kind) {
      case 'message':
        return entry.deleted ? 'Message deleted' : (entry.text || mediaWord(entry.media));
      case 'opened':
        return short ? 'Say hello' : 'This is the beginning of your conversation';
      case 'created':
        return short ? `${are} created the group` : `${are} created the group “${entry.name ?? ''}”`;
      case 'added':
        return `${are} added ${list}`;
      case 'removed':
        return `${are} removed ${list}`;
      case 'left':
        return `${are} left`;
      case 'changed':
        if (entry.name) {
          return `${are} named the group “${entry.name}”`;
        }
        if (entry.change?.fromTheStart !== undefined) {
          return `New members ${entry.change.fromTheStart ? 'now see' : 'no longer see'} what was said before`;
        }
        return `${are} ${entry.change?.picture ? 'changed' : 'removed'} the group picture`;
      case 'role':
        return `${are} made ${list} ${entry.change?.role === 'member' ? 'a member' : `an ${entry.change?.role}`}`;
      case 'closed':
        return `${are} closed the group`;
      default:
        return '';
    }
  }
}

/** @param {any[]|undefined} media */
export function mediaWord(media) {
  const type = media?.[0]?.type ?? '';
  const word = type.startsWith('image/') ? 'Photo' : type.startsWith('video/') ? 'Video' : type.startsWith('audio/') ? 'Audio' : 'File';
  return media && media.length > 1 ? `${media.length} ${word.toLowerCase()}s` : word;
}

/** @type {Record<string, string>} */
export const REASONS = {
  unreachable: 'The server cannot be reached.',
  unavailable: 'The server is busy. Try again in a moment.',
  'too-fast': 'That was too fast. Wait a moment.',
  'not-allowed': 'You may not do that here.',
  'not-a-member': 'You are no longer in this group.',
  'too-late': 'Messages can be edited for 24 hours.',
  'too-large': 'That is too long.',
  blocked: 'You have blocked this person. Unblock to write.',
  closed: 'This group is closed.',
  'last-owner': 'The last owner must hand the group over first.',
  'unknown-user': 'Nobody has this name.',
  'unknown-message': 'That message is gone.',
  'wrong-credentials': 'Name or password is wrong.',
  'handle-taken': 'This name is taken.',
  'invalid-handle': 'A name has 2 to 32 of a–z, 0–9, dot, dash and underscore, and begins with a letter.',
  'weak-password': 'Choose a password that is harder to guess: at least 10 characters.',
  'invalid-password': 'A password has 10 to 128 characters.',
  'invalid-name': 'That name cannot be used.',
  'no-outcome': 'The server has not answered yet.',
  'no-change': 'It is so already.',
  self: 'That is you.',
  'contacts-only': 'This person lets only contacts start a conversation.',
  'not-an-image': 'Only an image can be a picture: JPEG, PNG, WebP or GIF.',
  'unsupported-media': 'This kind of file cannot be used.',
  'bad-media': 'This file is damaged.',
  'quota-exceeded': 'You keep as many files as there can be.',
  'too-many-contacts': 'You have as many contacts as there can be.',
};
