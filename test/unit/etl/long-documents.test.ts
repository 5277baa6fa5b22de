import { describe, expect, it } from 'vitest';
import { duckdbEngine } from '../../../etl/index.ts';
import { LONG_LINE_BYTES, LONG_LINES_BYTES } from '../../../etl/run/ports.ts';
import { type CallDocument, sealDocument } from '../../../pipeline/contract/index.ts';
import { keyOf, temporaryFolder, turn } from './builders.ts';
import { linesOf, partsOf, storeIn, WAYS } from './join-scene.ts';
import { counts, lakeWith, night, on } from './night-scene.ts';

/** A call whose document takes that many bytes and some more, in so many turns. */
function long(call_id: string, bytes: number, turns = 1): CallDocument {
  const source = on('2026-08-01', call_id);
  const text = 'word '.repeat(Math.ceil(bytes / turns / 5));
  const said = Array.from({ length: turns }, (_, index) => turn(index, text));
  return { ...source, transcript: source.transcript && { ...source.transcript, turns: said } };
}

const many = (count: number, bytes: number): CallDocument[] =>
  Array.from({ length: count }, (_, n) => long(`o${String(n).padStart(3, '0')}`, bytes, 60));

describe.each(WAYS)('long documents among others, as %s', (_, way, options) => {
  const MB = 1e6;
  it.each([
    ['first', ['a'], 12],
    ['last', ['z'], 12],
    ['between others', ['o003', 'o005x'], 12],
    ['many of them', Array.from({ length: 9 }, (_, n) => `o00${n}x`), 9],
    ['longer than a file of them', ['o004x', 'o004y'], 9],
  ])('lie in short line files of their own, in the order of the others: %s', async (name, ids, others) => {
    const store = await storeIn(await temporaryFolder());
    const size = name.startsWith('longer') ? 9 * MB : 1.2 * MB;
    const documents = [
      ...ids.map((id) => long(id, size)),
      ...many(others, 0.9 * MB).filter(({ call_id }) => !ids.includes(call_id)),
    ].toSorted((a, b) => (a.call_id < b.call_id ? -1 : 1));
    const lines = documents.map(sealDocument);
    for (const [n, document] of documents.entries())
      await store.put(keyOf(document), lines[n] ?? new Uint8Array());
    const parts = await partsOf(way(store), store.documents, options);
    for (const { lines } of parts)
      if (lines.longest > LONG_LINE_BYTES && lines.documents > 1)
        expect(lines.bytes).toBeLessThanOrEqual(LONG_LINES_BYTES);
    const found = await linesOf(parts);
    expect(found.toSorted()).toEqual(lines.map(String).toSorted());
    if (!('readMany' in way(store))) expect(found).toEqual(lines.map(String));
  });
});

/** An engine with so little memory that few documents stand for many. */
const nightOn = async (documents: readonly CallDocument[], memoryBytes: number) => {
  const lake = await lakeWith(...documents);
  return night({ ...lake, ports: { ...lake.ports, engine: duckdbEngine({ memoryBytes }) } });
};

describe('a night lands', () => {
  it('one long document among many others', async () => {
    const account = await nightOn([long('a', 1.2e6, 500), ...many(700, 58e3)], 200e6);
    expect([account.errors, counts(account)]).toEqual([[], [701, 701, 0, 0, true]]);
  });

  it.each([1, 50_000])('documents that are larger than its memory, of %i turns', async (turns) => {
    const huge = ['b', 'c', 'd'].map((id) => long(id, 12e6, turns));
    const account = await nightOn([...huge, on('2026-08-01', 'a'), on('2026-08-02', 'e')], 100e6);
    expect([account.errors, counts(account)]).toEqual([[], [5, 5, 0, 0, true]]);
  });
});
