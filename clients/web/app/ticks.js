import { h } from 'preact';
import { Icon } from './icons.js';

/** @type {Record<string, [string, string]>} */
const LOOKS = {
  waiting: ['clock', 'Waiting to be sent'],
  accepted: ['check', 'Accepted'],
  sent: ['check', 'Sent'],
  delivered: ['checks', 'Delivered'],
  read: ['checks', 'Read'],
  refused: ['failed', 'Not sent'],
};

/** How far an own message is. @param {{state: string}} props */
export function Ticks({ state }) {
  const [name, label] = LOOKS[state];
  return h('span', { class: `ticks tick-${state}`, title: label, 'data-state': state }, h(Icon, { name, label }));
}
