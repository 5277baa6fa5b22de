import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RawDocuments } from '../../../etl/index.ts';
import type { RawDocument } from '../../../etl/plan/index.ts';
import { ahead } from '../../../etl/run/join/ahead.ts';
import { type Joined, type Joiner, openJoiner } from '../../../etl/run/join/index.ts';
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

/** Raw objects in a folder, and how many bytes were asked for through the port. */
interface Store {
  readonly root: string;
  readonly raw: RawDocuments;
  readonly documents: RawDocument[];
  put(key: string, bytes: Uint8Array): Promise<void>;
}

async function storeIn(root: string): Promise<Store> {
  const documents: RawDocument[] = [];
  return {
    root,
    documents,
    raw: {
      async *list() {
        for (const { key } of documents) yield key;
      },
      read: (key) => readFile(join(root, key)),
    },
    async put(key, bytes) {
      await mkdir(dirname(join(root, key)), { recursive: true });
      await writeFile(join(root, key), bytes);
      documents.push({ key, ...parseRawCallKey(key) });
    },
  };
}

/** The two ways of reading: through a thread, where objects are files, and through the port, one by one or many at once. */
const WAYS: readonly (readonly [string, (store: Store) => RawDocuments])[] = [
  ['files', ({ raw, root }) => ({ ...raw, pathOf: (key) => join(root, key) })],
  ['single objects', ({ raw }) => raw],
  [
    'many objects at once',
    ({ raw }) => ({
      ...raw,
      async *readMany(keys) {
        for (const key of [...keys].reverse()) yield [key, await raw.read(key)] as const;
      },
    }),
  ],
];

async function joinerOf(raw: RawDocuments): Promise<Joiner> {
  const joiner = openJoiner(raw, await temporaryFolder());
  onTestFinished(() => joiner.close());
  return joiner;
}

async function partsOf(raw: RawDocuments, documents: readonly RawDocument[]): Promise<Joined[]> {
  const joiner = await joinerOf(raw);
  const parts: Joined[] = [];
  for await (const part of joiner.join(documents)) parts.push(part);
  return parts;
}

const linesOf = async (parts: readonly Joined[]): Promise<string[]> => {
  const texts = await Promise.all(parts.map(({ lines }) => readFile(lines.path, 'utf8')));
  return texts.flatMap((text) => text.split('\n').slice(0, -1));
};

const named = (name: string, change: Partial<CallDocument> = {}): CallDocument =>
  call({ call_id: name, ...change });

const V0 = {
  tenant_id: 'acme',
  call_id: 'v0',
  call_date: '2026-07-01',
  qa_evaluation: {},
  ai_summary: { issue: 'late', action_items: ['call back'] },
};

async function mixedStore(): Promise<Store> {
  const store = await storeIn(await temporaryFolder());
  const put = (document: CallDocument, bytes: Uint8Array) => store.put(keyOf(document), bytes);
  await put(named('sealed'), sealDocument(named('sealed')));
  await put(named('line-end'), Buffer.concat([sealDocument(named('line-end')), Buffer.from('\n')]));
  await put(named('unsealed'), bytesOf(named('unsealed', { processed_at: '2026-07-02T10:00:00Z' })));
  await put(named('pretty'), Buffer.from(`\ufeff${JSON.stringify(named('pretty'), null, 2)}\r\n`));
  await put(named('v0'), bytesOf(V0));
  await put(named('cut'), sealDocument(named('cut')).subarray(0, -1));
  await put(named('moved'), sealDocument(named('elsewhere')));
  await put(named('empty'), new Uint8Array());
  await put(
    named('half'),
    Buffer.from(JSON.stringify(named('half', { queue: 'Q' })).replace('Q', '\\ud800')),
  );
  return store;
}

describe.each(WAYS)('joining %s', (_, way) => {
  it('takes sealed lines as they are, brings the others to the same form, and names the rest', async () => {
    const store = await mixedStore();
    const parts = await partsOf(way(store), store.documents);
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
    const text = 'word '.repeat((12 << 20) / 5);
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const transcript = { ...call().transcript, turns: [turn(0, text)] } as CallDocument['transcript'];
      await store.put(keyOf(named(name)), sealDocument(named(name, { transcript })));
    }
    const parts = await partsOf(way(store), store.documents);
    expect(parts.map(({ lines, landed }) => [lines.documents, landed.length])).toEqual([
      [4, 4],
      [2, 2],
    ]);
    expect(new Set(parts.map(({ lines }) => lines.path)).size).toBe(2);
    const ids = parts.flatMap(({ landed }) => landed.map(({ callId }) => callId));
    expect(ids.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect((await linesOf(parts)).map((line) => /"call_id":"(.)"/.exec(line)?.[1])).toEqual(ids);
  });

  it('of nothing gives nothing', async () => {
    const store = await storeIn(await temporaryFolder());
    const parts = await partsOf(way(store), []);
    expect(parts.flatMap(({ landed, refused }) => [...landed, ...refused])).toEqual([]);
  });

  it('gives a part without lines when nothing could be used', async () => {
    const store = await storeIn(await temporaryFolder());
    await store.put(keyOf(named('a')), Buffer.from('{'));
    const [part] = await partsOf(way(store), store.documents);
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
    await expect(partsOf(way(store), [...store.documents, missing])).rejects.toMatchObject({
      code: 'ENOENT',
      syscall: 'open',
    });
  });

  it('says nothing of the content in a refusal', async () => {
    const store = await storeIn(await temporaryFolder());
    await store.put(keyOf(named('a')), bytesOf({ ...named('a'), channel: 'secret', queue: ['secret'] }));
    const parts = await partsOf(way(store), store.documents);
    expect(JSON.stringify(parts)).toContain('bad_shape');
    expect(JSON.stringify(parts)).not.toContain('secret');
  });

  it('goes on after a failure, with what is asked for next', async () => {
    const store = await storeIn(await temporaryFolder());
    await store.put(keyOf(named('a')), sealDocument(named('a')));
    const missing = { ...parseRawCallKey(keyOf(named('b'))), key: keyOf(named('b')) };
    const joiner = await joinerOf(way(store));
    await expect(joiner.join([missing]).next()).rejects.toThrow();
    for (const documents of [store.documents, store.documents]) {
      const { value } = await joiner.join(documents).next();
      expect((value as Joined).landed).toHaveLength(1);
    }
  });
});

describe('joining files', () => {
  const files = ({ raw, root }: Store): RawDocuments => ({ ...raw, pathOf: (key) => join(root, key) });

  it('refuses a file that is too large without reading it', async () => {
    const store = await storeIn(await temporaryFolder());
    const [small, large] = [named('small'), named('large')];
    await store.put(keyOf(large), new Uint8Array());
    await truncate(join(store.root, keyOf(large)), 2 ** 40);
    await store.put(keyOf(small), sealDocument(small));
    const parts = await partsOf(files(store), store.documents);
    expect(parts.flatMap(({ refused }) => refused.map(({ refusal }) => refusal.code))).toEqual(['too_large']);
    expect(await linesOf(parts)).toEqual([sealDocument(small).toString()]);
  });

  it('reads files around the size of its memory to their last byte', async () => {
    const store = await storeIn(await temporaryFolder());
    const sizes = [256 << 10, (256 << 10) + 1, (256 << 10) - 1, 512 << 10, (4 << 20) - 1, 4 << 20, 5];
    const [least] = [sealDocument(named('n0', { queue: 'x' })).byteLength];
    const lines = sizes.map((size, n) => {
      const reason = 'x'.repeat(Math.max(1, size - least + 1 - 'null'.length + '""'.length));
      const line = sealDocument(named(`n${n}`, { queue: 'x', unscored_reason: reason }));
      return [named(`n${n}`), line] as const;
    });
    for (const [document, line] of lines) await store.put(keyOf(document), line);
    expect(await linesOf(await partsOf(files(store), store.documents))).toEqual(
      lines.map(([, line]) => `${line}`),
    );
  });

  it('takes more documents than are handed over at a time', async () => {
    const store = await storeIn(await temporaryFolder());
    await store.put(keyOf(named('a')), sealDocument(named('a')));
    const [one] = store.documents as [RawDocument];
    const parts = await partsOf(
      files(store),
      Array.from({ length: 8_200 }, () => one),
    );
    expect(parts.map(({ landed }) => landed.length)).toEqual([8_192, 8]);
  });

  it('begins again after it was closed', async () => {
    const store = await storeIn(await temporaryFolder());
    await store.put(keyOf(named('a')), sealDocument(named('a')));
    const joiner = await joinerOf(files(store));
    await joiner.join(store.documents).next();
    await joiner.close();
    const { value } = await joiner.join(store.documents).next();
    expect((value as Joined).landed).toHaveLength(1);
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

describe('asking ahead', () => {
  /** Three items, and a record of what was asked for and whether it ended. */
  async function* counted(asked: unknown[]): AsyncGenerator<number> {
    try {
      for (let n = 1; n <= 3; n += 1) {
        asked.push(n);
        yield n;
      }
    } finally {
      asked.push('ended');
    }
  }

  it('begins at once, and is one ahead of who takes', async () => {
    const asked: unknown[] = [];
    const items = ahead(counted(asked));
    expect(asked).toEqual([1]);
    expect((await items.next()).value).toBe(1);
    expect(asked).toEqual([1, 2]);
  });

  it('gives every item once', async () => {
    const taken: number[] = [];
    for await (const item of ahead(counted([]))) taken.push(item);
    expect(taken).toEqual([1, 2, 3]);
  });

  it('ends the items when who takes them stops', async () => {
    const asked: unknown[] = [];
    for await (const _ of ahead(counted(asked))) break;
    expect(asked).toEqual([1, 2, 'ended']);
  });
});
