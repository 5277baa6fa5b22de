import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AthenaSession, openEngine, openSession } from '../../sql/duckdb/index.ts';
import { LimitExceeded, QueryFailed, SqlRefused } from '../../sql/errors.ts';
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
];

describe('a way out of the session is refused', () => {
  test(`${ESCAPES.length} ways are tried`, () => expect(ESCAPES.length).toBeGreaterThanOrEqual(40));
  for (const [what, sql] of ESCAPES)
    test(what, async () => {
      await expect(session.run(sql())).rejects.toThrow(SqlRefused);
      expect(existsSync(out())).toBe(false);
      expect((await session.run('SELECT call_id FROM call_list')).rows).toEqual([['c1']]);
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
