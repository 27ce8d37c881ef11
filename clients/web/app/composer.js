import { h } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { size } from './format.js';
import { Icon } from './icons.js';

/** @import { Model } from './model.js' */
/** @import { Conversation, Entry } from '../sdk/types.js' */

const BYTES_MAX = 65_535;
const MEDIA_MAX = 10;
const TYPING_EVERY_MS = 3_000;
const EMOJI = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(
  '😀😃😄😁😆😅😂🤣🙂😉😊😇🥰😍😘😋😜🤪🤗🤭🤔😐😏😒🙄😬😌😔😴😷🤒🥵🥶🤯🥳😎🤓😕😟😮😳🥺😢😭😱😤😡🤬💀💩👻👋👌✌️🤞🤟👈👉👆👇👍👎✊👏🙌🙏💪❤️🧡💛💚💙💜🖤💔✨🔥🎉🎂☕🍕🍺⚽🚀🌈☀️🌙⭐✅❌❗❓💯',
)].map(({ segment }) => segment);

/**
 * @param {{model: Model, conversation: Conversation, reply: Entry|null, edit: Entry|null, onDone: () => void,
 *   onEditLast: () => void, files: File[], onFiles: (files: File[]) => void}} props
 */
export function Composer({ model, conversation, reply, edit, onDone, onEditLast, files, onFiles }) {
  const id = conversation.id;
  const field = useRef(/** @type {HTMLTextAreaElement|null} */ (null));
  const picker = useRef(/** @type {HTMLInputElement|null} */ (null));
  const [text, setText] = useState(() => sessionStorage.getItem(`draft ${id}`) ?? '');
  const [emoji, setEmoji] = useState(false);
  const lastTyping = useRef(0);

  // Before anybody can type: after the paint it would replace what was typed meanwhile.
  useLayoutEffect(() => {
    if (edit) {
      setText(edit.text ?? '');
    }
    if (edit || reply) {
      field.current?.focus();
    }
  }, [edit?.seq, reply?.seq]);

  useEffect(() => {
    if (matchMedia('(hover: hover)').matches) {
      field.current?.focus({ preventScroll: true });
    }
  }, [id]);

  useLayoutEffect(() => {
    const element = field.current;
    if (element) {
      element.style.height = 'auto';
      element.style.height = `${Math.min(element.scrollHeight, 160)}px`;
    }
  }, [text]);

  /** @param {string} value */
  const write = (value) => {
    setText(value);
    if (!edit) {
      sessionStorage.setItem(`draft ${id}`, value);
    }
    if (value && Date.now() - lastTyping.current > TYPING_EVERY_MS) {
      lastTyping.current = Date.now();
      model.client.typing(id);
    }
  };

  const submit = () => {
    const said = text.trim();
    if (new TextEncoder().encode(said).length > BYTES_MAX) {
      model.toast('That is too long for one message.');
      return;
    }
    if (edit) {
      if (said && said !== edit.text) {
        model.client.edit(id, edit.seq, said).catch((error) => model.failed(error));
      }
    } else if (files.length > 0) {
      model.client.media.send(id, files, said, reply ? { replyTo: reply.seq } : {}).catch((error) => model.failed(error));
      onFiles([]);
    } else if (said) {
      model.client.send(id, said, { ...(reply ? { replyTo: reply.seq } : {}), ...mentions(model, conversation, said) });
    } else {
      return;
    }
    lastTyping.current = 0;
    sessionStorage.removeItem(`draft ${id}`);
    setText('');
    onDone();
    field.current?.focus();
  };

  const cancel = () => {
    if (edit) {
      setText('');
    }
    onDone();
  };

  /** @param {KeyboardEvent} event */
  const key = (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && matchMedia('(hover: hover)').matches) {
      event.preventDefault();
      submit();
    } else if (event.key === 'Escape' && (reply || edit || files.length > 0)) {
      event.preventDefault();
      onFiles([]);
      cancel();
    } else if (event.key === 'ArrowUp' && text === '' && !edit) {
      event.preventDefault();
      onEditLast();
    }
  };

  /** @param {string} piece */
  const insert = (piece) => {
    const element = field.current;
    const at = element?.selectionStart ?? text.length;
    write(text.slice(0, at) + piece + text.slice(element?.selectionEnd ?? at));
    element?.focus();
  };

  /** @param {ClipboardEvent} event */
  const paste = (event) => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (pasted.length > 0 && model.client.media.supported) {
      event.preventDefault();
      onFiles([...files, ...pasted].slice(0, MEDIA_MAX));
    }
  };

  const subject = edit ?? reply;
  return h('form', {
    class: 'composer', 'aria-label': 'Write a message',
    onSubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      submit();
    },
  },
    subject && h('div', { class: 'subject' },
      h(Icon, { name: edit ? 'edit' : 'reply' }),
      h('div', { class: 'subject-text' },
        h('strong', null, edit ? 'Edit message' : `Reply to ${model.nameOf(subject.user ?? '')}`),
        h('span', { dir: 'auto' }, model.summary(subject))),
      h('button', { type: 'button', class: 'plain', onClick: cancel, 'aria-label': 'Cancel' }, h(Icon, { name: 'close' }))),
    files.length > 0 && h('ul', { class: 'chosen', 'aria-label': 'To be sent' }, files.map((file, i) => h('li', { key: `${file.name} ${i}` },
      h(Icon, { name: 'file' }), h('span', { class: 'chosen-name' }, file.name), h('span', { class: 'quiet' }, size(file.size)),
      h('button', { type: 'button', class: 'plain', 'aria-label': `Do not send ${file.name}`, onClick: () => onFiles(files.filter((other) => other !== file)) }, h(Icon, { name: 'close' }))))),
    emoji && h('div', { class: 'emoji-panel', role: 'group', 'aria-label': 'Emoji' }, EMOJI.map((one) => h('button', {
      type: 'button', key: one, class: 'emoji-choice', onClick: () => insert(one), 'aria-label': one,
    }, one))),
    h('div', { class: 'composer-row' },
      model.client.media.supported && !edit && h('button', { type: 'button', class: 'plain tool-big', onClick: () => picker.current?.click(), 'aria-label': 'Attach files', title: 'Attach files' }, h(Icon, { name: 'attach' })),
      h('input', {
        type: 'file', multiple: true, hidden: true, ref: picker, 'aria-label': 'Files', tabIndex: -1,
        onChange: (/** @type {any} */ event) => {
          onFiles([...files, ...event.target.files].slice(0, MEDIA_MAX));
          event.target.value = '';
        },
      }),
      h('textarea', {
        ref: field, rows: 1, value: text, placeholder: 'Message', 'aria-label': 'Message', dir: 'auto', enterkeyhint: 'send',
        onInput: (/** @type {any} */ event) => write(event.target.value), onKeyDown: key, onPaste: paste,
      }),
      h('button', { type: 'button', class: 'plain tool-big', onClick: () => setEmoji(!emoji), 'aria-label': 'Emoji', 'aria-expanded': emoji, title: 'Emoji' }, h(Icon, { name: 'smile' })),
      h('button', { type: 'submit', class: 'round accent send', disabled: !text.trim() && files.length === 0, 'aria-label': edit ? 'Save' : 'Send', title: edit ? 'Save' : 'Send' },
        h(Icon, { name: edit ? 'check' : 'send' }))));
}

/** Who is named in it. @param {Model} model @param {Conversation} conversation @param {string} text */
function mentions(model, conversation, text) {
  if (conversation.kind !== 'group') {
    return {};
  }
  const named = new Set([...text.matchAll(/@([a-z][a-z0-9._-]*[a-z0-9])/gi)].map(([, handle]) => handle.toLowerCase()));
  const users = [...model.book.users.values()].filter(({ handle }) => named.has(handle)).map(({ user }) => user);
  return users.length > 0 ? { mentions: users.slice(0, 50) } : {};
}
