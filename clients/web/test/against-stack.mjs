// Two devices talk over a running Rivulet: node --experimental-websocket against-stack.mjs API_URL
// Ends with 0 and a line of what was seen, or with the first thing that is not so.
import assert from 'node:assert/strict';
import { ApiFailure, MemoryStore, RivuletClient } from '../sdk/rivulet-client.js';

const base = process.argv[2] ?? process.env.RIVULET_CLIENT_API_URL ?? 'http://127.0.0.1:8080';
const mark = Math.random().toString(36).slice(2, 8);

async function until(what, test, ms = 30_000) {
  const end = Date.now() + ms;
  for (;;) {
    const value = await test();
    if (value) {
      return value;
    }
    if (Date.now() > end) {
      throw new Error(`not within ${ms} ms: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function person(name, store = new MemoryStore()) {
  const client = new RivuletClient({ base, store });
  const heard = [];
  client.on('event', (event) => heard.push(event));
  await client.signUp(`${name}-${mark}`, `a long word ${mark}`, { displayName: name });
  client.start();
  await until(`${name} is attached`, () => client.synced);
  return { client, heard, store, id: client.book.self };
}

const texts = (heard, conversation) =>
  heard.filter((event) => event.conversation === conversation && event.kind === 'message').map((event) => event.text);

const ann = await person('ann');
const bob = await person('bob');

// 1:1, in order, sent is told
const direct = await ann.client.openDirect(bob.id);
const many = Array.from({ length: 50 }, (_, i) => `hello ${i}`);
many.forEach((text) => ann.client.send(direct, text));
await until('bob has all', () => texts(bob.heard, direct).length === many.length);
assert.deepEqual(texts(bob.heard, direct), many);
await until('all are sent', () => ann.client.entries(direct).filter((entry) => entry.sent && entry.kind === 'message').length === many.length);
assert.equal(ann.client.book.drafts.get(direct).length, 0);

// edit, react, delete
const first = bob.client.entries(direct).find((entry) => entry.kind === 'message');
await ann.client.edit(direct, first.seq, 'hello edited');
await bob.client.react(direct, first.seq, '👍', true);
await until('the edit is seen', () => bob.client.book.entry(direct, first.seq).text === 'hello edited');
await until('the reaction is seen', () => ann.client.book.entry(direct, first.seq).reactions?.[0]?.count === 1);
await bob.client.react(direct, first.seq, '👍', false);
await ann.client.remove(direct, first.seq + 1);
await until('the deletion is seen', () => bob.client.book.entry(direct, first.seq + 1).deleted);
await assert.rejects(bob.client.edit(direct, first.seq, 'not mine'), (error) => error instanceof ApiFailure && error.code === 'not-allowed');

// group; somebody who was away syncs; a reload goes on from the store
const cy = await person('cy');
const group = await ann.client.createGroup('Hikers', [bob.id, cy.id]);
await until('cy sees the group', () => cy.client.book.conversations.get(group)?.name === 'Hikers');
await cy.client.close();
const away = Array.from({ length: 30 }, (_, i) => `while cy was away ${i}`);
away.forEach((text, i) => (i % 2 ? ann : bob).client.send(group, text));
await until('bob has all of the group', () => texts(bob.heard, group).length === away.length);
const back = new RivuletClient({ base, store: cy.store });
const missed = [];
back.on('event', (event) => missed.push(event));
assert.equal(await back.restore(), true);
back.start();
await until('cy has all', () => texts(missed, group).length === away.length);
assert.deepEqual(texts(missed, group), texts(bob.heard, group));

// sent while offline, kept over a new process, arrives once
back.suspend();
back.send(group, 'written offline');
await back.close();
const again = new RivuletClient({ base, store: cy.store });
await again.restore();
again.start();
await until('the kept message arrives', () => texts(bob.heard, group).includes('written offline'));
again.send(group, 'and another');
await until('another arrives', () => texts(bob.heard, group).at(-1) === 'and another');
assert.equal(texts(bob.heard, group).filter((text) => text === 'written offline').length, 1);

// a device without a store reads history page by page
const other = new RivuletClient({ base });
await other.logIn(`bob-${mark}`, `a long word ${mark}`);
other.start();
await until('the list is there', () => other.synced && other.book.list.length === 2);
await other.open(direct);
while (await other.older(direct));
assert.deepEqual(
  other.entries(direct).map(({ seq, text, deleted }) => [seq, text, deleted]),
  bob.client.entries(direct).map(({ seq, text, deleted }) => [seq, text, deleted]));

// signed out elsewhere
const ended = new Promise((resolve) => other.on('ended', resolve));
await bob.client.api.send('DELETE', `/v1/devices/${other.book.account.device}`);
assert.equal((await ended).why, 'signed-out');

await Promise.all([ann.client.close(), bob.client.close(), again.close()]);
console.log(`ok: ${bob.heard.length} events at bob's, ${missed.length} synced at cy's`);
process.exit(0);
