import { h } from 'preact';
import { useState } from 'preact/hooks';
import { REASONS } from './model.js';

/** @import { Model } from './model.js' */

/** @param {{model: Model, onEntered: () => void}} props */
export function SignIn({ model, onEntered }) {
  const [fresh, setFresh] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  /** @param {SubmitEvent} event */
  const submit = async (event) => {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    const handle = String(form.get('handle') ?? '').trim().toLowerCase();
    const password = String(form.get('password') ?? '');
    const displayName = String(form.get('displayName') ?? '').trim();
    setBusy(true);
    setError('');
    try {
      const deviceName = deviceWord();
      await (fresh
        ? model.client.signUp(handle, password, { deviceName, ...(displayName ? { displayName } : {}) })
        : model.client.logIn(handle, password, { deviceName }));
      model.farewell = '';
      onEntered();
    } catch (/** @type {any} */ failure) {
      setError(REASONS[failure.code] ?? `That did not work (${failure.code ?? failure}).`);
      setBusy(false);
    }
  };
  return h('main', { class: 'entrance' },
    h('div', { class: 'entrance-card' },
      h('img', { class: 'logo', src: new URL('icon.svg', import.meta.url).href, alt: '', width: 72, height: 72 }),
      h('h1', null, 'Rivulet'),
      h('p', { class: 'quiet' }, fresh ? 'Choose a name that others find you by.' : 'Chat that loses nothing.'),
      model.farewell && h('p', { class: 'note', role: 'status' }, model.farewell),
      h('form', { onSubmit: submit },
        h('label', null, h('span', null, 'Name'),
          h('input', { name: 'handle', required: true, minLength: 2, maxLength: 32, autoComplete: 'username', autoCapitalize: 'none', spellcheck: false, placeholder: 'ann' })),
        fresh && h('label', null, h('span', null, 'Shown to others as'),
          h('input', { name: 'displayName', maxLength: 64, autoComplete: 'name', placeholder: 'Ann Miller' })),
        h('label', null, h('span', null, 'Password'),
          h('input', { name: 'password', type: 'password', required: true, minLength: fresh ? 10 : 1, maxLength: 128, autoComplete: fresh ? 'new-password' : 'current-password', placeholder: fresh ? 'At least 10 characters' : '' })),
        error && h('p', { class: 'error', role: 'alert' }, error),
        h('button', { class: 'primary wide', disabled: busy }, busy ? 'One moment…' : fresh ? 'Sign up' : 'Sign in')),
      h('p', { class: 'switch' }, fresh ? 'You have an account? ' : 'New here? ',
        h('button', {
          class: 'link', type: 'button',
          onClick: () => {
            setFresh(!fresh);
            setError('');
          },
        }, fresh ? 'Sign in' : 'Sign up'))));
}

/** What the list of devices calls this one. */
function deviceWord() {
  const agent = navigator.userAgent;
  const browser = /Firefox\//.test(agent) ? 'Firefox' : /Edg\//.test(agent) ? 'Edge' : /Chrome\//.test(agent) ? 'Chrome' : /Safari\//.test(agent) ? 'Safari' : 'Browser';
  const system = /Android/.test(agent) ? 'Android' : /iPhone|iPad/.test(agent) ? 'iOS' : /Mac/.test(agent) ? 'macOS' : /Windows/.test(agent) ? 'Windows' : 'Linux';
  return `${browser} on ${system}`;
}
