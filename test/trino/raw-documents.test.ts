import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  filesOf,
  LINES,
  namedPartition,
  STRAYS_AT_ONCE,
  stageSealedLines,
  stageTenant,
  type TenantRun,
  writeTenant,
} from '../../etl/engines/athena/index.ts';
import { lineOf } from '../../etl/run/join/sealed-line.ts';
import {
  type CallDocument,
  ContractError,
  parseRawCallKey,
  type RawCallKey,
  rawCallKey,
  sealDocument,
} from '../../pipeline/contract/index.ts';
import { hasTrino, TRINO_SCRIPT } from '../support/trino.ts';
import { ACME, awkwardDocuments } from './awkward-documents.ts';
import { startTrinoLake, type TrinoLake } from './lake-trino.ts';
import { keyOf, makeFolders, putWinners } from './tenant-runs.ts';

const PORT = 18_090;
vi.setConfig({ testTimeout: 300_000 });
if (!hasTrino()) process.stderr.write(`raw documents on Trino skipped: there is no ${TRINO_SCRIPT}\n`);

const DAY = '2026-07-05';
const NEWER = '20990101T000000001Z-00000001';

const call = (call_id: string, change: Partial<CallDocument> = {}): CallDocument => ({
  ...(awkwardDocuments()[0] as CallDocument),
  call_id,
  started_at: `${DAY}T10:00:00.000Z`,
  ...change,
});
const keyText = (document: CallDocument): string => rawCallKey(keyOf(document));
const bytes = (...parts: readonly (string | Uint8Array)[]): Buffer =>
  Buffer.concat(parts.map((part) => Buffer.from(part)));

/** Objects in the store, by key. */
type Objects = Readonly<Record<string, string | Uint8Array>>;

const sealed = (...documents: readonly CallDocument[]): Objects =>
  Object.fromEntries(documents.map((document) => [keyText(document), sealDocument(document)]));
/** A sealed document with something before or behind it. */
const around = (id: string, before: string, behind: string): Objects => ({
  [keyText(call(id))]: bytes(before, sealDocument(call(id)), behind),
});

/** What lies in the store, and the calls of it that a night makes rows of. */
const SCENES: readonly (readonly [what: string, objects: Objects, calls: readonly string[]])[] = [
  ['as landing writes it', around('landed', '', '\n'), ['landed']],
  ['without a line end', around('bare', '', ''), ['bare']],
  ['a call id that its key encodes', around('a:b', '', '\n'), ['a:b']],
  ['a line end before', around('late', '\n', ''), ['late']],
  ['two bytes of line end', around('crlf', '', '\r\n'), ['crlf']],
  ['the mark of byte order', around('bom', '\ufeff', ''), ['bom']],
  ['blanks behind', around('blank', '', '  '), ['blank']],
  ['rubbish behind', around('behind', '', '\nrubbish'), []],
  ['rubbish behind a carriage return', around('cr', '', '\rrubbish'), []],
  ['zeros behind', around('zeros', '', `\n${'\0'.repeat(20)}`), []],
  ['half a line before', around('before', '{"half":\n', ''), []],
  ['U+0001 and more behind', around('column', '', '\u0001rubbish'), []],
  ['U+0001 alone behind', around('separator', '', '\u0001'), []],
  ['U+0001 and the text of NULL behind', around('null', '', '\u0001\\N'), []],
  ['written twice', around('twice', '', `\n${sealDocument(call('twice'))}\n`), []],
  [
    'the document of another call behind',
    { ...around('host', '', `\n${sealDocument(call('guest'))}`), [keyText(call('guest'))]: 'cut' },
    [],
  ],
  [
    'a copy under the key of another call',
    { ...sealed(call('own')), [keyText(call('copy'))]: sealDocument(call('own')) },
    ['own'],
  ],
  [
    'a copy under the key of another call, and the own one cut',
    { [keyText(call('cut'))]: '{"schema', [keyText(call('thief'))]: sealDocument(call('cut')) },
    [],
  ],
  [
    'an older revision under the key of a newer one',
    {
      ...sealed(call('older')),
      [keyText(call('older', { revision: NEWER }))]: sealDocument(call('older')),
    },
    [],
  ],
  [
    'a copy beside under a name that is no key',
    { ...sealed(call('safe')), [`${keyText(call('safe'))}.bak`]: sealDocument(call('safe')) },
    ['safe'],
  ],
  [
    'a copy beside, and the own one cut',
    { [keyText(call('torn'))]: '{', [`${keyText(call('torn'))}.tmp`]: sealDocument(call('torn')) },
    [],
  ],
  [
    'the same, compressed',
    { ...sealed(call('packed')), [`${keyText(call('packed'))}.gz`]: gzipSync(sealDocument(call('packed'))) },
    ['packed'],
  ],
];

const keysIn = (objects: Objects): RawCallKey[] =>
  Object.keys(objects)
    .filter((key) => key.endsWith('.json'))
    .map((key) => parseRawCallKey(key));

/** The newest revision of each call, as a night plans it. */
const winnersOf = (objects: Objects): RawCallKey[] => [
  ...new Map(
    keysIn(objects)
      .sort((a, b) => (a.revision < b.revision ? -1 : 1))
      .map((key) => [key.callId, key] as const),
  ).values(),
];

/** Those of some documents that a night takes, as sealed lines: the long way. */
const linesOf = (objects: Objects, keys: readonly RawCallKey[]): string =>
  keys
    .flatMap((key) => {
      try {
        return [`${Buffer.from(lineOf(bytes(objects[rawCallKey(key)] ?? ''), key))}\n`];
      } catch (error) {
        if (error instanceof ContractError) return [];
        throw error;
      }
    })
    .join('');

describe.skipIf(!hasTrino())('raw documents on a real Trino', () => {
  let lake: TrinoLake;
  beforeAll(async () => {
    lake = await startTrinoLake(PORT);
  });
  afterAll(() => lake?.stop());

  const runOf = (snapshot: string): TenantRun => ({
    catalog: lake.catalog,
    tenantId: ACME,
    timeZone: 'UTC',
    snapshot,
    openMonth: '2026-07',
  });

  /** A run over some objects of a day. @returns its account, and its calls that did not go the long way */
  async function runOver(run: TenantRun, dt: string, objects: Objects, strays?: readonly string[]) {
    makeFolders(lake, run, { days: [dt], periods: [dt] });
    for (const [key, content] of Object.entries(objects)) lake.put(key, content);
    const winners = winnersOf(objects);
    putWinners(lake, run, winners);
    const working = { runner: lake.runner };
    const missing = await stageTenant(working, run, { days: [dt], ...(strays ? { strays } : {}) });
    const long = winners.filter(({ callId }) => missing.some(({ call_id }) => call_id === callId));
    const lines = linesOf(objects, long);
    if (lines !== '') {
      lake.put(`${namedPartition(LINES, ACME, run.snapshot).folder}/part-0`, lines);
      await stageSealedLines(working, run);
    }
    const { balanced, repeated } = await writeTenant(working, run, [dt]);
    const { rows } = await lake.runner.run(
      `SELECT "call_id" FROM ${run.catalog.name(filesOf('calls').name)} WHERE "snapshot" = '${run.snapshot}' ORDER BY 1`,
    );
    return { balanced, repeated, calls: rows.flat(), long: long.map(({ callId }) => callId) };
  }

  test('become rows exactly where a night takes them, whatever else a file or a folder holds', async () => {
    const objects: Objects = Object.assign({}, ...SCENES.map(([, each]) => each));
    expect(winnersOf(objects).filter((key) => linesOf(objects, [key]) !== '')).toHaveLength(
      SCENES.flatMap(([, , calls]) => calls).length,
    );
    const { long, calls, ...account } = await runOver(runOf('whole.0'), DAY, objects);
    const made = SCENES.map(([what, each]) => {
      const own = new Set(keysIn(each).map(({ callId }) => callId));
      return [what, calls.filter((callId) => own.has(String(callId)))];
    });
    expect(made).toEqual(SCENES.map(([what, , some]) => [what, [...some].sort()]));
    expect(account).toEqual({ balanced: true, repeated: [] });
    for (const id of ['landed', 'bare', 'a:b', 'own', 'safe', 'packed']) expect(long).not.toContain(id);
  });

  test('are read beside an object that is not compressed as its name says, when the caller has seen it', async () => {
    const dt = '2026-07-08';
    const one = call('one', { started_at: `${dt}T10:00:00.000Z` });
    const stray = `${keyText(one)}.gz`;
    lake.put(stray, 'no gzip at all');
    // As many as take several statements.
    const gone = Array.from({ length: STRAYS_AT_ONCE }, (_, n) => `${keyText(one)}.${n}.gz`);
    const { calls, balanced } = await runOver(runOf('stray.0'), dt, sealed(one), [stray, ...gone]);
    expect({ calls, balanced }).toEqual({ calls: ['one'], balanced: true });
  });

  test('of one call that stand twice in the list of winners leave the run unbalanced', async () => {
    const dt = '2026-07-07';
    const one = call('one', { started_at: `${dt}T10:00:00.000Z` });
    const two = { ...one, revision: NEWER };
    const run = runOf('repeated.0');
    makeFolders(lake, run, { days: [dt], periods: [dt] });
    for (const [key, content] of Object.entries(sealed(one, two))) lake.put(key, content);
    putWinners(lake, run, [keyOf(one), keyOf(two)]);
    const working = { runner: lake.runner };
    expect(await stageTenant(working, run, { days: [dt] })).toEqual([]);
    expect(await writeTenant(working, run, [dt])).toMatchObject({ balanced: false, repeated: ['one'] });
  });
});
