const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const WEEKDAY = new Intl.DateTimeFormat(undefined, { weekday: 'long' });
const SHORT_WEEKDAY = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long' });
const FULL_DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const SHORT_DAY = new Intl.DateTimeFormat(undefined, { day: '2-digit', month: '2-digit', year: '2-digit' });
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const DAY_MS = 86_400_000;

/** @param {number} time */
export const clock = (time) => TIME.format(time);

/** @param {number} time */
export const moment = (time) => MOMENT.format(time);

/** @param {number} time local midnight before it */
export function midnight(time) {
  return new Date(time).setHours(0, 0, 0, 0);
}

/** How many nights ago. @param {number} time */
function nights(time) {
  return Math.round((midnight(Date.now()) - midnight(time)) / DAY_MS);
}

/** @param {number} time */
export function dayName(time) {
  const ago = nights(time);
  if (ago <= 0) {
    return 'Today';
  }
  if (ago === 1) {
    return 'Yesterday';
  }
  if (ago < 7) {
    return WEEKDAY.format(time);
  }
  return new Date(time).getFullYear() === new Date().getFullYear() ? DAY.format(time) : FULL_DAY.format(time);
}

/** In the list of conversations. @param {number} time */
export function shortTime(time) {
  if (!time) {
    return '';
  }
  const ago = nights(time);
  if (ago <= 0) {
    return clock(time);
  }
  return ago === 1 ? 'Yesterday' : ago < 7 ? SHORT_WEEKDAY.format(time) : SHORT_DAY.format(time);
}

/** @param {number} time */
export function lastSeen(time) {
  const ago = Math.floor((Date.now() - time) / 60_000);
  if (ago < 1) {
    return 'last seen just now';
  }
  if (ago < 60) {
    return `last seen ${ago} min ago`;
  }
  return nights(time) === 0 ? `last seen at ${clock(time)}` : `last seen ${dayName(time)}, ${clock(time)}`;
}

/** @param {number} bytes */
export function size(bytes) {
  return bytes < 1_000 ? `${bytes} B` : bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
