import {
  type CallDocument,
  currentEvaluation,
  DocumentRefused,
  type Tenant,
  type TenantId,
} from '../../pipeline/contract/index.ts';
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

/** A list of calls, and why of some the newest state is not in it. */
export interface CallList extends QueryResult {
  /** Of calls that have landed since and of which no document can be read. */
  readonly unreadable: readonly DocumentRefused[];
}

/**
 * A tenant's newest calls, newest first: what is published, and what has landed since, which the next night publishes.
 * The last column says which: `published` or `landed`. Of a call whose newest document cannot be read the one before counts.
 */
export async function listCalls(home: Home, tenant: Tenant, limit: number): Promise<CallList> {
  const published = await publishedCalls(home, tenant);
  const revisions = new Map(published.rows.map((row) => [String(row[0]), String(row[REVISION])]));
  const { documents, unreadable } = await landedSince(home, tenant.tenant_id, revisions, limit);
  const waiting = new Set(documents.map(({ call_id }) => call_id));
  const rows = [
    ...documents.map(rowOf),
    ...published.rows
      .filter(([id]) => !waiting.has(String(id)))
      .map((row) => [...row.slice(0, REVISION), 'published']),
  ];
  const columns = [...published.columns.slice(0, REVISION), { name: 'state', type: 'varchar' }];
  return { columns, rows: rows.sort(byStart).slice(0, limit), unreadable };
}

/** Documents of up to `limit` calls, the latest landed first, that are of another revision than what is published. */
async function landedSince(
  home: Home,
  tenantId: TenantId,
  published: ReadonlyMap<string, string>,
  limit: number,
): Promise<{ documents: CallDocument[]; unreadable: DocumentRefused[] }> {
  const documents: CallDocument[] = [];
  const unreadable: DocumentRefused[] = [];
  for (const { call_id, revision } of home.landings.newest(tenantId)) {
    if (documents.length === limit) break;
    if (published.get(call_id) === revision) continue;
    try {
      const document = await latestDocument(home, tenantId, call_id);
      if (document !== null && document.revision !== published.get(call_id)) documents.push(document);
    } catch (error) {
      if (!(error instanceof DocumentRefused)) throw error;
      unreadable.push(error);
    }
  }
  return { documents, unreadable };
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
