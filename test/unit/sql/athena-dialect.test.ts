import { AthenaClient } from '@aws-sdk/client-athena';
import { describe, expect, test } from 'vitest';
import { athenaRunner } from '../../../etl/engines/aws/index.ts';
import {
  EngineBusy,
  EngineFailed,
  LimitExceeded,
  QueryCancelled,
  QueryFailed,
  WorkgroupUnknown,
} from '../../../sql/errors.ts';
import { type AthenaOptions, athenaDialect, athenaQueries } from '../../../sql/query/aws/index.ts';
import { createDb } from '../../../sql/query/index.ts';
import { athenaFake, BUSY, fault, json, page, type Script, started, state } from '../../aws/athena-fake.ts';
import type { FakeAnswer } from '../../aws/http-fake.ts';

const QUICK = { firstMs: 1, mostMs: 4, attempts: 3 };
const optionsOf = ({ url }: { url: string }): AthenaOptions => ({
  client: new AthenaClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    endpoint: url,
    maxAttempts: 1,
  }),
  database: 'cci',
  workgroup: 'tenant-walk',
  patience: QUICK,
});

const ended = (...answers: FakeAnswer[]): Script => ({
  StartQueryExecution: [started],
  GetQueryExecution: [state('SUCCEEDED')],
  GetQueryResults: answers,
});
const CALLS = [
  { Name: 'call_id', Type: 'varchar' },
  { Name: 'percentage', Type: 'double' },
];

describe('a typed query on Athena', () => {
  test('is sent with its parameters as literals, and gives rows as objects', async () => {
    await using fake = await athenaFake(
      ended(
        page(CALLS, [
          ['call_id', 'percentage'],
          ["c'1", null],
        ]),
      ),
    );
    const db = createDb(athenaDialect({ ...optionsOf(fake), reuseMinutes: 60 }));
    const rows = await db
      .selectFrom('call_list')
      .select(['call_id', 'percentage'])
      .where('queue', 'in', ["O'Hara", 'sales'])
      .where('percentage', '>', 79.5)
      .where('auto_failed', '=', false)
      .limit(10)
      .execute();
    expect(rows).toEqual([{ call_id: "c'1", percentage: null }]);
    expect(fake.asked('StartQueryExecution')[0]).toMatchObject({
      QueryString:
        'select "call_id", "percentage" from "call_list" where "queue" in (?, ?) and "percentage" > ? and "auto_failed" = ? limit 10',
      ExecutionParameters: ["'O''Hara'", "'sales'", '79.5E0', 'false'],
      WorkGroup: 'tenant-walk',
      ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: 60 } },
    });
  });

  test('without parameters sends none, since Athena refuses an empty list', async () => {
    await using fake = await athenaFake(ended(page(CALLS, [])));
    await createDb(athenaDialect(optionsOf(fake)))
      .selectFrom('call_list')
      .select('call_id')
      .execute();
    expect(fake.asked('StartQueryExecution')[0]).not.toHaveProperty('ExecutionParameters');
    expect(fake.asked('StartQueryExecution')[0]).not.toHaveProperty('ResultReuseConfiguration');
  });

  test('may be streamed, a page at a time', async () => {
    await using fake = await athenaFake(
      ended(
        page(
          CALLS,
          [
            ['call_id', 'percentage'],
            ['a', '1.0'],
          ],
          'p2',
        ),
        page(CALLS, [['b', '2.0']], 'p3'),
        page(CALLS, []),
      ),
    );
    const db = createDb(athenaDialect(optionsOf(fake)));
    const seen: unknown[] = [];
    for await (const row of db.selectFrom('call_list').select(['call_id', 'percentage']).stream()) {
      seen.push([row.call_id, row.percentage, fake.asked('GetQueryResults').length]);
    }
    expect(seen).toEqual([
      ['a', 1, 1],
      ['b', 2, 2],
    ]);
  });

  test('that is left while it is streamed asks for no more pages', async () => {
    await using fake = await athenaFake(
      ended(page(CALLS, [['a', '1.0']], 'p2'), page(CALLS, [['b', '2.0']])),
    );
    const db = createDb(athenaDialect(optionsOf(fake)));
    for await (const _row of db.selectFrom('call_list').select('call_id').stream()) break;
    expect(fake.asked('GetQueryResults')).toHaveLength(1);
  });

  test.each(['ignore query', 'cancel query'] as const)(
    'that is given up is stopped at Athena (%s)',
    async (inflightQueryAbortStrategy) => {
      await using fake = await athenaFake({
        StartQueryExecution: [started],
        GetQueryExecution: [state('RUNNING')],
        StopQueryExecution: [json({})],
      });
      const patience = { firstMs: 60_000, mostMs: 60_000, attempts: 1 };
      const db = createDb(athenaDialect({ ...optionsOf(fake), patience }));
      const caller = new AbortController();
      const query = db.selectFrom('call_list').select('call_id');
      const run = query.execute({ signal: caller.signal, inflightQueryAbortStrategy });
      const ends = expect(run).rejects.toThrow('the page was left');
      while (fake.asked('GetQueryExecution').length === 0) await new Promise(setImmediate);
      caller.abort(new Error('the page was left'));
      await ends;
      while (fake.asked('StopQueryExecution').length === 0) await new Promise(setImmediate);
      expect(fake.asked('StopQueryExecution')).toEqual([{ QueryExecutionId: 'q-1' }]);
    },
  );

  test('that is given up while it is streamed is stopped, without a word on the console', async () => {
    await using fake = await athenaFake({
      StartQueryExecution: [started],
      GetQueryExecution: [state('RUNNING')],
      StopQueryExecution: [json({})],
    });
    const said: unknown[] = [];
    const { error: speak } = globalThis.console;
    globalThis.console.error = (...words: unknown[]) => void said.push(words);
    try {
      const patience = { firstMs: 60_000, mostMs: 60_000, attempts: 1 };
      const caller = new AbortController();
      const query = createDb(athenaDialect({ ...optionsOf(fake), patience }))
        .selectFrom('call_list')
        .select('call_id');
      const rows = query.stream({ signal: caller.signal });
      const ends = expect(rows.next()).rejects.toThrow('the page was left');
      while (fake.asked('GetQueryExecution').length === 0) await new Promise(setImmediate);
      caller.abort(new Error('the page was left'));
      await ends;
      while (fake.asked('StopQueryExecution').length === 0) await new Promise(setImmediate);
      await new Promise(setImmediate);
      expect(said).toEqual([]);
    } finally {
      globalThis.console.error = speak;
    }
  });
});

describe('queries on Athena', () => {
  test('read every type as the protocol writes it', async () => {
    const cells: readonly (readonly [name: string, column: object, cell: string, value: unknown])[] = [
      ['boolean', { Type: 'boolean' }, 'true', true],
      ['tinyint', { Type: 'tinyint' }, '-128', -128],
      ['integer', { Type: 'integer' }, '7', 7],
      ['bigint', { Type: 'bigint' }, '9007199254740993', '9007199254740993'],
      ['real', { Type: 'float' }, '0.1', 0.1],
      ['double', { Type: 'double' }, '1.0E10', 1e10],
      ['double', { Type: 'double' }, '-Infinity', '-Infinity'],
      ['decimal(38, 2)', { Type: 'decimal', Precision: 38, Scale: 2 }, '-0.10', '-0.10'],
      ['varchar', { Type: 'varchar', Precision: 2147483647 }, '007', '007'],
      ['varchar(3)', { Type: 'varchar', Precision: 3 }, 'true', 'true'],
      ['char(2)', { Type: 'char', Precision: 2 }, 'a ', 'a '],
      ['date', { Type: 'date' }, '2026-01-05', '2026-01-05'],
      [
        'timestamp(3)',
        { Type: 'timestamp', Precision: 3 },
        '2026-01-05 09:00:00.120',
        '2026-01-05 09:00:00.120',
      ],
      [
        'timestamp(3) with time zone',
        { Type: 'timestamp with time zone', Precision: 3 },
        '2026-01-05 09:00:00.120 UTC',
        '2026-01-05 09:00:00.120 UTC',
      ],
      ['varbinary', { Type: 'varbinary' }, '00 ff 10', 'AP8Q'],
      ['json', { Type: 'json' }, '{"a":1}', '{"a":1}'],
    ];
    const columns = cells.map(([, column], index) => ({ Name: `C${index}`, ...column }));
    await using fake = await athenaFake(
      ended(
        page(columns, [
          columns.map(({ Name }) => Name),
          cells.map(([, , cell]) => cell),
          cells.map(() => null),
        ]),
      ),
    );
    const result = await athenaQueries(optionsOf(fake)).run('SELECT …');
    expect(result.columns).toEqual(cells.map(([type], index) => ({ name: `c${index}`, type })));
    expect(result.rows).toEqual([cells.map(([, , , value]) => value), cells.map(() => null)]);
    expect(result.scannedBytes).toBe(77);
  });

  test.each(['array', 'map', 'row'])(
    'refuse a result of type %s, whose parts Athena does not tell apart',
    async (Type) => {
      await using fake = await athenaFake(ended(page([{ Name: 'v', Type }], [['v'], ['[a, b]']])));
      const error = await failure(athenaQueries(optionsOf(fake)).run('SELECT …'));
      expect(error).toBeInstanceOf(QueryFailed);
      expect(error).toMatchObject({ code: 'unreadable_type', hint: expect.stringContaining('json_format') });
    },
  );

  test('refuse bytes that are not written as Athena writes them', async () => {
    await using fake = await athenaFake(ended(page([{ Name: 'v', Type: 'varbinary' }], [['v'], ['0xFF']])));
    expect(await failure(athenaQueries(optionsOf(fake)).run('SELECT …'))).toMatchObject({
      code: 'unreadable_type',
    });
  });

  test('say when Athena gave an earlier result again', async () => {
    const reused = { ResultReuseInformation: { ReusedPreviousResult: true }, DataScannedInBytes: 0 };
    await using fake = await athenaFake({
      ...ended(page(CALLS, [])),
      GetQueryExecution: [state('SUCCEEDED', {}, 'DML', reused)],
    });
    expect(await athenaQueries(optionsOf(fake)).run('SELECT 1')).toMatchObject({
      scannedBytes: 0,
      reused: true,
    });
  });

  test('refuse a parameter that is longer than Athena takes, before anything is asked', async () => {
    await using fake = await athenaFake({});
    const run = athenaQueries(optionsOf(fake)).run('SELECT 1 WHERE ? = ?', ['x', 'y'.repeat(1025)]);
    expect(await failure(run)).toMatchObject({ code: 'parameter_too_long', where: 'parameter 2' });
    expect(fake.seen).toEqual([]);
  });

  const ends = (State: string, StateChangeReason: string, ErrorCategory?: number): Script => ({
    StartQueryExecution: [started],
    GetQueryExecution: [
      state(State, {
        StateChangeReason,
        ...(ErrorCategory ? { AthenaError: { ErrorCategory, ErrorType: 1 } } : {}),
      }),
    ],
  });
  test.each([
    [
      'a mistake of its own',
      ends('FAILED', 'TYPE_MISMATCH: line 1:8: Anna', 2),
      QueryFailed,
      'type_mismatch',
      false,
    ],
    ['Athena itself', ends('FAILED', 'GENERIC_INTERNAL_ERROR: x', 1), EngineFailed, 'engine_failed', true],
    [
      'somebody who stops it',
      ends('CANCELLED', 'Query cancelled by user'),
      QueryCancelled,
      'cancelled',
      false,
    ],
    [
      'the limit of the workgroup',
      ends('CANCELLED', 'Bytes scanned limit was exceeded'),
      LimitExceeded,
      'limit_exceeded',
      false,
    ],
    [
      'a lack of room',
      ends('FAILED', 'Query exhausted resources at this scale factor', 2),
      LimitExceeded,
      'limit_exceeded',
      true,
    ],
    ['too many queries', { StartQueryExecution: [BUSY] }, EngineBusy, 'engine_busy', true],
    [
      'a workgroup that is not there',
      { StartQueryExecution: [fault('InvalidRequestException', 'WorkGroup tenant-walk is not found.')] },
      WorkgroupUnknown,
      'workgroup_unknown',
      false,
    ],
    [
      'what Athena does not take',
      { StartQueryExecution: [fault('InvalidRequestException', 'line 1:1: mismatched input')] },
      QueryFailed,
      'query_failed',
      false,
    ],
  ] as const)('fail by %s with an error of their own', async (_, script, kind, code, retryable) => {
    await using fake = await athenaFake(script as Script);
    const error = await failure(athenaQueries(optionsOf(fake)).run('SELECT 1'));
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ code, retryable });
    expect(String(error)).not.toMatch(/Anna|mismatched/);
  });
});

test('the limit of a workgroup is a lack of room, not a cancellation, also for the ETL', async () => {
  await using fake = await athenaFake({
    StartQueryExecution: [started],
    GetQueryExecution: [state('CANCELLED', { StateChangeReason: 'Bytes scanned limit was exceeded' })],
  });
  expect(await failure(athenaRunner(optionsOf(fake)).run('SELECT 1'))).toMatchObject({
    kind: 'resources',
    reason: 'BYTES_SCANNED_LIMIT',
    retryable: false,
  });
});

const failure = (run: Promise<unknown>): Promise<unknown> =>
  run.then(
    () => expect.fail('it succeeded'),
    (error: unknown) => error,
  );
