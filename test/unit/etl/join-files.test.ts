import { execFileSync } from 'node:child_process';
import { rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RawDocument } from '../../../etl/plan/index.ts';
import { ahead } from '../../../etl/run/join/ahead.ts';
import type { Joined } from '../../../etl/run/join/index.ts';
import { sealDocument } from '../../../pipeline/contract/index.ts';
import { keyOf, temporaryFolder } from './builders.ts';
import { filesOf, joinerOf, linesOf, named, partsOf, storeIn } from './join-scene.ts';

describe.each([
  ['many', { few: 0 }],
  ['few', {}],
])('joining %s files', (_, options) => {
  it('refuses a file that is too large without reading it', async () => {
    const store = await storeIn(await temporaryFolder());
    const [small, large] = [named('small'), named('large')];
    await store.put(keyOf(large), new Uint8Array());
    await truncate(join(store.root, keyOf(large)), 2 ** 40);
    await store.put(keyOf(small), sealDocument(small));
    const parts = await partsOf(filesOf(store), store.documents, options);
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
    expect(await linesOf(await partsOf(filesOf(store), store.documents, options))).toEqual(
      lines.map(([, line]) => `${line}`),
    );
  });

  it('takes more documents than are handed over at a time', async () => {
    const store = await storeIn(await temporaryFolder());
    await store.put(keyOf(named('a')), sealDocument(named('a')));
    const [one] = store.documents as [RawDocument];
    const parts = await partsOf(
      filesOf(store),
      Array.from({ length: 4_104 }, () => one),
      options,
    );
    expect(parts.map(({ landed }) => landed.length)).toEqual([4_096, 8]);
  });

  it('begins again after it was closed', async () => {
    const store = await storeIn(await temporaryFolder());
    await store.put(keyOf(named('a')), sealDocument(named('a')));
    const joiner = await joinerOf(filesOf(store), options);
    await joiner.join(store.documents).next();
    await joiner.close();
    const { value } = await joiner.join(store.documents).next();
    expect((value as Joined).landed).toHaveLength(1);
  });

  it('begins again after it was closed while it read', async () => {
    const store = await storeIn(await temporaryFolder());
    await store.put(keyOf(named('a')), sealDocument(named('a')));
    const joiner = await joinerOf(filesOf(store), options);
    for (let n = 0; n < 4; n += 1)
      void joiner
        .join(store.documents)
        .next()
        .catch(() => undefined);
    await joiner.close();
    const { value } = await joiner.join(store.documents).next();
    expect((value as Joined).landed).toHaveLength(1);
  });
});

describe('reading beside each other', () => {
  const wholeOf = async (parts: AsyncIterable<Joined>): Promise<Joined[]> => {
    const all: Joined[] = [];
    for await (const part of parts) all.push(part);
    return all;
  };
  const lengthsOf = (parts: readonly Joined[]) => parts.map(({ landed }) => landed.length);

  it('documents come by call, in line files of even length once their size is known', async () => {
    const store = await storeIn(await temporaryFolder());
    const names = Array.from({ length: 23 }, (_, n) => `n${String(n).padStart(2, '0')}`);
    const lines = names.map((name) => sealDocument(named(name)));
    for (const [n, name] of names.entries())
      await store.put(keyOf(named(name)), lines[n] ?? new Uint8Array());
    const linesBytes = 6 * (lines[0]?.byteLength ?? 0);
    const joiner = await joinerOf(filesOf(store), { few: 0, linesBytes });
    const [first, second] = [
      await wholeOf(joiner.join(store.documents)),
      await wholeOf(joiner.join(store.documents.toReversed())),
    ];
    expect(lengthsOf(first)).toEqual([6, 6, 6, 5]);
    expect(lengthsOf(second)).toEqual([6, 6, 6, 5]);
    for (const parts of [first, second]) expect(await linesOf(parts)).toEqual(lines.map(String));
  });

  it('what does not fit into a line file comes before what was read beside it', async () => {
    const store = await storeIn(await temporaryFolder());
    const put = async (name: string, reason: string) => {
      const document = named(name, { unscored_reason: reason });
      await store.put(keyOf(document), sealDocument(document));
    };
    for (const name of ['w', 'x', 'y', 'z']) await put(name, 'short');
    const small = [...store.documents];
    for (const name of ['a', 'b', 'c', 'd']) await put(name, 'x'.repeat(99_000));
    const lineBytes = sealDocument(named('w', { unscored_reason: 'short' })).byteLength + 1;
    const joiner = await joinerOf(filesOf(store), { few: 0, linesBytes: 4 * lineBytes });
    await wholeOf(joiner.join(small));
    const parts = await wholeOf(joiner.join(store.documents));
    const calls = parts.map(({ landed }) => landed.map(({ callId }) => callId).join(''));
    expect(calls).toEqual(['a', 'b', 'c', 'd', 'wxyz']);
  });

  it('a file that is waited for does not hold up the documents of others', async () => {
    const store = await storeIn(await temporaryFolder());
    const [slow, fast] = [named('slow'), named('swift')];
    await store.put(keyOf(slow), new Uint8Array());
    await rm(join(store.root, keyOf(slow)));
    execFileSync('mkfifo', [join(store.root, keyOf(slow))]);
    await store.put(keyOf(fast), sealDocument(fast));
    const joiner = await joinerOf(filesOf(store), { few: 0 });
    const [one, other] = store.documents.map((document) => joiner.join([document]));
    expect((await other?.next())?.value.landed).toHaveLength(1);
    await writeFile(join(store.root, keyOf(slow)), sealDocument(slow));
    expect((await one?.next())?.value.landed).toHaveLength(1);
  });
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

  const settled = () => new Promise(setImmediate);

  it.each([1, 2])('begins at once, and is %i ahead of who takes', async (limit) => {
    const asked: unknown[] = [];
    const items = ahead(counted(asked), limit);
    await settled();
    expect(asked).toEqual([1, 2].slice(0, limit));
    expect((await items.next()).value).toBe(1);
    await settled();
    expect(asked).toEqual([1, 2, 3].slice(0, limit + 1));
  });

  it.each([1, 2, 5])('gives every item once, in their order, %i ahead', async (limit) => {
    const taken: number[] = [];
    for await (const item of ahead(counted([]), limit)) taken.push(item);
    expect(taken).toEqual([1, 2, 3]);
  });

  it('ends the items when who takes them stops', async () => {
    const asked: unknown[] = [];
    for await (const _ of ahead(counted(asked), 1)) break;
    expect(asked).toEqual([1, 2, 'ended']);
  });
});
