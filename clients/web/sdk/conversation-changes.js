/** @import { Book } from './book.js' */

/**
 * What can be changed in a conversation. Each resolves with the seq of what was decided, or is rejected
 * with an ApiFailure that says why it was not.
 */
export class ConversationChanges {
  /** @type {(method: string, path: string, body?: any) => Promise<number>} */
  #change;

  /** @param {(method: string, path: string, body?: any) => Promise<number>} change */
  constructor(change) {
    this.#change = change;
  }

  /** For oneself, on all devices. @param {string} id @param {boolean} muted */
  mute(id, muted) {
    return this.#change('PUT', `/v1/conversations/${id}/mute`, { muted });
  }

  /** In a 1:1: what the other sends is not shown to oneself; the other is not told. @param {string} id @param {boolean} blocked */
  block(id, blocked) {
    return this.#change('PUT', `/v1/conversations/${id}/block`, { blocked });
  }

  /** @param {string} id @param {{name?: string, picture?: string, history?: string}} what */
  group(id, what) {
    return this.#change('PATCH', `/v1/conversations/${id}`, what);
  }

  /** @param {string} id @param {string[]} users */
  addMembers(id, users) {
    return this.#change('POST', `/v1/conversations/${id}/members`, { users });
  }

  /** Oneself is leaving. @param {string} id @param {string} user */
  removeMember(id, user) {
    return this.#change('DELETE', `/v1/conversations/${id}/members/${user}`);
  }

  /** @param {string} id @param {string} user @param {string} role */
  setRole(id, user, role) {
    return this.#change('PUT', `/v1/conversations/${id}/members/${user}/role`, { role });
  }

  /** Ends a group for good; what was said stays. @param {string} id */
  closeGroup(id) {
    return this.#change('POST', `/v1/conversations/${id}/close`);
  }
}
