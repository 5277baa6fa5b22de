import { type CallDocument, currentEvaluation, type Tenant } from '../../pipeline/contract/index.ts';
import type { QueryResult } from '../../sql/query/index.ts';
import type { Home } from './home.ts';
import { COMMAND_LIMITS, openLakeSession } from './lake-session.ts';
import { latestDocument } from './latest-document.ts';

const PUBLISHED = `SELECT l.call_id, l.started_at, l.agent_name, l.queue, l.channel, l.duration_seconds, l.percentage,
  l.band, l.evaluation_status, c.revision
FROM call_list l JOIN calls c ON l.call_id = c.call_id
ORDER BY l.started_at DESC, l.call_id`;

type Row = readonly unknown[];

/** Position of `started_at` and of `revision` in a row of {@link PUBLISHED}. */
const STARTED_AT = 1;
const REVISION = 9;

/**
 * A tenant's newest calls, newest first: what is published, and what has landed since, which the next night publishes.
 * The last column says which: `published` or `landed`.
 */
export async function listCalls(home: Home, tenant: Tenant, limit: number): Promise<QueryResult> {
  const published = await publishedCalls(home, tenant);
  const revisions = new Map(published.rows.map((row) => [String(row[0]), String(row[REVISION])]));
  const landed = home.landings
    .newest(tenant.tenant_id)
    .filter(({ call_id, revision }) => revisions.get(call_id) !== revision)
    .slice(0, limit);
  const documents = await Promise.all(
    landed.map(({ call_id }) => latestDocument(home, tenant.tenant_id, call_id)),
  );
  const waiting = new Set(landed.map(({ call_id }) => call_id));
  const rows = [
    ...documents.filter((document) => document !== null).map(rowOf),
    ...published.rows
      .filter(([id]) => !waiting.has(String(id)))
      .map((row) => [...row.slice(0, REVISION), 'published']),
  ];
  const columns = [...published.columns.slice(0, REVISION), { name: 'state', type: 'varchar' }];
  return { columns, rows: rows.sort(byStart).slice(0, limit) };
}

async function publishedCalls(home: Home, tenant: Tenant): Promise<QueryResult> {
  const session = await openLakeSession(home, tenant, COMMAND_LIMITS);
  try {
    return await session.run(PUBLISHED);
  } finally {
    session.close();
  }
}

function rowOf(call: CallDocument): Row {
  const evaluation = currentEvaluation(call.evaluations);
  return [
    call.call_id,
    call.started_at.replace('T', ' ').replace('Z', ''),
    call.agent?.name ?? null,
    call.queue,
    call.channel,
    call.duration_seconds,
    evaluation?.percentage ?? null,
    evaluation?.band ?? null,
    evaluation?.status ?? 'unscored',
    'landed',
  ];
}

const byStart = (a: Row, b: Row): number => (String(a[STARTED_AT]) < String(b[STARTED_AT]) ? 1 : -1);
