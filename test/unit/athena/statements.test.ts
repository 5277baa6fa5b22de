import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import {
  filesOf,
  lakeStatements,
  namedPartition,
  RAW,
  STATEMENT_BYTES,
  type StatementRunner,
  snapshotPartition,
  stageTenant,
  stagingFolders,
  winnerLine,
  writeTenant,
} from '../../../etl/engines/athena/index.ts';
import { PERIOD_TABLE_NAMES } from '../../../etl/tables/index.ts';
import { parseTenantId } from '../../../pipeline/contract/index.ts';
import { catalog, RUN } from './runs.ts';

/** Notes every statement; answers queries by what they contain. */
function recording(answers: Readonly<Record<string, readonly (readonly unknown[])[]>> = {}) {
  const statements: string[] = [];
  const runner: StatementRunner = {
    async run(sql) {
      statements.push(sql);
      const [, rows = []] = Object.entries(answers).find(([part]) => sql.includes(part)) ?? [];
      return { columns: [], rows };
    },
  };
  return { runner, statements };
}

const months = (count: number): string[] =>
  Array.from(
    { length: count },
    (_, index) => `${2000 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`,
  );
const days = (count: number): string[] =>
  Array.from({ length: count }, (_, index) =>
    new Date(Date.UTC(2000, 0, 1 + index)).toISOString().slice(0, 10),
  );
const periodsIn = (sql: string): number => (/ IN \(([^)]*)\)\s*$/.exec(sql)?.[1] ?? '').split(',').length;

describe('a run on Athena', () => {
  test('opens at most a hundred partitions with one INSERT', async () => {
    const { runner, statements } = recording();
    await writeTenant({ runner }, RUN, months(250));
    for (const table of PERIOD_TABLE_NAMES) {
      const inserts = statements.filter((sql) =>
        sql.startsWith(`INSERT INTO "cci"."${filesOf(table).name}" `),
      );
      expect(inserts.map(periodsIn)).toEqual([100, 100, 50]);
    }
  });

  test('tells the catalog of every partition before it writes it', async () => {
    const { runner, statements } = recording();
    await writeTenant({ runner }, RUN, ['2026-06', '2026-07-01']);
    const first = statements.findIndex((sql) => sql.startsWith('INSERT'));
    expect(statements.slice(0, first)).toHaveLength(PERIOD_TABLE_NAMES.length);
    expect(statements[0]).toContain(
      "PARTITION (`tenant_id` = 'acme', `period` = '2026-06', `snapshot` = 'run-1.0') LOCATION 's3://lake/curated/calls/tenant_id=acme/period=2026-06/run-1.0/'",
    );
  });

  test('stays below the length of a statement with ten years of days', async () => {
    const { runner, statements } = recording();
    await stageTenant({ runner }, RUN, { days: days(3660) });
    expect(statements.filter((sql) => sql.startsWith('INSERT'))).toHaveLength(4);
    for (const sql of statements) expect(Buffer.byteLength(sql)).toBeLessThan(STATEMENT_BYTES);
  });

  test('stays below it with months of two hundred years, in a zone whose clock changes often', async () => {
    const { runner, statements } = recording();
    const centuries = Array.from({ length: 200 }, (_, index) => `${1880 + index}-07`);
    await writeTenant({ runner }, { ...RUN, timeZone: 'Africa/Casablanca', openMonth: '2090-01' }, centuries);
    const inserts = statements.filter((sql) => sql.startsWith('INSERT INTO "cci"."criterion_scores_files"'));
    expect(inserts.map(periodsIn)).toEqual([50, 50, 50, 50]);
    for (const sql of inserts) expect(Buffer.byteLength(sql)).toBeLessThan(STATEMENT_BYTES);
  });

  test('reads no other tenant in any statement', async () => {
    const { runner, statements } = recording();
    await stageTenant({ runner }, RUN, { days: ['2026-07-01'] });
    await writeTenant({ runner }, RUN, ['2026-07-01']);
    const selects = statements.filter((sql) => /^(INSERT|SELECT)/.test(sql));
    expect(selects.length).toBeGreaterThan(10);
    for (const sql of selects) {
      const sources = sql.match(/(FROM|JOIN) "cci"\."[a-z_]+"/g) ?? [];
      const bound = sql.match(/"tenant_id" = 'acme'/g) ?? [];
      expect(bound.length, sql.slice(0, 80)).toBeGreaterThanOrEqual(sources.length);
    }
  });

  test('is not balanced when a table and day has other rows than its documents make, or a call stands twice', async () => {
    const due = 'UNNEST(ARRAY[ROW(';
    const written = 'UNION ALL';
    const even = { [due]: [['calls', '2026-07-01', 2]], [written]: [['calls', '2026-07-01', 2]] };
    const write = (answers: Readonly<Record<string, readonly (readonly unknown[])[]>>) =>
      writeTenant({ runner: recording(answers).runner }, RUN, ['2026-07-01']);
    expect(await write(even)).toEqual({
      balanced: true,
      repeated: [],
      rows: [{ table: 'calls', dt: '2026-07-01', due: 2, written: 2 }],
    });
    expect(await write({ ...even, [written]: [['calls', '2026-07-01', 1]] })).toMatchObject({
      balanced: false,
    });
    expect(await write({ ...even, [written]: [] })).toMatchObject({ balanced: false });
    expect(await write({ ...even, [due]: [] })).toMatchObject({ balanced: false });
    expect(await write({ ...even, 'HAVING count(*) > 1': [['call-1', 2]] })).toMatchObject({
      balanced: false,
      repeated: ['call-1'],
    });
  });

  test('names the folders that hold copies of documents', () => {
    expect(stagingFolders(RUN)).toEqual([
      'staging/winners/tenant_id=acme/snapshot=run-1.0',
      'staging/lines/tenant_id=acme/snapshot=run-1.0',
      'staging/documents/tenant_id=acme/snapshot=run-1.0',
    ]);
    expect(
      winnerLine({ tenantId: parseTenantId('acme'), callId: 'a:1', revision: 'r', dt: '2026-07-01' }),
    ).toBe('raw/calls/tenant_id=acme/dt=2026-07-01/a%3A1.r.json\u0001a:1\u0001r\u00012026-07-01\n');
  });
});

/** Why Hive's grammar refuses a statement; empty when it does not. */
async function hiveFaults(): Promise<(sql: string) => string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'cci-hive-'));
  const outfile = join(folder, 'hive.mjs');
  const entry = "export { HiveSQL } from './node_modules/dt-sql-parser/dist/parser/hive/index.js';";
  await build({
    stdin: { contents: entry, resolveDir: process.cwd() },
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
  });
  const { HiveSQL } = (await import(pathToFileURL(outfile).href)) as {
    HiveSQL: new () => { validate(sql: string): { message: string }[] };
  };
  await rm(folder, { recursive: true });
  return (sql) => new HiveSQL().validate(sql).map(({ message }) => message);
}

describe('what Athena is told of the lake', () => {
  test('is Hive DDL that the grammar of Hive takes', async () => {
    const faults = await hiveFaults();
    expect(faults('CREATE EXTERNAL TABLE t (a string')).not.toEqual([]);
    const partition = snapshotPartition('calls', 'acme', '2026-07', 's');
    const statements = [
      ...lakeStatements(catalog).filter((sql) => sql.startsWith('CREATE EXTERNAL')),
      ...catalog.addPartitions(filesOf('calls'), [partition, namedPartition(RAW, 'acme', '2026-07-01')]),
      ...catalog.dropPartitions(filesOf('calls'), [partition]),
    ];
    expect(statements).toHaveLength(6 + PERIOD_TABLE_NAMES.length + 2);
    for (const sql of statements) expect(faults(`${sql};`), sql).toEqual([]);
  });

  test('has a table of files and a view for each curated table, and names no hidden folder', () => {
    const statements = lakeStatements(catalog);
    for (const table of PERIOD_TABLE_NAMES) {
      expect(statements.filter((sql) => sql.includes(`\`cci\`.\`${table}_files\``))).toHaveLength(1);
      expect(
        statements.filter((sql) => sql.startsWith(`CREATE OR REPLACE VIEW "cci"."${table}" `)),
      ).toHaveLength(1);
    }
    expect(statements.join('\n')).not.toMatch(/LOCATION '[^']*\/[_.]/);
    expect(statements[0]).toBe(
      `CREATE EXTERNAL TABLE IF NOT EXISTS \`cci\`.\`etl_raw\` (\`line\` string, \`rest\` string)
PARTITIONED BY (\`tenant_id\` string, \`dt\` string)
ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\001' STORED AS TEXTFILE
LOCATION 's3://lake/raw/calls/'`,
    );
  });
});
