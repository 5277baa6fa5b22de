import { inspect } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StatementFailed } from '../../../etl/engines/athena/index.ts';
import { type TrinoOptions, trinoRunner } from '../../../etl/engines/trino/index.ts';
import { type FakeAnswer, type HttpFake, httpFake } from '../../aws/http-fake.ts';

const QUICK = { firstMs: 1, mostMs: 4, attempts: 5 };
const optionsOf = ({ url }: HttpFake): TrinoOptions => ({
  url,
  user: 'etl',
  catalog: 'lake',
  schema: 'cci',
  headers: { authorization: 'Bearer t' },
  patience: QUICK,
});

/** Answers in turn; the word NEXT in one stands for the address of the next page. */
const serving = (answers: readonly FakeAnswer[]): Promise<HttpFake> =>
  httpFake(({ headers, method }, number) => {
    const answer =
      method === 'DELETE' ? { status: 204 } : (answers[Math.min(number, answers.length - 1)] as FakeAnswer);
    return {
      ...answer,
      body: (answer.body ?? '').replace('NEXT', `http://${headers.host}/v1/next/${number}`),
    };
  });

const page = (body: object): FakeAnswer => ({ status: 200, body: JSON.stringify(body) });
const MORE = page({ nextUri: 'NEXT' });
const COLUMNS = [{ name: 'n', type: 'bigint' }];
const error = (errorName: string, errorType = 'INTERNAL_ERROR'): FakeAnswer =>
  page({ error: { errorName, errorType, message: 'Cannot cast Anna to integer' } });

const failed = (run: Promise<unknown>): Promise<StatementFailed> =>
  run.then(
    () => expect.fail('it succeeded'),
    (reason: unknown) => {
      expect(reason).toBeInstanceOf(StatementFailed);
      return reason as StatementFailed;
    },
  );

test('follows the pages of an answer, and keeps large integers exact', async () => {
  await using fake = await serving([
    MORE,
    page({ nextUri: 'NEXT', columns: COLUMNS, data: [[1]] }),
    {
      status: 200,
      body: '{"columns":[{"name":"n","type":"bigint"}],"data":[[9007199254740993]],"stats":{"physicalInputBytes":12}}',
    },
  ]);
  expect(await trinoRunner(optionsOf(fake)).run('SELECT n')).toEqual({
    columns: COLUMNS,
    rows: [[1], ['9007199254740993']],
    scannedBytes: 12,
  });
  expect(fake.seen[0]).toMatchObject({
    method: 'POST',
    path: '/v1/statement',
    body: 'SELECT n',
    headers: {
      'x-trino-user': 'etl',
      'x-trino-catalog': 'lake',
      'x-trino-schema': 'cci',
      'x-trino-time-zone': 'UTC',
      authorization: 'Bearer t',
    },
  });
});

test('asks again while the server is busy and when a page is lost on its way', async () => {
  await using fake = await serving([
    { status: 503 },
    { status: 429 },
    MORE,
    { status: 502 },
    { status: 0, broken: true },
    page({ columns: COLUMNS, data: [[1]] }),
  ]);
  expect((await trinoRunner(optionsOf(fake)).run('SELECT 1')).rows).toEqual([[1]]);
  expect(fake.seen.map(({ method }) => method)).toEqual(['POST', 'POST', 'POST', 'GET', 'GET', 'GET']);
});

test('starts again what has not begun, and nothing else', async () => {
  await using fake = await serving([
    error('NO_NODES_AVAILABLE', 'INSUFFICIENT_RESOURCES'),
    page({ data: [[1]] }),
  ]);
  expect((await trinoRunner(optionsOf(fake)).run('INSERT')).rows).toEqual([[1]]);
  await using other = await serving([error('GENERIC_INTERNAL_ERROR'), page({})]);
  expect(await failed(trinoRunner(optionsOf(other)).run('INSERT'))).toMatchObject({
    reason: 'GENERIC_INTERNAL_ERROR',
  });
  expect(other.seen).toHaveLength(1);
});

test('does not send a statement twice whose answer was lost', async () => {
  await using fake = await serving([{ status: 0, broken: true }]);
  expect(await failed(trinoRunner(optionsOf(fake)).run('INSERT'))).toMatchObject({
    reason: 'UNREACHABLE',
    retryable: true,
  });
  expect(fake.seen).toHaveLength(1);
});

const HALF = {
  status: 200,
  body: '{"columns":[{"name":"n","type":"bigint"}],"data":[[1',
  broken: true,
} as const;

test('asks again for a page whose connection broke inside it', async () => {
  await using fake = await serving([MORE, HALF, page({ columns: COLUMNS, data: [[1]] })]);
  expect((await trinoRunner(optionsOf(fake)).run('SELECT 1')).rows).toEqual([[1]]);
  expect(fake.seen.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET']);
});

test('does not send a statement twice whose answer broke off inside it', async () => {
  await using fake = await serving([HALF]);
  expect(await failed(trinoRunner(optionsOf(fake)).run('INSERT'))).toMatchObject({
    reason: 'UNREACHABLE',
    retryable: true,
  });
  expect(fake.seen).toHaveLength(1);
});

test.each(['Anna Roe, 4111', '{"data":[["Anna Roe', '"Anna Roe"', 'null', ''])(
  'tells an answer that is no page without quoting it: %s',
  async (body) => {
    await using fake = await serving([MORE, { status: 200, body }]);
    const failure = await failed(trinoRunner(optionsOf(fake)).run('SELECT 1'));
    expect(failure).toMatchObject({ kind: 'system', reason: 'UNREADABLE', retryable: true });
    expect(inspect(failure, { depth: 9 })).not.toContain('Anna');
    expect(fake.seen.map(({ method }) => method)).toEqual(['POST', ...Array(5).fill('GET'), 'DELETE']);
  },
);

test('reads a text of twenty million characters, and one of as many escapes', async () => {
  for (const text of ['x'.repeat(20 << 20), '"\n'.repeat(10 << 20)]) {
    await using fake = await serving([
      { status: 200, body: `{"data":[[${JSON.stringify(text)},9007199254740993]]}` },
    ]);
    const { rows } = await trinoRunner(optionsOf(fake)).run('SELECT t, n');
    expect(rows[0]?.[0] === text).toBe(true);
    expect(rows[0]?.[1]).toBe('9007199254740993');
  }
});

const OTHER = fc.oneof(fc.string(), fc.stringMatching(/^-?\d{16,20}$/), fc.integer(), fc.boolean());

test('keeps every integer exact, and every other value as it is', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
      fc.array(OTHER),
      async (integers, other) => {
        const body = `{"data":[[${[...integers, JSON.stringify(other)].join(',')}]],"stats":{"physicalInputBytes":1}}`;
        await using fake = await serving([{ status: 200, body }]);
        const [row = []] = (await trinoRunner(optionsOf(fake)).run('SELECT 1')).rows;
        expect(row.slice(0, -1).map((value) => BigInt(value as number))).toEqual(integers);
        expect(row.at(-1)).toEqual(JSON.parse(JSON.stringify(other)));
      },
    ),
    { numRuns: 50 },
  );
});

test.each([
  ['USER_ERROR', 'user', false],
  ['INTERNAL_ERROR', 'system', true],
  ['EXTERNAL', 'system', true],
  ['INSUFFICIENT_RESOURCES', 'resources', true],
  ['NEW_KIND', 'other', false],
])('tells %s as %s, and keeps what Trino wrote out of the message', async (type, kind, retryable) => {
  await using fake = await serving([error('SOME_NAME', type)]);
  const failure = await failed(trinoRunner(optionsOf(fake)).run('SELECT 1'));
  expect(failure).toMatchObject({ kind, retryable, reason: 'SOME_NAME', code: `statement_${kind}` });
  expect(failure.message).not.toContain('Anna');
  expect(String(failure.cause)).toContain('Anna');
});

test("cancels the statement when the caller gives up, and ends with the caller's reason", async () => {
  await using fake = await serving([MORE, { status: 503 }]);
  const caller = new AbortController();
  const patience = { firstMs: 60_000, mostMs: 60_000, attempts: 9 };
  const run = trinoRunner({ ...optionsOf(fake), patience }).run('SELECT 1', { signal: caller.signal });
  const ends = expect(run).rejects.toThrow('deadline');
  while (fake.seen.length < 2) await new Promise(setImmediate);
  caller.abort(new Error('deadline'));
  await ends;
  expect(fake.seen.at(-1)).toMatchObject({ method: 'DELETE', path: '/v1/next/0' });
});

test('sends parameters with the statement, whose own quotes are doubled', async () => {
  await using fake = await serving([page({ columns: COLUMNS, data: [[1]] })]);
  await trinoRunner(optionsOf(fake)).run("SELECT n FROM t WHERE a = ? AND b <> 'x'", {
    parameters: ["'O''Hara'", '1.5E0'],
  });
  expect(fake.seen[0]?.body).toBe(
    "EXECUTE IMMEDIATE 'SELECT n FROM t WHERE a = ? AND b <> ''x''' USING 'O''Hara', 1.5E0",
  );
});

test('hands out pages as they come, and cancels a statement that is left before its end', async () => {
  await using fake = await serving([
    MORE,
    page({ nextUri: 'NEXT', columns: COLUMNS, data: [[1]] }),
    page({ nextUri: 'NEXT', columns: COLUMNS, data: [[2]] }),
  ]);
  for await (const { rows } of trinoRunner(optionsOf(fake)).pages('SELECT n')) {
    expect(rows).toEqual([[1]]);
    break;
  }
  expect(fake.seen.map(({ method }) => method)).toEqual(['POST', 'GET', 'DELETE']);
});

test('gives an empty result as one page with its columns', async () => {
  await using fake = await serving([MORE, page({ columns: COLUMNS })]);
  const pages = [];
  for await (const one of trinoRunner(optionsOf(fake)).pages('SELECT n')) pages.push(one);
  expect(pages).toEqual([{ columns: COLUMNS, rows: [] }]);
});
