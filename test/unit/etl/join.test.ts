import { describe, expect, it } from 'vitest';
import type { RawDocuments } from '../../../etl/index.ts';
import type { RawDocument } from '../../../etl/plan/index.ts';
import type { Joined } from '../../../etl/run/join/index.ts';
import {
  type CallDocument,
  parseJson,
  parseRawCallKey,
  readCallDocument,
  sealDocument,
  sealedHead,
  sealedLine,
} from '../../../pipeline/contract/index.ts';
import { bytesOf, call, keyOf, revision, temporaryFolder, turn } from './builders.ts';
import { joinerOf, linesOf, mixedStore, named, partsOf, storeIn, V0, WAYS } from './join-scene.ts';

describe.each(WAYS)('joining %s', (_, way, options) => {
  it('takes sealed lines as they are, brings the others to the same form, and names the rest', async () => {
    const store = await mixedStore();
    const parts = await partsOf(way(store), store.documents, options);
    const [first] = parts;
    expect(parts).toHaveLength(1);
    expect(first?.landed.map(({ callId }) => callId).sort()).toEqual([
      'line-end',
      'pretty',
      'sealed',
      'unsealed',
      'v0',
    ]);
    expect(
      first?.refused
        .map(({ raw, refusal }) => [raw.callId, refusal.code])
        .sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
    ).toEqual([
      ['cut', 'not_json'],
      ['empty', 'empty'],
      ['half', 'invalid_unicode'],
      ['moved', 'wrong_call'],
    ]);
    const lines = await linesOf(parts);
    const v0 = store.documents.find(({ callId }) => callId === 'v0') as RawDocument;
    expect(lines.toSorted()).toEqual(
      [
        ...['line-end', 'pretty', 'sealed', 'unsealed'].map((name) => sealDocument(named(name))),
        sealDocument(readCallDocument(parseJson(bytesOf(V0)), v0)),
      ]
        .map(String)
        .toSorted(),
    );
    expect(first?.lines).toMatchObject({
      documents: 5,
      longest: Math.max(...lines.map((line) => Buffer.byteLength(line))),
    });
    for (const line of lines) {
      const raw = first?.landed.find(({ callId }) => line.includes(`"call_id":"${callId}"`)) as RawDocument;
      expect(sealedLine(Buffer.from(line), sealedHead(raw))).not.toBeNull();
    }
  });

  it('begins a new line file when one is large, and every document is in one of them', async () => {
    const store = await storeIn(await temporaryFolder());
    const text = 'word '.repeat((12 << 10) / 5);
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const transcript = { ...call().transcript, turns: [turn(0, text)] } as CallDocument['transcript'];
      await store.put(keyOf(named(name)), sealDocument(named(name, { transcript })));
    }
    const parts = await partsOf(way(store), store.documents, { ...options, linesBytes: 48 << 10 });
    expect(parts.map(({ lines, landed }) => [lines.documents, landed.length])).toEqual([
      [4, 4],
      [2, 2],
    ]);
    expect(new Set(parts.map(({ lines }) => lines.path)).size).toBe(2);
    const ids = parts.flatMap(({ landed }) => landed.map(({ callId }) => callId));
    expect(ids.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect((await linesOf(parts)).map((line) => /"call_id":"(.)"/.exec(line)?.[1])).toEqual(ids);
  });

  it('gives lines by day and call, when the store is read document by document', async () => {
    const store = await storeIn(await temporaryFolder());
    const raw = way(store);
    const calls = [
      ['2', 'a'],
      ['1', 'b'],
      ['1', 'c10'],
      ['1', 'c9'],
      ['1', 'B'],
      ['1', 'a'],
    ].map(([day, id = '']) => named(id + day, { started_at: `2026-08-0${day}T09:00:00.000Z` }));
    for (const document of calls) await store.put(keyOf(document), sealDocument(document));
    const lines = await linesOf(await partsOf(raw, store.documents, options));
    const ids = lines.map((line) => String(JSON.parse(line).call_id));
    expect(ids.toSorted()).toEqual(['B1', 'a1', 'a2', 'b1', 'c101', 'c91']);
    if (!raw.readMany) expect(ids).toEqual(['B1', 'a1', 'b1', 'c101', 'c91', 'a2']);
  });

  it('of nothing gives nothing', async () => {
    const store = await storeIn(await temporaryFolder());
    const parts = await partsOf(way(store), [], options);
    expect(parts.flatMap(({ landed, refused }) => [...landed, ...refused])).toEqual([]);
  });

  it('gives a part without lines when nothing could be used', async () => {
    const store = await storeIn(await temporaryFolder());
    await store.put(keyOf(named('a')), Buffer.from('{'));
    const [part] = await partsOf(way(store), store.documents, options);
    expect(part).toMatchObject({
      lines: { documents: 0 },
      landed: [],
      refused: [{ refusal: { code: 'not_json' } }],
    });
  });

  it('fails when a listed object cannot be read: that is no damage', async () => {
    const store = await storeIn(await temporaryFolder());
    await store.put(keyOf(named('a')), sealDocument(named('a')));
    const missing = { ...parseRawCallKey(keyOf(named('b'))), key: keyOf(named('b')) };
    await expect(partsOf(way(store), [...store.documents, missing], options)).rejects.toMatchObject({
      code: 'ENOENT',
      syscall: 'open',
    });
  });

  it('says nothing of the content in a refusal', async () => {
    const store = await storeIn(await temporaryFolder());
    await store.put(keyOf(named('a')), bytesOf({ ...named('a'), channel: 'secret', queue: ['secret'] }));
    const parts = await partsOf(way(store), store.documents, options);
    expect(JSON.stringify(parts)).toContain('bad_shape');
    expect(JSON.stringify(parts)).not.toContain('secret');
  });

  it('goes on after a failure, with what is asked for next', async () => {
    const store = await storeIn(await temporaryFolder());
    await store.put(keyOf(named('a')), sealDocument(named('a')));
    const missing = { ...parseRawCallKey(keyOf(named('b'))), key: keyOf(named('b')) };
    const joiner = await joinerOf(way(store), options);
    await expect(joiner.join([missing]).next()).rejects.toThrow();
    for (const documents of [store.documents, store.documents]) {
      const { value } = await joiner.join(documents).next();
      expect((value as Joined).landed).toHaveLength(1);
    }
  });
});

it('objects that come along unasked, twice or not at all change nothing', async () => {
  const store = await storeIn(await temporaryFolder());
  for (const name of ['a', 'b', 'c']) await store.put(keyOf(named(name)), sealDocument(named(name)));
  const strange = keyOf(named('z', { revision: revision(2) }));
  const raw: RawDocuments = {
    ...store.raw,
    async *readMany([a = '', b = '']) {
      yield [strange, new Uint8Array()];
      yield [b, await store.raw.read(b)];
      yield [b, await store.raw.read(b)];
      yield [a, await store.raw.read(a)];
    },
  };
  const parts = await partsOf(raw, store.documents);
  expect(parts.flatMap(({ landed }) => landed.map(({ callId }) => callId))).toEqual(['b', 'a', 'c']);
});
