import { h } from 'preact';

/** @type {Record<string, string>} */
const PATHS = {
  back: 'M15 5l-7 7 7 7',
  plus: 'M12 5v14M5 12h14',
  send: 'M4 12l16-7-6 16-3-7-7-2z',
  attach: 'M20 11.500l-8.300 8.300a5 5 0 0 1-7-7l8.800-8.800a3.300 3.300 0 0 1 4.700 4.700l-8.800 8.800a1.700 1.700 0 0 1-2.300-2.400l8-8',
  smile: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.500 14.500c1.800 2.300 5.200 2.300 7 0M9 9.500v.1M15 9.500v.1',
  reply: 'M10 7L5 12l5 5M5 12h9a5 5 0 0 1 5 5v1',
  more: 'M12 5.500v.1M12 12v.1M12 18.500v.1',
  close: 'M6 6l12 12M18 6L6 18',
  edit: 'M4 20l1-4L16 5l3 3L8 19l-4 1z',
  trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13',
  copy: 'M9 9h10v10H9zM5 15V5h10',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8v.1',
  people: 'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 20c0-3.500 3-6 6.500-6s6.500 2.500 6.500 6M16 4.500a3.500 3.500 0 0 1 0 6.500M18 14.500c2 .8 3.500 2.800 3.500 5.500',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4.500 4.500',
  muted: 'M6 9v6h3l5 4V5L9 9H6zM17 10l4 4M21 10l-4 4',
  clock: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 8v4l2.500 2',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  checks: 'M1.500 12.500L6 17l9.500-9.500M11.500 16l1 1L22 7.500',
  failed: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v6M12 16.500v.1',
  down: 'M6 9.500l6 6 6-6',
  out: 'M10 4H5v16h5M14 8l4 4-4 4M18 12H9',
  device: 'M5 4h14v11H5zM3 19h18',
  shield: 'M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6l7-3z',
  file: 'M7 3h7l4 4v14H7zM14 3v4h4',
  play: 'M8 5l11 7-11 7z',
};

/** @param {{name: string, label?: string, class?: string}} props */
export function Icon({ name, label, class: more = '' }) {
  return h('svg', {
    class: `icon icon-${name} ${more}`, viewBox: '0 0 24 24', fill: 'none', stroke: 'currentColor', 'stroke-width': 2,
    'stroke-linecap': 'round', 'stroke-linejoin': 'round', role: label ? 'img' : undefined, 'aria-label': label,
    'aria-hidden': label ? undefined : 'true', focusable: 'false',
  }, h('path', { d: PATHS[name] }));
}
