import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import {
  currentFiles,
  duckdbEngine,
  FACT_TABLE_NAMES,
  FACT_TABLES,
  type FactTable,
  type FactTableName,
  type NightAccount,
  type NightPorts,
  type NightTenant,
  runNight,
} from '../../etl/index.ts';
import { FolderStore } from '../../infra/local/folder-store.ts';
import {
  type CallDocument,
  parseTenantId,
  type QuarantineRecord,
  quarantineRecordSchema,
  rawCallKey,
  rawCallPrefix,
} from '../../pipeline/contract/index.ts';
import { inFileOrder } from '../support/file-order.ts';
import { type ReferenceRows, referenceRows } from '../support/reference-shape.ts';
import { plain } from '../support/shape-rows.ts';
import { wholeOf } from '../unit/etl/builders.ts';

export const TENANT: NightTenant = { tenant_id: parseTenantId('acme'), time_zone: 'Europe/Berlin' };

/** A document that a night could not use, as it was kept. */
export interface Kept {
  readonly record: QuarantineRecord;
  readonly bytes: Uint8Array;
}

/** A lake in a temporary folder, whose raw documents are put there by hand. */
export interface RawLake {
  readonly root: string;
  /** What was quarantined, by key. It is in memory: thousands of files forced to disk would say nothing more. */
  readonly kept: Map<string, Kept>;
  /** Puts bytes under the key of a document. */
  put(document: CallDocument, bytes: Uint8Array | string): string;
  /** The file of a key. */
  pathOf(key: string): string;
  night(): Promise<NightAccount>;
  remove(): void;
}

export function rawLake(): RawLake {
  const root = mkdtempSync(join(tmpdir(), 'cci-torture-'));
  const store = new FolderStore(root);
  const kept = new Map<string, Kept>();
  const ports: NightPorts = {
    raw: {
      list: (tenantId, stamps) => store.folders(rawCallPrefix(tenantId), stamps),
      beside: (tenantId, stamps) => store.beside(rawCallPrefix(tenantId), stamps),
      read: (key) => store.get(key),
      readParts: (key) => store.parts(key),
      pathOf: (key) => store.pathOf(key),
    },
    curated: { root },
    quarantine: {
      async put(record, bytes) {
        kept.set(record.path, {
          record: quarantineRecordSchema.parse(record),
          bytes: await wholeOf(bytes),
        });
      },
      pending: async () => [],
      markCounted: async () => undefined,
    },
    engine: duckdbEngine(),
  };
  return {
    root,
    kept,
    put({ tenant_id: tenantId, call_id: callId, revision, started_at }, bytes) {
      const key = rawCallKey({ tenantId, dt: started_at.slice(0, 10), callId, revision });
      mkdirSync(dirname(store.pathOf(key)), { recursive: true });
      writeFileSync(store.pathOf(key), bytes);
      return key;
    },
    pathOf: (key) => store.pathOf(key),
    night: () => runNight(ports, { tenants: [TENANT], now: () => new Date('2026-11-21T02:00:00Z') }),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** What readers of the lake see of one table. */
async function visible({ root }: RawLake, table: FactTableName): Promise<Record<string, unknown>[]> {
  const { files } = await currentFiles({ curated: { root } }, TENANT.tenant_id);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const rows: Record<string, unknown>[] = [];
    const columns = Object.entries((FACT_TABLES[table] as FactTable).columns);
    for (const file of files[table]) {
      const answer = await connection.runAndReadAll(
        `SELECT * FROM read_parquet('${file}', hive_partitioning = false)`,
      );
      for (const row of answer.getRowObjectsJson())
        rows.push(
          Object.fromEntries(columns.map(([name, { type }]) => [name, plain(type, row[name] ?? null)])),
        );
    }
    return rows;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

type Rows = { readonly [T in FactTableName]: readonly object[] };

/** All facts that readers see, in the order of their table. */
export async function visibleFacts(lake: RawLake): Promise<Rows> {
  const tables = await Promise.all(
    FACT_TABLE_NAMES.map(async (table) => [
      table,
      inFileOrder(FACT_TABLES[table], await visible(lake, table)),
    ]),
  );
  return Object.fromEntries(tables);
}

/** JSON knows no negative zero. */
const positiveZero = (_: string, value: unknown): unknown => (value === 0 ? 0 : value);

/** The facts that documents should give, in the order of their table. */
export function expectedFacts(documents: readonly CallDocument[]): Rows {
  const shaped = documents.map((document): ReferenceRows => referenceRows(document, TENANT.time_zone));
  return Object.fromEntries(
    FACT_TABLE_NAMES.map((table) => {
      const rows = shaped.flatMap((one) => one[table] as object[]) as Record<string, unknown>[];
      return [table, JSON.parse(JSON.stringify(inFileOrder(FACT_TABLES[table], rows)), positiveZero)];
    }),
  ) as unknown as Rows;
}
