import { h } from 'preact';
import { Icon } from './icons.js';

const HUES = 12;

/** A number that is the same for an id everywhere. @param {string} id */
export function hue(id) {
  let sum = 0;
  for (let i = 0; i < id.length; i++) {
    sum = (sum * 31 + id.charCodeAt(i)) >>> 0;
  }
  return sum % HUES;
}

/** @param {string} name */
function initials(name) {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const first = [...(words[0] ?? '?')][0];
  const last = words.length > 1 ? [...(words.at(-1) ?? '')][0] : '';
  return (first + last).toUpperCase();
}

/** @param {{id: string, name: string, group?: boolean, online?: boolean, size?: string}} props */
export function Avatar({ id, name, group = false, online = false, size = '' }) {
  return h('span', { class: `avatar hue-${hue(id)} ${size}`, 'aria-hidden': 'true' },
    group ? h(Icon, { name: 'people' }) : initials(name || '?'),
    online && h('span', { class: 'online' }));
}
