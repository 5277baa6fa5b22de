import { AthenaClient, CreateWorkGroupCommand, GetQueryExecutionCommand } from '@aws-sdk/client-athena';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { StatementFailed } from '../../etl/engines/athena/index.ts';
import { type AthenaOptions, athenaRunner } from '../../etl/engines/aws/index.ts';
import { BUSY, fault, json, page as pageOf, athenaFake as scripted, started, state } from './athena-fake.ts';
import { SDK, startAws } from './aws-local.ts';

const aws = startAws(4594);
afterAll(() => aws?.stop());

const QUICK = { firstMs: 1, mostMs: 4, attempts: 5 };
const optionsOf = (endpoint: string): AthenaOptions => ({
  client: new AthenaClient({ ...SDK, endpoint, maxAttempts: 1 }),
  database: 'cci',
  workgroup: 'etl',
  outputLocation: 's3://results/etl/',
  patience: QUICK,
});

describe.skipIf(!aws)('statements on an Athena that runs no SQL', () => {
  const options = optionsOf(aws?.endpoint ?? '');
  beforeAll(async () => void (await options.client.send(new CreateWorkGroupCommand({ Name: 'etl' }))));

  const queue = (...results: object[]) =>
    fetch(`${aws?.moto}/moto-api/static/athena/query-results`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account_id: '000000000000', region: SDK.region, results }),
    });

  test('start, end and give rows by the real protocol', async () => {
    await queue({
      rows: [{ Data: [{ VarCharValue: 'calls' }, { VarCharValue: '3' }, {}] }],
      column_info: [
        { Name: 'table_name', Type: 'varchar' },
        { Name: 'rows', Type: 'bigint' },
        { Name: 'nothing', Type: 'double' },
      ],
    });
    const { columns, rows } = await athenaRunner(options).run('SELECT 1');
    expect(columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'table_name varchar',
      'rows bigint',
      'nothing double',
    ]);
    expect(rows).toEqual([['calls', 3, null]]);
  });

  test('run where they are told to', async () => {
    const ids: string[] = [];
    options.client.middlewareStack.add(
      (next) => async (request) => {
        const answer = await next(request);
        const { QueryExecutionId } = answer.output as { QueryExecutionId?: string };
        if (QueryExecutionId) ids.push(QueryExecutionId);
        return answer;
      },
      { step: 'initialize' },
    );
    await athenaRunner(options).run('SELECT 2');
    const { QueryExecution } = await options.client.send(
      new GetQueryExecutionCommand({ QueryExecutionId: ids[0] }),
    );
    expect(QueryExecution).toMatchObject({
      Query: 'SELECT 2',
      WorkGroup: 'etl',
      QueryExecutionContext: { Database: 'cci', Catalog: 'AwsDataCatalog' },
    });
    expect(QueryExecution?.ResultConfiguration?.OutputLocation).toContain('s3://results/etl/');
  });
});

const COLUMNS = [
  { Name: 'n', Type: 'bigint' },
  { Name: 'ok', Type: 'boolean' },
  { Name: 'x', Type: 'double' },
  { Name: 't', Type: 'varchar' },
];
const page = (cells: (string | null)[][], next?: string) => pageOf(COLUMNS, cells, next);
const nothing = page([]);

const failed = (run: Promise<unknown>): Promise<StatementFailed> =>
  run.then(
    () => expect.fail('it succeeded'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(StatementFailed);
      return error as StatementFailed;
    },
  );

describe('statements on Athena', () => {
  test('wait through the states, and read all pages without the header', async () => {
    await using fake = await scripted({
      StartQueryExecution: [started],
      GetQueryExecution: [state('QUEUED'), state('RUNNING'), state('RUNNING'), state('SUCCEEDED')],
      GetQueryResults: [
        page(
          [
            ['n', 'ok', 'x', 't'],
            ['1', 'true', '0.1', 'a'],
          ],
          'p2',
        ),
        page([['9007199254740993', 'false', 'NaN', null]]),
      ],
    });
    const result = await athenaRunner(optionsOf(fake.url)).run('SELECT …');
    expect(result.rows).toEqual([
      [1, true, 0.1, 'a'],
      ['9007199254740993', false, 'NaN', null],
    ]);
    expect(result.scannedBytes).toBe(77);
    expect(fake.asked('GetQueryResults').map(({ NextToken }) => NextToken)).toEqual([undefined, 'p2']);
  });

  test('take no row of a DDL statement for a header', async () => {
    await using fake = await scripted({
      StartQueryExecution: [started],
      GetQueryExecution: [state('SUCCEEDED', {}, 'DDL')],
      GetQueryResults: [page([['n', 'ok', 'x', 't']])],
    });
    expect((await athenaRunner(optionsOf(fake.url)).run('SHOW …')).rows).toHaveLength(1);
  });

  test('are asked for again while Athena is too busy, with the same token', async () => {
    await using fake = await scripted({
      StartQueryExecution: [BUSY, BUSY, started],
      GetQueryExecution: [fault('ThrottlingException'), state('SUCCEEDED')],
      GetQueryResults: [BUSY, nothing],
    });
    await athenaRunner(optionsOf(fake.url)).run('SELECT 1');
    const tokens = fake
      .asked('StartQueryExecution')
      .map(({ ClientRequestToken }) => String(ClientRequestToken));
    expect(tokens).toHaveLength(3);
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  test('that are one piece of work have one token, others have others', async () => {
    await using fake = await scripted({
      StartQueryExecution: [started],
      GetQueryExecution: [state('SUCCEEDED')],
      GetQueryResults: [nothing],
    });
    const options = optionsOf(fake.url);
    for (const work of ['run-1', 'run-1', 'run-2', undefined, undefined])
      await athenaRunner({ ...options, ...(work === undefined ? {} : { work }) }).run('SELECT 1');
    await athenaRunner({ ...options, work: 'run-1' }).run('SELECT 2');
    const tokens = fake.asked('StartQueryExecution').map(({ ClientRequestToken }) => ClientRequestToken);
    expect(tokens[0]).toBe(tokens[1]);
    expect(new Set(tokens).size).toBe(5);
  });

  test('give up, retryable, when Athena stays too busy', async () => {
    await using fake = await scripted({ StartQueryExecution: [BUSY] });
    const error = await failed(athenaRunner(optionsOf(fake.url)).run('SELECT 1'));
    expect(error).toMatchObject({ kind: 'resources', retryable: true });
    expect(fake.asked('StartQueryExecution')).toHaveLength(QUICK.attempts);
  });

  test.each([
    ['user', 2, false, 'TYPE_MISMATCH: line 1:8: …', 'TYPE_MISMATCH'],
    ['system', 1, true, 'GENERIC_INTERNAL_ERROR: …', 'GENERIC_INTERNAL_ERROR'],
    ['resources', 2, true, 'Query exhausted resources at this scale factor', '1003'],
    ['other', 3, false, 'something else', '1003'],
  ])(
    'that fail as %s say whether to try again, and keep what Athena wrote out of the message',
    async (kind, ErrorCategory, Retryable, reason, word) => {
      await using fake = await scripted({
        StartQueryExecution: [started],
        GetQueryExecution: [
          state('FAILED', {
            StateChangeReason: reason,
            AthenaError: { ErrorCategory, ErrorType: 1003, Retryable },
          }),
        ],
      });
      const error = await failed(athenaRunner(optionsOf(fake.url)).run('SELECT 1'));
      expect(error).toMatchObject({
        kind,
        code: `statement_${kind}`,
        retryable: Retryable,
        reason: word,
        where: 'q-1',
      });
      expect(error.message).not.toContain(reason);
      expect(error.cause).toMatchObject({ message: reason });
    },
  );

  test('that somebody else stopped are cancelled', async () => {
    await using fake = await scripted({
      StartQueryExecution: [started],
      GetQueryExecution: [state('CANCELLED')],
    });
    expect(await failed(athenaRunner(optionsOf(fake.url)).run('SELECT 1'))).toMatchObject({
      kind: 'cancelled',
      retryable: false,
    });
  });

  test('stop at Athena when the caller gives up, whose reason they end with', async () => {
    const caller = new AbortController();
    await using fake = await scripted({
      StartQueryExecution: [started],
      GetQueryExecution: [state('RUNNING')],
      StopQueryExecution: [json({})],
    });
    const options = { ...optionsOf(fake.url), patience: { firstMs: 60_000, mostMs: 60_000, attempts: 1 } };
    const run = athenaRunner(options).run('SELECT 1', { signal: caller.signal });
    const ends = expect(run).rejects.toThrow('deadline');
    while (fake.asked('GetQueryExecution').length === 0) await new Promise(setImmediate);
    caller.abort(new Error('deadline'));
    await ends;
    expect(fake.asked('StopQueryExecution')).toEqual([{ QueryExecutionId: 'q-1' }]);
  });

  test('do not start at all when the caller has given up before', async () => {
    await using fake = await scripted({});
    const signal = AbortSignal.abort(new Error('deadline'));
    await expect(athenaRunner(optionsOf(fake.url)).run('SELECT 1', { signal })).rejects.toThrow('deadline');
    expect(fake.seen).toEqual([]);
  });

  test("that Athena does not take are the statement's own fault", async () => {
    await using fake = await scripted({ StartQueryExecution: [fault('InvalidRequestException')] });
    expect(await failed(athenaRunner(optionsOf(fake.url)).run('SELEC'))).toMatchObject({
      kind: 'user',
      retryable: false,
    });
  });

  test('that may not be asked for are refused, and only the cause has the words of the SDK', async () => {
    await using fake = await scripted({ StartQueryExecution: [fault('AccessDeniedException', 'of Anna')] });
    const error = await failed(athenaRunner(optionsOf(fake.url)).run('SELECT 1'));
    expect(error).toMatchObject({ kind: 'user', reason: 'AccessDeniedException', retryable: false });
    expect(error.message).not.toContain('Anna');
    expect(error.cause).toMatchObject({ name: 'AccessDeniedException', message: 'of Anna' });
  });
});

const FAULTY = json({ __type: 'InternalServerException', message: 'of Anna' }, 500);
const BROKEN = { status: 0, broken: true } as const;

describe('an Athena that fails', () => {
  test('is asked again at every step, with the same token', async () => {
    await using fake = await scripted({
      StartQueryExecution: [FAULTY, BROKEN, started],
      GetQueryExecution: [FAULTY, BROKEN, state('RUNNING'), FAULTY, state('SUCCEEDED')],
      GetQueryResults: [FAULTY, BROKEN, nothing],
    });
    expect((await athenaRunner(optionsOf(fake.url)).run('SELECT 1')).rows).toEqual([]);
    const tokens = fake.asked('StartQueryExecution').map(({ ClientRequestToken }) => ClientRequestToken);
    expect(tokens).toHaveLength(3);
    expect(new Set(tokens).size).toBe(1);
    expect(fake.asked('StopQueryExecution')).toEqual([]);
  });

  test.each([
    ['is too busy', BUSY, { kind: 'resources', retryable: true }, QUICK.attempts],
    ['fails', FAULTY, { kind: 'system', retryable: true }, QUICK.attempts],
    ['breaks the connection', BROKEN, { reason: 'UNREACHABLE', retryable: true }, QUICK.attempts],
    ['no longer takes the token', fault('ExpiredTokenException', 'of Anna'), { retryable: false }, 1],
  ])('and %s while a statement runs is told to stop it', async (_, answer, expected, times) => {
    await using fake = await scripted({
      StartQueryExecution: [started],
      GetQueryExecution: [state('RUNNING'), answer],
      StopQueryExecution: [FAULTY],
    });
    const error = await failed(athenaRunner(optionsOf(fake.url)).run('INSERT'));
    expect(error).toMatchObject(expected);
    expect(error.message).not.toContain('Anna');
    expect(fake.asked('GetQueryExecution')).toHaveLength(1 + times);
    expect(fake.asked('StopQueryExecution')).toEqual([{ QueryExecutionId: 'q-1' }]);
  });

  test.each([
    ['FAILED', 0],
    ['CANCELLED', 0],
    ['PAUSED', 1],
  ])('is told to stop a statement unless it has ended: %s', async (word, times) => {
    await using fake = await scripted({
      StartQueryExecution: [started],
      GetQueryExecution: [state(word)],
      StopQueryExecution: [json({})],
    });
    await failed(athenaRunner(optionsOf(fake.url)).run('INSERT'));
    expect(fake.asked('StopQueryExecution')).toHaveLength(times);
  });
});
