import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TABLE_NAMES } from '../../etl/tables/index.ts';
import { runScript } from '../../infra/local/cli/sql-script.ts';
import { talk } from '../../infra/local/cli/sql-shell.ts';
import { loadCatalog } from '../../sql/catalog.ts';
import { type AthenaSession, openEngine, openSession } from '../../sql/duckdb/index.ts';
import { FenceBroken, LimitExceeded, QueryCancelled, QueryFailed, SqlRefused } from '../../sql/errors.ts';
import { fenced, tenantFence } from '../../sql/fence/index.ts';
import { type WrittenLake, writeLake } from '../support/lake-files.ts';

let acme: WrittenLake;
let other: WrittenLake;
let session: AthenaSession;
let folder: string;

beforeAll(async () => {
  acme = await writeLake({ calls: [{ call_id: 'c1', channel: 'voice' }] });
  other = await writeLake({ calls: [{ call_id: 'secret', channel: 'voice' }] }, 'globex');
  session = await openSession(acme);
  folder = mkdtempSync(join(tmpdir(), 'cci-fence-'));
  writeFileSync(join(folder, 'secret.csv'), 'a\nsecret\n');
});

afterAll(() => {
  session.close();
  acme.remove();
  other.remove();
  rmSync(folder, { recursive: true });
});

const foreign = (): string => other.files.calls[0] ?? '';
const out = (): string => join(folder, 'out.csv');

/** Ways out of the session; each must be refused, and none may write or show a foreign row. */
const ESCAPES: [string, () => string][] = [
  ['a table function over a foreign file', () => `SELECT * FROM read_parquet('${foreign()}')`],
  ['parquet_scan', () => `SELECT * FROM parquet_scan('${foreign()}')`],
  ['read_csv', () => `SELECT * FROM read_csv('${folder}/secret.csv')`],
  ['read_text', () => `SELECT * FROM read_text('/etc/passwd')`],
  ['read_blob', () => `SELECT * FROM read_blob('/etc/passwd')`],
  ['read_json', () => `SELECT * FROM read_json('/etc/passwd')`],
  ['glob', () => `SELECT * FROM glob('/*')`],
  ['a file name as a table', () => `SELECT * FROM '${foreign()}'`],
  ['a file name as a quoted identifier', () => `SELECT * FROM "${foreign()}"`],
  ['a file name in a schema', () => `SELECT * FROM lake."${foreign()}"`],
  ['a file name in a subquery', () => `SELECT (SELECT max(call_id) FROM "${foreign()}")`],
  ['a file name in a WITH query', () => `WITH a AS (SELECT * FROM "${foreign()}") SELECT * FROM a`],
  ['a file name in EXISTS', () => `SELECT 1 WHERE EXISTS (SELECT 1 FROM "${foreign()}")`],
  ['a file name in a join', () => `SELECT * FROM calls JOIN "${foreign()}" b ON true`],
  ['a file name after UNION', () => `SELECT call_id FROM calls UNION ALL SELECT call_id FROM "${foreign()}"`],
  ['TABLE of a file', () => `TABLE "${foreign()}"`],
  ['an address', () => `SELECT * FROM "https://example.com/a.parquet"`],
  ['a bucket', () => `SELECT * FROM "s3://bucket/a.parquet"`],
  ['COPY of a table', () => `COPY calls TO '${out()}'`],
  ['COPY of a query', () => `COPY (SELECT 1) TO '${out()}'`],
  ['COPY FROM', () => `COPY calls FROM '${folder}/secret.csv'`],
  ['EXPORT', () => `EXPORT DATABASE '${folder}'`],
  ['ATTACH', () => `ATTACH '${folder}/a.db' AS a`],
  ['DETACH', () => 'DETACH memory'],
  ['USE', () => 'USE memory'],
  ['PRAGMA', () => 'PRAGMA database_list'],
  ['SET of access', () => 'SET enable_external_access = true'],
  ['SET GLOBAL', () => 'SET GLOBAL enable_external_access = true'],
  ['RESET', () => 'RESET enable_external_access'],
  ['SET SESSION of Trino', () => 'SET SESSION query_max_run_time = 1'],
  ['INSTALL', () => 'INSTALL httpfs'],
  ['LOAD', () => 'LOAD httpfs'],
  ['INSERT', () => 'INSERT INTO calls SELECT * FROM calls'],
  ['UPDATE', () => "UPDATE calls SET call_id = 'x'"],
  ['DELETE', () => 'DELETE FROM calls'],
  ['DROP', () => 'DROP VIEW call_list'],
  ['CREATE TABLE AS', () => 'CREATE TABLE t AS SELECT 1 AS a'],
  ['CREATE VIEW', () => 'CREATE VIEW v AS SELECT 1 AS a'],
  ['UNLOAD', () => "UNLOAD (SELECT 1) TO 's3://b/' WITH (format = 'PARQUET')"],
  ['CALL', () => 'CALL pragma_version()'],
  ['PREPARE', () => 'PREPARE p FROM SELECT 1'],
  ['EXECUTE', () => 'EXECUTE p'],
  ['EXECUTE IMMEDIATE', () => "EXECUTE IMMEDIATE 'SELECT 1'"],
  ['EXPLAIN', () => 'EXPLAIN SELECT 1'],
  ['SHOW CATALOGS', () => 'SHOW CATALOGS'],
  ['SHOW SCHEMAS', () => 'SHOW SCHEMAS'],
  ['SHOW CREATE', () => 'SHOW CREATE TABLE calls'],
  ['SHOW TABLES of another schema', () => 'SHOW TABLES FROM information_schema'],
  ['SHOW TABLES of a quoted schema', () => 'SHOW TABLES FROM "main"'],
  ['SHOW COLUMNS of a catalog', () => 'SHOW COLUMNS FROM information_schema.tables'],
  ['DESCRIBE of an engine table', () => 'DESCRIBE duckdb_settings'],
  ['DESCRIBE of a file', () => `DESCRIBE "${foreign()}"`],
  ['a second statement', () => `SELECT 1; SELECT * FROM "${foreign()}"`],
  ['a second statement after a comment', () => `SELECT 1; -- done\n COPY calls TO '${out()}'`],
  ['a comment that hides the end', () => `SELECT 1 /* ; */ ; DROP VIEW call_list`],
  ['information_schema', () => 'SELECT * FROM information_schema.tables'],
  ['quoted information_schema', () => 'SELECT * FROM "information_schema"."tables"'],
  ['duckdb_settings', () => 'SELECT * FROM duckdb_settings()'],
  ['duckdb_views', () => 'SELECT * FROM duckdb_views()'],
  ['sqlite_master', () => 'SELECT * FROM sqlite_master'],
  ['a foreign catalog', () => 'SELECT * FROM system.runtime.nodes'],
  ['the schema of the macros', () => 'SELECT trino.white_space()'],
  ['a pass-through table function of Trino', () => "SELECT * FROM TABLE(system.query('SELECT 1'))"],
  ['getenv', () => "SELECT getenv('HOME')"],
  ['current_setting', () => "SELECT current_setting('allowed_paths')"],
  ['a DuckDB function in a parameterised cast', () => "SELECT CAST('a' AS struct(a integer))"],
  ['a string that ends itself', () => `SELECT '\\' || (SELECT max(a) FROM "${foreign()}") || '\\'`],
  ['an identifier with a quote', () => `SELECT 1 AS "a"" FROM read_csv('x') --", b FROM calls`],
  ['a look-alike of a quote', () => `SELECT ’a’ FROM calls`],
  ['a unicode identifier', () => `SELECT * FROM U&"\\0063alls2"`],
  ['a string with a code point escape', () => `SELECT U&'\\0027' FROM calls`],
  ['dollar quotes', () => 'SELECT $$a$$'],
  ['a double colon cast', () => "SELECT '1'::INTEGER"],
  ['hidden columns of the file', () => 'SELECT filename FROM calls'],
  ['the row id', () => 'SELECT rowid FROM calls'],
  ['a hidden path column of Athena', () => 'SELECT "$path" FROM calls'],
  ['read_parquet of a list', () => `SELECT * FROM read_parquet(['${foreign()}'])`],
  ['read_csv_auto', () => `SELECT * FROM read_csv_auto('${folder}/secret.csv')`],
  ['read_json_auto', () => `SELECT * FROM read_json_auto('/etc/passwd')`],
  ['read_ndjson', () => `SELECT * FROM read_ndjson('/etc/passwd')`],
  ['sniff_csv', () => `SELECT * FROM sniff_csv('${folder}/secret.csv')`],
  ['parquet_metadata', () => `SELECT * FROM parquet_metadata('${foreign()}')`],
  ['parquet_schema', () => `SELECT * FROM parquet_schema('${foreign()}')`],
  ['query', () => `SELECT * FROM query('SELECT 1')`],
  ['query_table', () => `SELECT * FROM query_table('${foreign()}')`],
  ['a scan of another database', () => `SELECT * FROM sqlite_scan('${folder}/a.db', 't')`],
  ['a table function in TABLE()', () => `SELECT * FROM TABLE(read_parquet('${foreign()}'))`],
  ['a table function beside a table', () => `SELECT * FROM calls, LATERAL read_text('/etc/passwd')`],
  ['a reading function in an expression', () => `SELECT read_text('/etc/passwd')`],
  ['a reading function in a lambda', () => `SELECT transform(ARRAY['/etc/passwd'], x -> read_text(x))`],
  ['FROM first', () => `FROM "${foreign()}"`],
  ['a path with an upward step', () => `SELECT * FROM "${foreign()}/../x.parquet"`],
  ['a pattern of files', () => `SELECT * FROM "${other.folder}/**/*.parquet"`],
  ['a path with a catalog', () => `SELECT * FROM memory.main."${foreign()}"`],
  ['a name of the engine’s catalog', () => 'SELECT * FROM memory.lake.calls'],
  ['a schema and table in one quoted name', () => 'SELECT * FROM "lake.calls"'],
  ['a schema of another tenant', () => 'SELECT * FROM globex.calls'],
  ['a partition as a table', () => 'SELECT * FROM "calls/tenant_id=globex"'],
  ['the table of partitions of Athena', () => 'SELECT * FROM "calls$partitions"'],
  ['the table of properties of Trino', () => 'SELECT * FROM "calls$properties"'],
  ['the size of a file', () => 'SELECT "$file_size" FROM calls'],
  ['the partition of Trino', () => 'SELECT "$partition" FROM calls'],
  ['a file row number', () => 'SELECT file_row_number FROM calls'],
  ['the base columns by position', () => 'SELECT c1 FROM calls'],
  ['the raw documents', () => 'SELECT * FROM etl_raw'],
  ['the pointers', () => 'SELECT * FROM lake_pointers'],
  ['the files of all snapshots', () => 'SELECT * FROM calls_files'],
  [
    'a WITH query that reads itself from a file',
    () => `WITH "${foreign()}" AS (SELECT * FROM "${foreign()}") SELECT * FROM "${foreign()}"`,
  ],
  [
    'a WITH query that shadows a view by a file',
    () => `WITH call_list AS (SELECT * FROM "${foreign()}") SELECT * FROM call_list`,
  ],
  [
    'a recursive WITH query',
    () => `WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT * FROM t`,
  ],
  [
    'a column of a shadowed table inside a view',
    () => "WITH calls AS (SELECT 'secret' AS leak) SELECT leak FROM call_list",
  ],
  [
    'a subquery into another tenant’s schema',
    () => 'SELECT call_id FROM calls WHERE call_id IN (SELECT call_id FROM globex.calls)',
  ],
  [
    'EXISTS over a foreign file',
    () => `SELECT 1 FROM calls c WHERE EXISTS (SELECT 1 FROM "${foreign()}" f WHERE f.call_id = c.call_id)`,
  ],
  [
    'a scalar subquery in ORDER BY',
    () => `SELECT call_id FROM calls ORDER BY (SELECT max(call_id) FROM "${foreign()}")`,
  ],
  [
    'a scalar subquery in LIMIT',
    () => `SELECT call_id FROM calls LIMIT (SELECT count(*) FROM "${foreign()}")`,
  ],
  ['PREPARE of a reading', () => `PREPARE p FROM SELECT * FROM "${foreign()}"`],
  ['EXECUTE with values', () => `EXECUTE p USING 1, 'x'`],
  ['EXECUTE IMMEDIATE of a reading', () => `EXECUTE IMMEDIATE 'SELECT * FROM "${foreign()}"'`],
  ['EXECUTE IMMEDIATE with values', () => `EXECUTE IMMEDIATE 'SELECT ?' USING 'x'`],
  ['DEALLOCATE', () => 'DEALLOCATE PREPARE p'],
  ['DESCRIBE INPUT', () => 'DESCRIBE INPUT p'],
  ['DESCRIBE OUTPUT', () => 'DESCRIBE OUTPUT p'],
  ['EXPLAIN ANALYZE', () => 'EXPLAIN ANALYZE SELECT 1'],
  ['pg_catalog', () => 'SELECT * FROM pg_catalog.pg_tables'],
  ['duckdb_tables', () => 'SELECT * FROM duckdb_tables()'],
  ['duckdb_secrets', () => 'SELECT * FROM duckdb_secrets()'],
  ['pragma_table_info', () => `SELECT * FROM pragma_table_info('calls')`],
  ['information_schema.columns', () => `SELECT * FROM information_schema.columns WHERE table_name = 'calls'`],
  ['information_schema in capitals', () => 'SELECT * FROM INFORMATION_SCHEMA.TABLES'],
  ['a catalog’s metadata', () => 'SELECT * FROM system.metadata.catalogs'],
  ['PRAGMA with a value', () => `PRAGMA temp_directory='${folder}'`],
  ['SET of a path', () => `SET allowed_paths = ['${foreign()}']`],
  ['SET of a variable', () => 'SET VARIABLE x = 1'],
  ['getvariable', () => `SELECT getvariable('x')`],
  ['SET ROLE', () => 'SET ROLE admin'],
  ['SET PATH', () => 'SET PATH memory'],
  ['SET TIME ZONE', () => `SET TIME ZONE 'UTC'`],
  ['GRANT', () => 'GRANT SELECT ON calls TO ROLE public'],
  ['TRUNCATE', () => 'TRUNCATE TABLE calls'],
  ['MERGE', () => 'MERGE INTO calls USING calls c ON true WHEN MATCHED THEN DELETE'],
  ['ALTER TABLE', () => 'ALTER TABLE calls RENAME TO c'],
  ['CREATE SCHEMA', () => 'CREATE SCHEMA s'],
  ['CREATE MACRO', () => 'CREATE MACRO f(a) AS a'],
  ['CREATE SECRET', () => `CREATE SECRET s (TYPE s3, KEY_ID 'a')`],
  ['an inline function', () => 'WITH FUNCTION f(x bigint) RETURNS bigint RETURN x SELECT f(1)'],
  ['MSCK REPAIR', () => 'MSCK REPAIR TABLE calls'],
  ['ANALYZE', () => 'ANALYZE calls'],
  ['CHECKPOINT', () => 'CHECKPOINT'],
  ['VACUUM', () => 'VACUUM'],
  ['IMPORT', () => `IMPORT DATABASE '${folder}'`],
  ['START TRANSACTION', () => 'START TRANSACTION'],
  ['SHOW FUNCTIONS', () => 'SHOW FUNCTIONS'],
  ['SHOW SESSION', () => 'SHOW SESSION'],
  ['SHOW STATS', () => 'SHOW STATS FOR calls'],
  ['SHOW GRANTS', () => 'SHOW GRANTS'],
  ['SHOW PARTITIONS', () => 'SHOW PARTITIONS calls'],
  ['SUMMARIZE', () => 'SUMMARIZE calls'],
  ['time travel', () => 'SELECT * FROM calls FOR VERSION AS OF 1'],
  ['a unicode identifier with an escape sign of its own', () => `SELECT * FROM U&"!0063alls2" UESCAPE '!'`],
  ['letters of another script', () => 'SELECT * FROM cаlls'],
  ['a blank without width in a name', () => 'SELECT * FROM "calls\u200b"'],
  ['wide letters', () => 'SELECT * FROM ｃａｌｌｓ'],
  ['a NUL character', () => 'SELECT * FROM "calls\0"'],
  ['a comment within a comment', () => `SELECT 1 /* /* */ FROM "${foreign()}" */`],
  ['a comment that never ends', () => `SELECT 1 /* FROM calls`],
  ['a comment that hides a quote', () => `SELECT 1 --'\n FROM "${foreign()}" --'`],
  ['backticks', () => 'SELECT * FROM `calls`'],
];

describe('a way out of the session is refused', () => {
  test(`${ESCAPES.length} ways are tried`, () => expect(ESCAPES.length).toBeGreaterThanOrEqual(160));
  for (const [what, sql] of ESCAPES)
    test(what, async () => {
      await expect(session.run(sql())).rejects.toThrow(SqlRefused);
      expect(existsSync(out())).toBe(false);
      expect((await session.run('SELECT call_id FROM call_list')).rows).toEqual([['c1']]);
    });
});

/** Statements that run, and must show nothing but the tenant's own rows. */
const HARMLESS: [string, string][] = [
  ['a filter for another tenant', "SELECT call_id FROM calls WHERE tenant_id = 'globex'"],
  ['a filter that is always true', "SELECT call_id FROM calls WHERE tenant_id = 'globex' OR 1 = 1"],
  [
    'a subquery for another tenant',
    "SELECT call_id FROM calls WHERE call_id IN (SELECT call_id FROM calls WHERE tenant_id <> 'acme')",
  ],
  [
    'an outer join for another tenant',
    "SELECT b.call_id FROM calls a LEFT JOIN calls b ON b.tenant_id = 'globex'",
  ],
  [
    'a WITH query that shadows a table below a view',
    "WITH calls AS (SELECT 'secret' AS x), stg_calls AS (SELECT 'secret' AS x) SELECT call_id FROM call_list",
  ],
  ['a quoted name of a table', 'SELECT call_id FROM "calls"'],
  ['a qualified name', 'SELECT call_id FROM lake."calls"'],
  ['a comment', "SELECT call_id /* FROM read_parquet('x') */ FROM calls -- ; DROP VIEW call_list"],
  ['a text that looks like a path', `SELECT call_id FROM calls WHERE call_id <> '/etc/passwd'`],
  ['all tables by name', 'SHOW TABLES'],
  ['columns of a table', 'DESCRIBE calls'],
  ['every row of every column', 'SELECT * FROM calls'],
];

describe('a statement that runs shows no foreign row', () => {
  for (const [what, sql] of HARMLESS)
    test(what, async () => {
      const { rows } = await session.run(sql);
      expect(JSON.stringify(rows)).not.toMatch(/secret|globex/);
    });
});

/** A terminal that keeps what is written. */
function paper() {
  const written = { out: '', err: '' };
  const out = (text: string) => {
    written.out += text;
  };
  const err = (text: string) => {
    written.err += text;
  };
  return { written, terminal: { out, err, interactive: false, progress: false, columns: 80 } };
}
const SETTINGS = { format: 'csv', stats: false, usdPerTb: 5 } as const;

describe('the same ways are refused', () => {
  test('in a file', async () => {
    for (const [what, sql] of ESCAPES) {
      const { written, terminal } = paper();
      const script = async function* () {
        yield `${sql()}\n;`;
      };
      const context = { terminal, exitWith: () => {} };
      const ran = runScript(session, context, SETTINGS, script(), new AbortController().signal);
      await expect(ran, what).rejects.toThrow(SqlRefused);
      expect(written.out, what).not.toMatch(/secret|root:/);
    }
    expect(existsSync(out())).toBe(false);
  }, 90_000);

  test('in the shell', async () => {
    const { written, terminal } = paper();
    const input = new PassThrough();
    const output = new PassThrough();
    output.resume();
    const left = talk(
      session,
      { terminal, root: folder, person: { input, output } },
      SETTINGS,
      acme.tenantId,
    );
    // In a shell a comment that never ends waits for its end.
    const ways = ESCAPES.filter(([what]) => what !== 'a comment that never ends');
    for (const [index, [, sql]] of ways.entries())
      input.write(`${sql().replaceAll('\n', '\r')}\r;\rSELECT 'done ${index}';\r`);
    const last = `done ${ways.length - 1}`;
    await expect
      .poll(() => written.out.includes(last) || written.err.includes(last), { timeout: 60_000 })
      .toBe(true);
    input.end();
    await left;
    expect(written.out).not.toMatch(/secret|root:|passwd/);
    expect(written.err.match(/\(line \d+, column \d+\)\n/g)?.length).toBeGreaterThanOrEqual(
      ESCAPES.length - 2,
    );
    expect(existsSync(out())).toBe(false);
    expect((await session.run('SELECT call_id FROM call_list')).rows).toEqual([['c1']]);
  }, 90_000);
});

describe('the fence', () => {
  test('lets no file of another tenant in', async () => {
    await expect(openSession({ tenantId: acme.tenantId, files: other.files })).rejects.toThrow(FenceBroken);
    const upward = acme.files.calls.map((file) => file.replace('/period=', '/../tenant_id=globex/period='));
    await expect(
      openSession({ tenantId: acme.tenantId, files: { ...acme.files, calls: upward } }),
    ).rejects.toThrow(FenceBroken);
    const misplaced = { ...acme.files, turns: acme.files.calls };
    await expect(openSession({ tenantId: acme.tenantId, files: misplaced })).rejects.toThrow(FenceBroken);
  });

  test('names all tables and every version of every view, and finds nothing besides', () => {
    const catalog = loadCatalog();
    const fence = tenantFence(acme.tenantId, catalog);
    expect(fence.tables).toEqual(TABLE_NAMES);
    for (const view of catalog.views) expect(fence.views).toContain(`${view.name}_v${view.version}`);
    for (const name of [...fence.tables, ...fence.views]) expect(session.find([name])).not.toBeNull();
    const narrow = fenced(session.find, { ...fence, tables: ['calls'], views: ['call_list'] });
    expect(['calls', 'call_list', 'turns', 'qa_scores'].map((name) => narrow([name]) !== null)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('even without the translator, the engine', () => {
  const RAW: [string, () => string][] = [
    ['reads no foreign file', () => `SELECT * FROM read_parquet('${foreign()}')`],
    ['reads no text', () => `SELECT * FROM read_text('/etc/passwd')`],
    ['writes no file', () => `COPY (SELECT 1) TO '${out()}'`],
    ['attaches nothing', () => `ATTACH '${folder}/a.db' AS a`],
    ['opens no setting', () => 'SET enable_external_access = true'],
    ['forgets no setting', () => 'RESET lock_configuration'],
    ['adds no path', () => `SET allowed_paths = ['${foreign()}']`],
    ['installs nothing', () => 'INSTALL httpfs'],
  ];
  for (const [what, sql] of RAW)
    test(what, async () => {
      const engine = await openEngine();
      await engine.lock(acme.files.calls);
      await expect(engine.prepare(sql())).rejects.toThrow();
      await engine.prepare(`SELECT * FROM read_parquet('${acme.files.calls[0]}')`);
      engine.close();
    });
});

describe('a session', () => {
  test('shows its tenant and the partition of each row', async () => {
    expect((await session.run('SELECT tenant_id, period, call_id FROM calls')).rows).toEqual([
      ['acme', '2026-01', 'c1'],
    ]);
  });

  test('lets a WITH query shadow a view only for the statement itself', async () => {
    expect(
      (await session.run("WITH call_list AS (SELECT 'x' AS call_id) SELECT call_id FROM call_list")).rows,
    ).toEqual([['x']]);
    expect((await session.run('SELECT call_id FROM call_list')).rows).toEqual([['c1']]);
  });

  test('takes a parameter as a value, whatever it looks like', async () => {
    const { rows } = await session.run('SELECT call_id FROM calls WHERE call_id = ?', ["c1' OR '1' = '1"]);
    expect(rows).toEqual([]);
  });

  test('stops at its number of rows', async () => {
    const small = await openSession(acme, { maxRows: 3 });
    await expect(small.run('SELECT * FROM UNNEST(sequence(1, 4)) AS t (n)')).rejects.toThrow(LimitExceeded);
    expect((await small.run('SELECT * FROM UNNEST(sequence(1, 3)) AS t (n)')).rows.length).toBe(3);
    small.close();
  });

  test('stops at its time, and goes on with the next query', async () => {
    const quick = await openSession(acme, { timeoutSeconds: 0.2 });
    const numbers = 'UNNEST(sequence(1, 9999))';
    const endless = `SELECT sum(a.n * b.n % c.n) FROM ${numbers} AS a (n) CROSS JOIN ${numbers} AS b (n) CROSS JOIN ${numbers} AS c (n)`;
    await expect(quick.run(endless)).rejects.toThrow(LimitExceeded);
    expect((await quick.run('SELECT 1')).rows).toEqual([[1]]);
    quick.close();
  });

  test('stops when it is broken off, before and while it runs, and goes on with the next query', async () => {
    const numbers = 'UNNEST(sequence(1, 9999))';
    const endless = `SELECT sum(a.n * b.n % c.n) FROM ${numbers} AS a (n) CROSS JOIN ${numbers} AS b (n) CROSS JOIN ${numbers} AS c (n)`;
    await expect(session.run(endless, [], { signal: AbortSignal.timeout(100) })).rejects.toThrow(
      QueryCancelled,
    );
    await expect(session.run('SELECT 1', [], { signal: AbortSignal.abort() })).rejects.toThrow(
      QueryCancelled,
    );
    expect((await session.run('SELECT 1')).rows).toEqual([[1]]);
  });

  test('stops at its memory', async () => {
    const tight = await openSession(acme, { memoryLimit: '20MB' });
    const numbers = 'UNNEST(sequence(1, 9999))';
    await expect(
      tight.run(
        `SELECT count(*) FROM (SELECT DISTINCT a.n * 10000 + b.n AS x FROM ${numbers} AS a (n) CROSS JOIN ${numbers} AS b (n))`,
      ),
    ).rejects.toThrow(LimitExceeded);
    tight.close();
  });

  test('tells a failure by its kind and never by the value', async () => {
    const failing = session.run("SELECT CAST('a secret word' AS INTEGER)");
    await expect(failing).rejects.toThrow(QueryFailed);
    await expect(failing).rejects.not.toThrow(/secret/);
  });
});
