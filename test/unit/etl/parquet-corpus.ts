import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CheckRunRow,
  type Compression,
  duckdbEngine,
  type EtlRunRow,
  type LineFile,
  TABLE_NAMES,
  TABLES,
  type TableName,
} from '../../../etl/index.ts';
import { type CallDocument, sealDocument } from '../../../pipeline/contract/index.ts';
import { inFileOrder } from '../../support/file-order.ts';
import { writeLineFile } from '../../support/line-file.ts';
import { referenceAggregates, referenceRows } from '../../support/reference-shape.ts';
import { call, criterion, evaluation, revision, turn } from './builders.ts';
import type { Row } from './read-parquet.ts';

const ZONE = 'Asia/Kolkata';

const TEXTS = [
  '',
  'plain',
  'ünïcode 😀 日本',
  'line\nbreak\ttab',
  'quote \' and " and \\',
  'nul \0 inside',
  'x'.repeat(5000),
];

const criteriaOf = (n: number, text: string) => {
  const evidence = [
    { turn: 0, start_ms: null, offset: null, quote: text, verified: false },
    { turn: 1, start_ms: -5, offset: 2, quote: 'second', verified: true },
  ].slice(0, n % 3);
  return [
    criterion('greet', { evidence, score: null, outcome: 'undetermined' }),
    criterion('close', { score: 0.1 + n, reason: text, confidence: 1 }),
  ];
};

const review = (n: number, text: string): CallDocument['reviews'][number] => ({
  review_id: `r-${n}`,
  evaluation_id: 'eval-service-1',
  form_id: 'service',
  form_version: 1,
  attempt: 1,
  criterion_id: 'close',
  kind: 'recheck',
  reviewer_id: 'p-1',
  reviewed_at: '2026-07-03T10:00:00.125Z',
  outcome: 'fail',
  score: n % 3 === 0 ? null : n / 7,
  max_score: 1,
  comment: text || null,
});

const transcriptOf = (n: number, text: string): CallDocument['transcript'] =>
  n % 7 === 0
    ? null
    : {
        turns: [turn(0, text, { start_ms: null, end_ms: null }), turn(1, 'b', { start_ms: -(2 ** 52) })],
        speaker_roles: { origin: 'none', confidence: 0 },
        talk_time_ms: null,
        silence_ms: 2 ** 40,
        interruptions: 2 ** 31 - 1,
      };

function documentOf(n: number): CallDocument {
  const text = TEXTS[n % TEXTS.length] ?? '';
  const start = Date.parse('1969-12-31T23:59:59.999Z') + Math.floor(n / 9) * 86_400_001;
  const name = text === '' ? null : text.slice(0, 20);
  return call({
    call_id: `call-${n}`,
    revision: revision(n),
    started_at: new Date(start).toISOString(),
    duration_seconds: n % 2 === 0 ? null : n / 3,
    agent: n % 4 === 0 ? null : { id: `a-${n % 5}`, name, team: null, origin: 'metadata' },
    categories: TEXTS.slice(0, n % 4),
    transcript: transcriptOf(n, text),
    entities: n % 3 === 0 ? [] : [{ text, type: 'PERSON', score: n % 2 ? 0.5 : null }],
    key_phrases: n % 3 === 1 ? [] : [{ text, score: null }],
    ai_summary:
      n % 2 === 0
        ? null
        : {
            ...{ issue: text, resolution: null, outcome: null, key_details: [], next_steps: [] },
            ...{ sentiment_summary: null, call_summary: null, audio_summary: null, topic_summary: null },
            action_items: [text, 'call back'],
            tone_score: n / 9,
          },
    evaluations:
      n % 5 === 0 ? [] : [evaluation({ criteria: criteriaOf(n, text), percentage: n % 2 ? 0 : null })],
    reviews: n % 5 === 1 ? [review(n, text)] : [],
  });
}

/** Calls whose values are as unlike each other as the tables allow. */
export const corpus = (size: number): CallDocument[] => Array.from({ length: size }, (_, n) => documentOf(n));

const runRow = (n: number): EtlRunRow => ({
  run_id: `run-${n}`,
  started_at: '2026-08-03T02:00:00.000Z',
  finished_at: '2026-08-03T02:00:01.250Z',
  status: 'published',
  version: n === 0 ? null : 2 ** 40,
  shape_version: '2-00000000',
  dt: n === 0 ? null : '2026-08-02',
  table_name: null,
  quarantine_code: n === 0 ? null : 'not_json',
  documents_in: n === 0 ? null : n,
  landed: null,
  superseded: null,
  quarantined: n,
  rows_out: null,
  balanced: n !== 0,
  error_code: null,
  error_message: n === 0 ? 'run: EIO' : null,
});

const checkRow = (n: number): CheckRunRow => ({
  run_id: `run-${n}`,
  check_name: 'duplicates_in_calls',
  severity: n === 2 ? 'warning' : 'error',
  passed: n === 1,
  violations: n === 0 ? null : n - 1,
  error_code: n === 0 ? 'query_failed' : null,
  promise: 'one row per call: größer 👋',
  advice: '',
  version: 2 ** 40,
  checked_at: '2026-08-03T02:00:01.250Z',
  duration_ms: n,
});

/** Rows that the files of {@link writeFiles} should hold, in their order. */
export function expectedRows(documents: readonly CallDocument[]): Record<TableName, Row[]> {
  const shaped = documents.map((document) => referenceRows(document, ZONE));
  const calls = shaped.flatMap((one) => one.calls);
  const criterion_scores = shaped.flatMap((one) => one.criterion_scores);
  const rows: Record<TableName, readonly Row[]> = {
    calls,
    criterion_scores,
    evaluations: shaped.flatMap((one) => one.evaluations),
    turns: shaped.flatMap((one) => one.turns),
    entities: shaped.flatMap((one) => one.entities),
    key_phrases: shaped.flatMap((one) => one.key_phrases),
    action_items: shaped.flatMap((one) => one.action_items),
    reviews: shaped.flatMap((one) => one.reviews),
    ...referenceAggregates({ calls, criterion_scores }),
    etl_runs: [0, 1, 2].map(runRow),
    check_runs: [0, 1, 2].map(checkRow),
  };
  return Object.fromEntries(
    Object.entries(rows).map(([table, unsorted]) => [
      table,
      inFileOrder(TABLES[table as TableName], unsorted),
    ]),
  ) as Record<TableName, Row[]>;
}

type Files = Record<TableName, string>;

/** Files of every table in both codecs, in a folder that {@link WrittenFiles.remove} removes. */
export interface WrittenFiles {
  readonly snappy: Files;
  readonly zstd: Files;
  remove(): Promise<void>;
}

/** Writes documents, and rows of `etl_runs` and `check_runs`, with the engine, once as it does by itself and once in Zstandard. */
export async function writeFiles(documents: readonly CallDocument[]): Promise<WrittenFiles> {
  const root = await mkdtemp(join(tmpdir(), 'cci-parquet-'));
  const lines = documents.map(sealDocument);
  const file = writeLineFile(join(root, 'lines'), lines);
  const write = (folder: string, compression?: Compression) =>
    writeTables(join(root, folder), file, compression);
  return {
    snappy: await write('snappy'),
    zstd: await write('zstd', 'zstd'),
    remove: () => rm(root, { recursive: true }),
  };
}

async function writeTables(folder: string, lines: LineFile, compression?: Compression): Promise<Files> {
  const spill = join(folder, 'spill');
  await mkdir(spill, { recursive: true });
  const session = await duckdbEngine(compression ? { compression } : {}).open(spill);
  const writer = await session.begin(ZONE);
  await writer.add(lines);
  const fileOf = (table: TableName): string => join(folder, `${table}.parquet`);
  await writer.write(fileOf);
  await writer.close();
  await session.writeRows('etl_runs', [2, 0, 1].map(runRow), fileOf('etl_runs'), []);
  await session.writeRows('check_runs', [2, 0, 1].map(checkRow), fileOf('check_runs'), []);
  await session.close();
  return Object.fromEntries(TABLE_NAMES.map((table) => [table, fileOf(table)])) as Files;
}
