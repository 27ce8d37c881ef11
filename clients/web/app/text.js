import { h } from 'preact';

// What follows a link in a sentence is not part of it.
const PIECES = /(https?:\/\/[^\s<>"']+[^\s<>"'.,:;!?)\]}])|(@[a-z][a-z0-9._-]*[a-z0-9])/gi;
const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u200d|\ufe0f|\s){1,12}$/u;

/**
 * Text as nodes, never as HTML; http(s) addresses become links that know nothing of this page.
 * @param {string} text
 * @param {Set<string>} mentioned handles
 */
export function rich(text, mentioned = new Set()) {
  const nodes = [];
  let at = 0;
  for (const found of text.matchAll(PIECES)) {
    const [piece, link] = found;
    const index = found.index ?? 0;
    if (!link && !mentioned.has(piece.slice(1).toLowerCase())) {
      continue;
    }
    nodes.push(text.slice(at, index));
    at = index + piece.length;
    nodes.push(link
      ? h('a', { href: link, target: '_blank', rel: 'noopener noreferrer nofollow' }, link)
      : h('span', { class: 'mention' }, piece));
  }
  nodes.push(text.slice(at));
  return nodes;
}

/** @param {string} text */
export const onlyEmoji = (text) => ONLY_EMOJI.test(text) && /\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(text);
