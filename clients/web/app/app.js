import { h, render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { RivuletClient } from 'rivulet-client';
import { IndexedStore } from 'rivulet-client/indexed-store.js';
import { About } from './about.js';
import { ConversationView } from './conversation.js';
import { Icon } from './icons.js';
import { Sidebar } from './list.js';
import { Model } from './model.js';
import { NewChat } from './new-chat.js';
import { Settings } from './settings.js';
import { SignIn } from './sign-in.js';

const TROUBLE_AFTER_MS = 1_500;
const FAREWELLS = {
  'signed-out': 'This device was signed out.',
  replaced: 'Rivulet was opened elsewhere with this device.',
};

/** @type {Model} */
let model;
let planned = false;
const root = /** @type {HTMLElement} */ (document.getElementById('app'));

/** All that changes between two frames is drawn once. */
function draw() {
  if (!planned) {
    planned = true;
    const now = () => {
      planned = false;
      document.title = title();
      render(h(App, { version: Math.random() }), root);
    };
    if (document.visibilityState === 'visible') {
      requestAnimationFrame(now);
    } else {
      setTimeout(now, 100);
    }
  }
}

function title() {
  const unread = model.book.list.reduce((sum, one) => sum + (one.muted ? 0 : model.book.unread(one)), 0);
  return unread > 0 ? `(${unread}) Rivulet` : 'Rivulet';
}

function place() {
  return location.hash.match(/^#\/c\/([0-9a-f-]{36})$/)?.[1] ?? '';
}

/** @param {{version: number}} _props */
function App(_props) {
  const [selected, setSelected] = useState(place());
  const [panel, setPanel] = useState('');
  useEffect(() => {
    const moved = () => setSelected(place());
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  if (!model.book.account) {
    return h(SignIn, { model, onEntered: () => void enter() });
  }
  const conversation = selected ? model.book.conversations.get(selected) : undefined;
  const close = () => setPanel('');
  return h('div', { class: `shell${selected ? ' in-conversation' : ''}` },
    h(Trouble, null),
    h('div', { class: 'panes' },
      h(Sidebar, { model, selected, onSettings: () => setPanel('settings'), onNew: () => setPanel('new') }),
      conversation && !conversation.stub
        ? h(ConversationView, { key: selected, model, conversation, onInfo: () => setPanel('about') })
        : h('main', { class: 'nothing', 'aria-label': 'No conversation' }, selected
          ? h('span', { class: 'spinner', role: 'status', 'aria-label': 'Loading the conversation' })
          : h('div', null,
            h('img', { src: new URL('icon.svg', import.meta.url).href, alt: '', width: 96, height: 96 }),
            h('p', null, 'Choose a conversation, or start a new one.')))),
    panel === 'settings' && h(Settings, { model, onClose: close }),
    panel === 'new' && h(NewChat, { model, onClose: close, onOpen: (id) => location.assign(`#/c/${id}`) }),
    panel === 'about' && conversation && h(About, { model, conversation, onClose: close }),
    h('div', { class: 'toasts', role: 'status' }, model.toasts.map(({ id, text }) => h('div', { key: id, class: 'toast' }, text))));
}

/** The connection, when it is not good for longer than a blink. */
function Trouble() {
  const [since, setSince] = useState(0);
  const good = model.client.state.state === 'attached';
  useEffect(() => {
    if (good) {
      setSince(0);
      return undefined;
    }
    const timer = setTimeout(() => setSince(Date.now()), TROUBLE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [good]);
  const offline = !navigator.onLine;
  if (good || (!since && !offline)) {
    return h('div', { class: 'trouble-place', role: 'status' });
  }
  return h('div', { class: 'trouble-place', role: 'status' },
    h('div', { class: 'trouble' }, h(Icon, { name: 'clock' }),
      offline ? 'You are offline. What you write is sent when you are back.' : 'Connecting… What you write is sent as soon as possible.'));
}

async function enter() {
  model.client.start();
  draw();
}

async function begin() {
  const store = await IndexedStore.open();
  const client = new RivuletClient({ store, inCookie: true, tabs: 'rivulet' });
  model = new Model(client, draw);
  client.on('changed', draw);
  client.on('state', () => draw());
  client.on('event', (event) => model.wrote(event));
  client.on('frame', (frame) => model.heard(frame));
  client.on('synced', () => model.watchAll());
  client.on('ended', async ({ why }) => {
    model.farewell = FAREWELLS[/** @type {keyof FAREWELLS} */ (why)] ?? '';
    if (why === 'entered' || why === 'replaced') {
      await client.restore();
      if (why === 'entered') {
        client.start();
      }
    } else {
      await client.restore();
      location.hash = '';
    }
    draw();
  });
  addEventListener('online', () => client.wake());
  addEventListener('offline', () => client.suspend());
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && client.wake());
  if (await client.restore()) {
    client.start();
  }
  draw();
}

void begin();
