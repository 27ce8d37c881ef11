import { h } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from './icons.js';

/** @param {{title: string, onClose: () => void, children?: any, class?: string}} props */
export function Dialog({ title, onClose, children, class: more = '' }) {
  const dialog = useRef(/** @type {HTMLDialogElement|null} */ (null));
  useLayoutEffect(() => {
    const before = /** @type {HTMLElement|null} */ (document.activeElement);
    dialog.current?.showModal();
    return () => before?.focus?.();
  }, []);
  return h('dialog', {
    ref: dialog, class: `dialog ${more}`, 'aria-label': title, onClose,
    onClick: (/** @type {MouseEvent} */ event) => event.target === dialog.current && dialog.current?.close(),
  },
    h('div', { class: 'dialog-frame' },
      h('header', { class: 'dialog-head' },
        h('h2', null, title),
        h('button', { class: 'plain', type: 'button', onClick: () => dialog.current?.close(), 'aria-label': 'Close' }, h(Icon, { name: 'close' }))),
      h('div', { class: 'dialog-body' }, children)));
}

/** @param {{title: string, text: string, word: string, danger?: boolean, onYes: () => void, onClose: () => void}} props */
export function Confirm({ title, text, word, danger = false, onYes, onClose }) {
  return h(Dialog, { title, onClose, class: 'narrow' },
    h('p', null, text),
    h('div', { class: 'dialog-actions' },
      h('button', { onClick: onClose }, 'Cancel'),
      h('button', {
        class: danger ? 'primary danger' : 'primary',
        onClick: () => {
          onClose();
          onYes();
        },
      }, word)));
}
