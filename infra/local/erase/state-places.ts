import type { DatabaseSync } from 'node:sqlite';
import {
  ErasureIncomplete,
  type ErasurePlan,
  type IsKept,
  isNamed,
  isWhole,
  type Place,
  type Trace,
  tracesIn,
} from '../../../etl/erase/index.ts';
import type { TenantId } from '../../../pipeline/contract/index.ts';
import { wholly } from '../state/database.ts';

/** What has landed, and the register of the quarantine. */
export function statePlace(database: DatabaseSync): Place {
  return {
    name: 'state database',
    find: async (plan) => rowsOf(database, plan).length,
    erase: async (plan) => {
      const rows = rowsOf(database, plan);
      wholly(database, () => {
        for (const { table, rowid } of rows)
          database.prepare(`DELETE FROM ${table} WHERE rowid = ?`).run(rowid);
      });
      return rows.length;
    },
    traces: (tenantId, isKept) => tracesOfState(database, tenantId, isKept),
  };
}

interface Row {
  readonly table: 'landings' | 'quarantined';
  readonly rowid: number;
}

function rowsOf(database: DatabaseSync, plan: ErasurePlan): Row[] {
  const rows = (
    table: Row['table'],
    columns: string,
    goes: (row: Record<string, unknown>) => boolean,
  ): Row[] =>
    database
      .prepare(`SELECT rowid AS at, ${columns} FROM ${table} WHERE tenant_id = ?`)
      .all(plan.tenant_id)
      .filter((row) => isWhole(plan) || goes(row))
      .map(({ at }) => ({ table, rowid: Number(at) }));
  return [
    ...rows('landings', 'call_id, revision', ({ call_id, revision }) =>
      isNamed(plan.calls, { callId: String(call_id), revision: String(revision) }),
    ),
    ...rows('quarantined', 'quarantine_id', ({ quarantine_id }) =>
      plan.quarantined.has(String(quarantine_id)),
    ),
  ];
}

async function* tracesOfState(
  database: DatabaseSync,
  tenantId: TenantId,
  isKept: IsKept,
): AsyncGenerator<Trace> {
  const landings = database.prepare('SELECT call_id, content_sha256, path FROM landings WHERE tenant_id = ?');
  for (const { call_id, content_sha256, path } of landings.all(tenantId)) {
    yield { kind: 'call', value: String(call_id) };
    yield { kind: 'content', value: String(content_sha256) };
    yield* tracesIn(String(path), isKept);
  }
  for (const { record } of database
    .prepare('SELECT record FROM quarantined WHERE tenant_id = ?')
    .all(tenantId))
    yield* tracesIn(String(record), isKept);
}

/** The tenant's record and its forms, when all of it goes. */
export function registryPlace(database: DatabaseSync): Place {
  const tables = ['forms', 'tenants'] as const;
  const count = ({ tenant_id }: ErasurePlan): number =>
    tables.reduce((sum, table) => {
      const row = database.prepare(`SELECT count(*) AS n FROM ${table} WHERE tenant_id = ?`).get(tenant_id);
      return sum + Number(row?.n);
    }, 0);
  return {
    name: 'tenant record and forms',
    find: async (plan) => (isWhole(plan) ? count(plan) : 0),
    erase: async (plan) => {
      if (!isWhole(plan)) return 0;
      const found = count(plan);
      for (const table of tables)
        database.prepare(`DELETE FROM ${table} WHERE tenant_id = ?`).run(plan.tenant_id);
      return found;
    },
    traces: async function* () {},
  };
}

/**
 * What sqlite keeps of deleted rows: free pages, free room in pages, the write-ahead log. The database is written anew and the
 * log emptied; `secure_delete` (state/database.ts) has overwritten the rest. To be the last that touches the database.
 */
export function freePagesPlace(database: DatabaseSync): Place {
  return {
    name: 'free pages of the state database',
    find: async () => 0,
    erase: async () => {
      database.exec('VACUUM');
      const row = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
      if (Number(row?.busy) === 0) return 0;
      throw new ErasureIncomplete(
        'infra: another process reads the state database, so its write-ahead log cannot be emptied',
        { where: 'state.sqlite-wal' },
      );
    },
    traces: async function* () {},
  };
}
