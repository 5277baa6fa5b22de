import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRawCallKey } from '../../../pipeline/contract/index.ts';
import { fileOf, renamingLake } from './renamed-scene.ts';

const call = (value: string) => ({ kind: 'call' as const, value });
const filesIn = (documents: Iterable<Uint8Array>): string[] =>
  [...new Set(Array.from(documents, fileOf))].sort();

const ID = fc.constantFrom('id-one', 'id-two', 'id-three');
const STEP = fc.record({
  file: fc.constantFrom('f', 'g', 'h'),
  /** Null: the file keeps the id that it has. */
  id: fc.option(ID, { nil: null }),
  edit: fc.boolean(),
  killed: fc.boolean(),
});
type Step = typeof STEP extends fc.Arbitrary<infer T> ? T : never;

/**
 * A lake after a story. Content and id of a file never change at once, nor the content before a killed ingest was run again:
 * landing takes that for another call.
 */
async function lakeAfter(steps: readonly Step[]) {
  const lake = renamingLake();
  const files = new Map<string, { id: string; edits: number }>();
  const words = (file: string, edits: number) => (edits % 3 === 2 ? 'shared' : `words ${edits} of ${file}`);
  for (const { file, id, edit, killed } of steps) {
    const was = files.get(file);
    const now =
      was && edit
        ? { ...was, edits: was.edits + 1 }
        : { id: id ?? was?.id ?? 'id-one', edits: was?.edits ?? 0 };
    const isShared = now.edits % 3 === 2;
    // A second file of the same content and id is a duplicate, of which nothing is remembered.
    if (isShared && [...files].some(([other, { id: its }]) => other !== file && its === now.id)) continue;
    if (was && edit) await lake.ingest(file, was.id, words(file, was.edits));
    files.set(file, now);
    await lake.ingest(file, now.id, words(file, now.edits), killed);
  }
  return lake;
}

describe('an erasure of a call that went by another id', () => {
  it('takes what was taken back with it, through all ids that the file had, and keeps them out', async () => {
    const lake = renamingLake();
    for (const id of ['id-one', 'id-two', 'id-three']) await lake.ingest('f', id, 'the words');
    const { calls, quarantined } = await lake.erase(call('id-three'));
    expect([...calls].sort()).toEqual(['id-one', 'id-three', 'id-two']);
    expect(quarantined.size).toBe(2);
    expect([...lake.readByNight()]).toEqual([]);
  });

  it('takes older content of the file too, which is taken back by its path', async () => {
    const lake = renamingLake();
    await lake.ingest('f', 'id-one', 'the first words');
    await lake.ingest('f', 'id-one', 'other words');
    await lake.ingest('f', 'id-two', 'other words');
    const { calls, contents } = await lake.erase(call('id-two'));
    expect([...calls].sort()).toEqual(['id-one', 'id-two']);
    expect(contents.size).toBeGreaterThanOrEqual(4);
    expect(lake.kept).toEqual([]);
  });

  it('takes the call that an ingest could not take back, since it was killed', async () => {
    const lake = renamingLake();
    await lake.ingest('f', 'id-one', 'the words');
    await lake.ingest('f', 'id-two', 'the words', true);
    const content = /"content_sha256":"(\w+)"/.exec(String([...lake.objects.values()][0]))?.[1];
    const { calls, contents } = await lake.erase(call('id-two'));
    expect([...calls].sort()).toEqual(['id-one', 'id-two']);
    expect(contents).toContain(content);
    expect(lake.objects.size).toBe(0);
  });

  it('leaves the call of another file that goes by the old id now, and takes only the revisions of the file', async () => {
    const lake = renamingLake();
    await lake.ingest('f', 'id-one', 'the words');
    await lake.ingest('f', 'id-two', 'the words');
    await lake.ingest('g', 'id-one', 'of another');
    await lake.erase(call('id-two'));
    expect(filesIn(lake.objects.values())).toEqual(['g']);
    expect(lake.kept).toEqual([]);
    expect([...lake.readByNight()]).toEqual([...lake.objects.keys()]);
  });

  it('tells two files apart that swapped their ids', async () => {
    const lake = renamingLake();
    await lake.ingest('f', 'id-one', 'the words of f');
    await lake.ingest('g', 'id-two', 'the words of g');
    await lake.ingest('f', 'id-two', 'the words of f');
    await lake.ingest('g', 'id-one', 'the words of g');
    await lake.erase(call('id-one'));
    expect([...lake.objects.keys()].map((key) => parseRawCallKey(key).callId)).toEqual(['id-two']);
    expect(filesIn(lake.objects.values())).toEqual(['f']);
  });

  it('leaves a call of the same content that came from another file', async () => {
    const lake = renamingLake();
    await lake.ingest('f', 'id-one', 'the same');
    await lake.ingest('g', 'id-one', 'the same');
    await lake.ingest('f', 'id-two', 'the same');
    await lake.ingest('g', 'id-three', 'the same');
    await lake.erase(call('id-two'));
    expect(filesIn(lake.objects.values())).toEqual(['g']);
  });

  it('takes a document that was put back by its content, whatever it is called', async () => {
    const lake = renamingLake();
    await lake.ingest('f', 'id-one', 'the words');
    const backup = new Map(lake.objects);
    await lake.ingest('f', 'id-two', 'the words');
    lake.kept.splice(0);
    await lake.erase(call('id-two'));
    await lake.ingest('g', 'id-four', 'of another');
    for (const [key, bytes] of backup) lake.objects.set(key, bytes);
    const { calls } = await lake.erase(call('anything-1'));
    expect([...calls].sort()).toEqual(['anything-1', 'id-one']);
    expect(filesIn(lake.objects.values())).toEqual(['g']);
  });

  it('takes all of the files that go by the id and nothing of the others, whatever happened before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(STEP, { minLength: 2, maxLength: 9 }), ID, async (steps, erased) => {
        const lake = await lakeAfter(steps);
        const before = new Map(lake.objects);
        const going = filesIn(
          [...before].filter(([key]) => parseRawCallKey(key).callId === erased).map(([, bytes]) => bytes),
        );
        await lake.erase(call(erased));
        const staying = [...before].filter(([, bytes]) => !going.includes(fileOf(bytes)));
        expect([...lake.objects.keys()].sort()).toEqual(staying.map(([key]) => key).sort());
        expect(filesIn(lake.kept.map(({ bytes }) => bytes)).filter((file) => going.includes(file))).toEqual(
          [],
        );
        const read = lake.readByNight();
        expect(staying.filter(([key]) => !read.has(key))).toEqual([]);
        const readFiles = filesIn([...read].map((key) => lake.written.get(key) as Uint8Array));
        expect(readFiles.filter((file) => going.includes(file))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
