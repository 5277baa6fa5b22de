import { AthenaClient, CreateWorkGroupCommand, GetQueryExecutionCommand } from '@aws-sdk/client-athena';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { athenaDialect } from '../../sql/query/aws/index.ts';
import { createDb } from '../../sql/query/index.ts';
import { SDK, startAws } from './aws-local.ts';

const aws = startAws(4595);
afterAll(() => aws?.stop());

describe.skipIf(!aws)('a typed query on an Athena that runs no SQL', () => {
  const client = new AthenaClient({ ...SDK, endpoint: aws?.endpoint ?? '', maxAttempts: 1 });
  beforeAll(async () => void (await client.send(new CreateWorkGroupCommand({ Name: 'tenant-walk' }))));

  test('goes and comes by the real protocol', async () => {
    await fetch(`${aws?.moto}/moto-api/static/athena/query-results`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        account_id: '000000000000',
        region: SDK.region,
        results: [
          {
            rows: [{ Data: [{ VarCharValue: 'c-1' }, { VarCharValue: '87.5' }, {}] }],
            column_info: [
              { Name: 'call_id', Type: 'varchar' },
              { Name: 'percentage', Type: 'double' },
              { Name: 'band', Type: 'varchar' },
            ],
          },
        ],
      }),
    });
    const ids: string[] = [];
    client.middlewareStack.add(
      (next) => async (request) => {
        const answer = await next(request);
        const { QueryExecutionId } = answer.output as { QueryExecutionId?: string };
        if (QueryExecutionId) ids.push(QueryExecutionId);
        return answer;
      },
      { step: 'initialize' },
    );
    const place = { client, database: 'cci', workgroup: 'tenant-walk', outputLocation: 's3://results/walk/' };
    const db = createDb(athenaDialect({ ...place, patience: { firstMs: 1, mostMs: 4, attempts: 3 } }));
    const query = db
      .selectFrom('call_list')
      .select(['call_id', 'percentage', 'band'])
      .where('queue', '=', "O'Hara");
    expect(await query.execute()).toEqual([{ call_id: 'c-1', percentage: 87.5, band: null }]);
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: ids[0] }));
    expect(QueryExecution).toMatchObject({
      Query: 'select "call_id", "percentage", "band" from "call_list" where "queue" = ?',
      ExecutionParameters: ["'O''Hara'"],
      WorkGroup: 'tenant-walk',
    });
  });
});
