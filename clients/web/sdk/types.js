// The shapes that travel, and those that are kept. docs/protocol.md says what they mean.

/**
 * @typedef {object} WireEvent
 * @property {string} conversation
 * @property {number} seq
 * @property {string} kind
 * @property {number} count
 * @property {number} time
 * @property {string} [user]
 * @property {string} [device]
 * @property {string} [id]
 * @property {number} [n]
 * @property {string} [text]
 * @property {number} [replyTo]
 * @property {string[]} [mentions]
 * @property {Medium[]} [media]
 * @property {string} [name]
 * @property {string[]} [members]
 * @property {{seq?: number, emoji?: string, removed?: boolean, visibleFrom?: number, picture?: string,
 *   fromTheStart?: boolean, role?: string, muted?: boolean, blocked?: boolean}} [change]
 * @property {{edited?: number, deleted?: boolean, reactions?: Reaction[]}} [state]
 */

/** @typedef {{emoji: string, count: number, mine: boolean}} Reaction */

/** A medium of a message: an id, or what the server says about it. @typedef {any} Medium */

/** How many of a message's readers have it. @typedef {{delivered: number, read: number, of: number}} Reach */

/**
 * An event as it is shown: messages carry what was done to them since.
 * @typedef {WireEvent & {edited?: number, deleted?: boolean, reactions?: Reaction[], sent?: boolean, reach?: Reach}} Entry
 */

/**
 * @typedef {object} Conversation
 * @property {string} id
 * @property {'direct'|'group'} kind
 * @property {string} [name]
 * @property {string[]} [members] of a 1:1
 * @property {number} memberCount
 * @property {number} seq the newest that is known of
 * @property {number} count messages up to there
 * @property {number} time
 * @property {number} visibleFrom
 * @property {number} [leftAt]
 * @property {string} [role]
 * @property {string} [picture]
 * @property {string} [history]
 * @property {boolean} [muted]
 * @property {boolean} [blocked]
 * @property {boolean} [closed]
 * @property {number} low first seq of what is here
 * @property {number} high last seq of what is here; low - 1 when nothing is
 * @property {boolean} started whether low and high mean anything
 * @property {boolean} more whether there is older history
 * @property {Entry} [last] the newest thing to show in a list
 * @property {number} readSeq
 * @property {number} readCount
 * @property {number} [deliveredSeq] as the server has heard it
 * @property {number} [ackedRead] as the server has heard it
 * @property {number} othersDelivered in a 1:1
 * @property {number} othersRead in a 1:1
 * @property {boolean} [stub] its description has not been read yet
 */

/**
 * @typedef {object} Draft a message on its way
 * @property {string} conversation
 * @property {string} id
 * @property {number} n 0 until the device that sends it has numbered it
 * @property {string} text
 * @property {number} [replyTo]
 * @property {string[]} [mentions]
 * @property {any[]} [media] tickets
 * @property {number} time
 * @property {'waiting'|'accepted'|'refused'} state
 * @property {string} [code] why it was refused
 * @property {any} [preview] what the interface shows of media meanwhile
 */

/** @typedef {{user: string, device: string, handle: string, displayName: string}} Account */
/** @typedef {{user: string, handle: string, displayName: string, about?: string, readAt?: number, picture?: string}} User */

/**
 * @typedef {{store: 'meta'|'conversations'|'entries'|'outbox'|'numbers'|'users', key: any, value?: any}} Change
 * a value to keep under a key, or without one the key to forget
 */

/**
 * @typedef {object} Store where a device remembers; writes are kept in order
 * @property {() => Promise<{meta: Record<string, any>, conversations: Conversation[], outbox: Draft[], numbers: Record<string, number>, users: User[]}>} load
 * @property {(changes: Change[]) => Promise<void>} write
 * @property {(conversation: string, below: number, from: number, limit: number) => Promise<Entry[]>} entries
 * @property {(conversation: string) => Promise<void>} forget entries of a conversation
 * @property {() => Promise<void>} clear
 */

export {};
