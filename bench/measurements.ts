import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync } from 'node:fs';
import { cp, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  type Corpus,
  corpusOf,
  fullNight,
  INPUTS,
  type Input,
  LATER_NIGHTS,
  type LaterNight,
  laterNight,
} from './corpus.ts';
import { type Cost, measure } from './measure.ts';
import { type BenchOptions, LATER } from './options.ts';
import type { LaterTask, Task } from './side.ts';
import { LATER_SIDES, OURS, SIDES, type SideSpec, SPARK } from './sides.ts';
import { differences, type Written, writtenBelow } from './written.ts';

/** One thing to measure, several times. */
export interface Measurement {
  readonly side: string;
  readonly input: Input;
  readonly docs: number;
  /** What has to be there before a run, and is not measured. */
  prepare(): Promise<void>;
  run(): Promise<Cost>;
  /** What is wrong with what the last run wrote; empty when nothing is. */
  verify(): Promise<readonly string[]>;
}

/** Whether an interpreter has pyspark and finds a Java for it. */
export function hasSpark(python: string): boolean {
  try {
    execFileSync(python, ['-c', 'import pyspark'], { stdio: 'ignore' });
    execFileSync('java', ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** What every side must have written for a number of documents: what the first one wrote, which is the product. */
class Tables {
  readonly #wanted = new Map<number, Written>();

  async verify(docs: number, out: string): Promise<string[]> {
    const found = await writtenBelow(out);
    const wanted = this.#wanted.get(docs);
    if (wanted) return differences(wanted, found);
    this.#wanted.set(docs, found);
    const { calls, criterion_scores, turns } = found.rows;
    return calls === docs && criterion_scores === 12 * docs && turns === 60 * docs
      ? []
      : [`calls: ${calls}, criterion_scores: ${criterion_scores}, turns: ${turns} of ${docs} documents`];
  }
}

function fullMeasurement(
  spec: SideSpec,
  input: Input,
  { folder, docs, tenantDays }: Corpus,
  tables: Tables,
  { work, python }: BenchOptions,
): Measurement {
  const { side, module, writes } = spec;
  const out = outOf(work, side, input, docs);
  const task = { input, documents: folder, tenantDays, out, python };
  return {
    side,
    input,
    docs,
    prepare: () => readOnce(task),
    run: () => measure(module, task),
    verify: async () => (writes ? tables.verify(docs, out) : []),
  };
}

/** Reads the documents, so that every side has them from memory: where they do not come from the disk, it is not the disk that is measured. */
async function readOnce(task: Task): Promise<void> {
  await measure('read-alone', task, 'as is');
}

const outOf = (work: string, side: string, input: Input, docs: number): string =>
  join(work, 'out', `${side.replace(/[^a-z0-9]+/gi, '-')}-${input}-${docs}`);

/** A copy of a lake: Parquet files never change and are linked, the small files beside them are copied. */
async function copyLake(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  await cp(from, to, { recursive: true, filter: (name) => !name.endsWith('.parquet') });
  for (const name of await readdir(from, { recursive: true })) {
    if (!name.endsWith('.parquet')) continue;
    mkdirSync(dirname(join(to, name)), { recursive: true });
    linkSync(join(from, name), join(to, name));
  }
}

async function laterMeasurement(
  night: LaterNight,
  corpus: Corpus,
  { work, tenants }: BenchOptions,
): Promise<Measurement> {
  const news = await corpusOf(
    work,
    `${night}-${corpus.docs}-${tenants}`,
    laterNight(corpus.docs, night, tenants),
    ['files'],
  );
  const side = LATER_SIDES[night];
  const out = outOf(work, side, 'files', corpus.docs);
  const { folder: documents, tenantDays } = corpus;
  const task: LaterTask = { input: 'files', documents, tenantDays, news: news.folder, out };
  return {
    side,
    input: 'files',
    docs: news.docs,
    async prepare() {
      await copyLake(outOf(work, OURS, 'files', corpus.docs), out);
      await readOnce({ input: 'files', documents: news.folder, tenantDays: news.tenantDays, out });
    },
    run: () => measure('cci-later', task, 'as is'),
    // The old snapshots lie beside the new ones: only the night itself can tell what stands, and fails when it is wrong.
    verify: async () => [],
  };
}

/** Everything to measure, the product first, after its documents were made. */
export async function measurementsOf(
  options: BenchOptions,
  progress: (line: string) => void,
): Promise<Measurement[]> {
  const { docs, tenants, sides, inputs, work, scale, python } = options;
  const tables = new Tables();
  progress(`documents: ${docs} in ${work}`);
  const corpus = await corpusOf(work, `docs-${docs}-${tenants}`, fullNight(docs, tenants));
  const spark = sides.includes(SPARK) && hasSpark(python);
  if (sides.includes(SPARK) && !spark)
    progress(`${SPARK}: left out, ${python} has no pyspark or there is no Java`);
  const chosen = SIDES.filter(({ side }) => sides.includes(side) && (side !== SPARK || spark));
  const all = chosen.flatMap((spec) =>
    spec.inputs
      .filter((input) => inputs.includes(input))
      .map((input) => fullMeasurement(spec, input, corpus, tables, options)),
  );
  if (sides.includes(LATER) && all.some(({ side, input }) => side === OURS && input === 'files'))
    for (const night of LATER_NIGHTS) all.push(await laterMeasurement(night, corpus, options));
  if (scale === null) return all;
  progress(`documents: ${scale} in ${work}`);
  const larger = await corpusOf(work, `docs-${scale}-${tenants}`, fullNight(scale, tenants), [
    'files',
    'ndjson',
  ]);
  const ours = SIDES.filter(({ side }) => side === OURS);
  const again = INPUTS.filter((input) => inputs.includes(input) && input !== 'ndjson.gz');
  return [
    ...all,
    ...ours.flatMap((spec) => again.map((input) => fullMeasurement(spec, input, larger, tables, options))),
  ];
}
