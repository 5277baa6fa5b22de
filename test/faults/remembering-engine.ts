import { createHash, type Hash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  AggregateTableName,
  Engine,
  EngineSession,
  KeptFiles,
  LineFile,
  PeriodTableName,
  PeriodWriter,
  SummedFacts,
  WrittenFile,
  WrittenPeriod,
} from '../../etl/index.ts';

/** What was written once: the bytes of each file, and what was said of them. */
interface Remembered {
  readonly period: WrittenPeriod;
  readonly files: ReadonlyMap<PeriodTableName, Uint8Array>;
}

/** What a period is made from, kept until it turns out whether it was written before. */
interface Given {
  readonly period: Parameters<EngineSession['begin']>;
  readonly lines: { readonly of: LineFile; readonly bytes: Uint8Array }[];
  kept: KeptFiles | null;
}

function digest(files: readonly string[], hash: Hash = createHash('sha256')): Hash {
  for (const file of files) hash.update(readFileSync(file)).update('\n');
  return hash;
}

function nameOf({ period, lines, kept }: Given): string {
  const hash = createHash('sha256').update(JSON.stringify(period));
  for (const { bytes } of lines) hash.update(bytes);
  if (kept) digest(Object.values(kept.files).flat(), hash.update(JSON.stringify(kept.exceptCalls)));
  return hash.digest('hex');
}

/** Has the real engine write a period. */
async function writeOnce(session: EngineSession, { period: asked, lines, kept }: Given): Promise<Remembered> {
  const folder = mkdtempSync(join(tmpdir(), 'cci-once-'));
  const writer = await session.begin(...asked);
  try {
    for (const [i, { of, bytes }] of lines.entries()) {
      const path = join(folder, `${i}.lines`);
      writeFileSync(path, bytes);
      await writer.add({ ...of, path });
    }
    if (kept) await writer.keep(kept);
    const pathOf = (table: string): string => join(folder, `${table}.parquet`);
    const period = await writer.write(pathOf);
    const tables = Object.keys(period.tables) as PeriodTableName[];
    return {
      period: structuredClone(period),
      files: new Map(tables.map((table) => [table, readFileSync(pathOf(table))])),
    };
  } finally {
    await writer.close();
    rmSync(folder, { recursive: true });
  }
}

/** Sums that were made once. */
interface RememberedSums {
  readonly written: Awaited<ReturnType<EngineSession['writeSums']>>;
  readonly files: ReadonlyMap<AggregateTableName, Uint8Array>;
}

/** Has the real engine make sums. */
async function sumOnce(session: EngineSession, summed: SummedFacts): Promise<RememberedSums> {
  const folder = mkdtempSync(join(tmpdir(), 'cci-once-'));
  try {
    const pathOf = (table: string): string => join(folder, `${table}.parquet`);
    const written = await session.writeSums(summed, pathOf);
    const tables = Object.keys(written) as AggregateTableName[];
    return { written, files: new Map(tables.map((table) => [table, readFileSync(pathOf(table))])) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * An engine that has another one write each period once, and writes the same bytes again when the same documents come again:
 * the hundredth night of a test costs no more than its files. Those go to disk through Node, so that every write can fail.
 * @param session of the real engine; stays open
 */
export function rememberingEngine(session: EngineSession): Engine {
  const periods = new Map<string, Remembered>();
  const records = new Map<string, { readonly bytes: Uint8Array; readonly written: WrittenFile }>();
  const sums = new Map<string, RememberedSums>();
  const revisions = new Map<string, Awaited<ReturnType<EngineSession['revisions']>>>();

  function begin(...period: Given['period']): PeriodWriter {
    const given: Given = { period, lines: [], kept: null };
    return {
      async add(lines) {
        given.lines.push({ of: lines, bytes: readFileSync(lines.path) });
      },
      async keep(kept) {
        given.kept = kept;
      },
      async write(fileOf) {
        const name = nameOf(given);
        const known = periods.get(name) ?? (await writeOnce(session, given));
        periods.set(name, known);
        for (const [table, bytes] of known.files) writeFileSync(fileOf(table), bytes);
        return known.period;
      },
      close: async () => undefined,
    };
  }

  return {
    open: async () => ({
      begin: async (...period) => begin(...period),
      async revisions(files) {
        const name = digest(files).digest('hex');
        const known = revisions.get(name) ?? (await session.revisions(files));
        revisions.set(name, known);
        return known;
      },
      async writeSums(summed, fileOf) {
        const { facts, days, changed, sums: before } = summed;
        const files = [...Object.values(facts).flat(), ...changed, ...Object.values(before)];
        const name = digest(files).update(JSON.stringify(days)).digest('hex');
        const known = sums.get(name) ?? (await sumOnce(session, summed));
        sums.set(name, known);
        for (const [table, bytes] of known.files) writeFileSync(fileOf(table), bytes);
        return known.written;
      },
      holdAny: (...asked) => session.holdAny(...asked),
      // What the record says is of no account here: as many rows as asked for are enough.
      async writeRows(table, rows, file, earlier) {
        const name = `${table} ${rows.length} ${earlier.length}`;
        const known = records.get(name);
        if (known === undefined) {
          const written = await session.writeRows(table, rows, file, earlier);
          records.set(name, { bytes: readFileSync(file), written });
          return written;
        }
        writeFileSync(file, known.bytes);
        return known.written;
      },
      close: async () => undefined,
    }),
  };
}
