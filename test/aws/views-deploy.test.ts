import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCatalog } from '../../sql/catalog.ts';
import { REGISTRY_VIEW, wantedViews } from '../../sql/deploy/index.ts';
import { makeLake, type TestLake } from '../support/cci.ts';
import { viewEngine } from '../support/view-engine.ts';
import { type FakeAnswer, type HttpFake, httpFake } from './http-fake.ts';

const wanted = wantedViews(loadCatalog()).map(({ name }) => name);

const json = (body: object): FakeAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(body),
});

/** An Athena over HTTP that stores views: queries end at once, SELECT begins its rows with the names of the columns. */
function athenaFake(engine: ReturnType<typeof viewEngine>): Promise<HttpFake> {
  const queries: {
    readonly sql: string;
    readonly rows: readonly (readonly unknown[])[];
    readonly why?: string;
  }[] = [];
  const start = (sql: string) => {
    try {
      queries.push({ sql, rows: engine.ask(sql) });
    } catch (error) {
      queries.push({ sql, rows: [], why: String(error) });
    }
    return json({ QueryExecutionId: String(queries.length - 1) });
  };
  return httpFake(({ headers, body }) => {
    const request = JSON.parse(body) as { QueryString?: string; QueryExecutionId?: string };
    const operation = String(headers['x-amz-target']).split('.').at(-1);
    if (operation === 'StartQueryExecution') return start(request.QueryString ?? '');
    const query = queries[Number(request.QueryExecutionId)];
    const type = query?.sql.startsWith('SELECT') ? 'DML' : 'UTILITY';
    if (operation === 'GetQueryExecution') {
      const Status = query?.why
        ? { State: 'FAILED', StateChangeReason: query.why, AthenaError: { ErrorCategory: 2 } }
        : { State: 'SUCCEEDED' };
      return json({
        QueryExecution: { QueryExecutionId: request.QueryExecutionId, StatementType: type, Status },
      });
    }
    const width = query?.rows[0]?.length ?? 1;
    const names = Array.from({ length: width }, (_, index) => `c${index}`);
    const rows = [...(type === 'DML' ? [names] : []), ...(query?.rows ?? [])];
    return json({
      ResultSet: {
        Rows: rows.map((row) => ({ Data: row.map((value) => ({ VarCharValue: String(value) })) })),
        ResultSetMetadata: { ColumnInfo: names.map((Name) => ({ Name, Type: 'varchar' })) },
      },
    });
  });
}

describe('the published views, put on an Athena', () => {
  let lake: TestLake;
  let fake: HttpFake;
  let refused = '';
  const engine = viewEngine((sql) => {
    if (refused !== '' && sql.includes(refused)) throw new Error(`line 1:8: no ${refused}`);
  });
  const before = { ...process.env };

  beforeAll(async () => {
    fake = await athenaFake(engine);
    lake = await makeLake();
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_ATHENA: fake.url,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'testtest',
    });
  });
  afterAll(async () => {
    for (const name of [
      'AWS_ENDPOINT_URL_ATHENA',
      'AWS_REGION',
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
    ])
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    await fake?.[Symbol.asyncDispose]();
    await lake?.[Symbol.asyncDispose]();
  });

  const cci = (command: string, ...words: string[]) =>
    lake.cci('views', command, '--target', 'athena', '--database', 'cci', '--workgroup', 'etl', ...words);

  test('are all made in the database and workgroup that were named, after every one was explained', async () => {
    const { code, out, err } = await cci('apply', '--output', 's3://results/views/');
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(wanted.map((name) => `made ${name}\n`).join(''));
    expect([...engine.stored.keys()].sort()).toEqual([...wanted, REGISTRY_VIEW].sort());
    const kinds = engine.said.map((sql) => /^\w+/.exec(sql)?.[0]);
    expect(kinds.lastIndexOf('EXPLAIN')).toBeLessThan(kinds.indexOf('CREATE'));
    const [first] = fake.seen.filter(({ headers }) =>
      String(headers['x-amz-target']).endsWith('StartQueryExecution'),
    );
    expect(JSON.parse(first?.body ?? '{}')).toMatchObject({
      WorkGroup: 'etl',
      QueryExecutionContext: { Database: 'cci', Catalog: 'AwsDataCatalog' },
      ResultConfiguration: { OutputLocation: 's3://results/views/' },
    });
    for (const sql of engine.said) expect(Buffer.byteLength(sql)).toBeLessThan(262_144);
  });

  test('are left alone by a second apply', async () => {
    engine.said.length = 0;
    expect((await cci('apply')).out).toBe('Nothing to do.\n');
    expect(engine.said.filter((sql) => /^(CREATE|EXPLAIN)/.test(sql))).toEqual([]);
    expect((await cci('plan', '--format', 'json')).out).not.toMatch(/"(create|replace|drift|orphan)"/);
  });

  test('that were changed by hand are found, kept, and put right on demand', async () => {
    engine.stored.set('call_list_v1', 'SELECT 1 AS call_id');
    const plan = await cci('plan');
    expect([plan.code, /^call_list_v1 +drift/m.test(plan.out)]).toEqual([2, true]);
    expect((await cci('apply')).code).toBe(1);
    expect(engine.stored.get('call_list_v1')).toBe('SELECT 1 AS call_id');
    expect((await cci('apply', '--overwrite-drift')).out).toMatch(/^made call_list_v1\nmade call_list\n/);
    expect((await cci('plan')).code).toBe(0);
  });

  test('that Athena refuses are named with its reason, and nothing is changed', async () => {
    engine.stored.delete('score_trend_v1');
    refused = 'smoothed_days';
    const { code, err } = await cci('apply');
    refused = '';
    expect(code).toBe(1);
    expect(err).toMatch(/refuses score_trend_v1, nothing was changed\n +Error: line 1:8: no smoothed_days/);
    expect(engine.stored.has('score_trend_v1')).toBe(false);
  });
});
