import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  namedPartition,
  snapshotPartition,
  stagingFolders,
  type TenantRun,
  WINNERS,
  winnerLine,
} from '../../etl/engines/athena/index.ts';
import { PERIOD_TABLE_NAMES } from '../../etl/tables/index.ts';
import type { CallDocument, RawCallKey } from '../../pipeline/contract/index.ts';
import type { TrinoLake } from './lake-trino.ts';

export const keyOf = ({ tenant_id, call_id, revision, started_at }: CallDocument): RawCallKey => ({
  tenantId: tenant_id,
  dt: started_at.slice(0, 10),
  callId: call_id,
  revision,
});

/** Folders that a store of objects would not need: the procedure looks for them on a disk. */
export function makeFolders(
  { root }: TrinoLake,
  run: TenantRun,
  { days, periods }: { readonly days: readonly string[]; readonly periods: readonly string[] },
): void {
  const folders = [
    ...days.map((dt) => `raw/calls/tenant_id=${run.tenantId}/dt=${dt}`),
    ...stagingFolders(run),
    ...PERIOD_TABLE_NAMES.flatMap((table) =>
      periods.map((period) => snapshotPartition(table, run.tenantId, period, run.snapshot).folder),
    ),
  ];
  for (const folder of folders) mkdirSync(join(root, folder), { recursive: true });
}

export const putWinners = (lake: TrinoLake, run: TenantRun, keys: readonly RawCallKey[]): void =>
  lake.put(
    `${namedPartition(WINNERS, run.tenantId, run.snapshot).folder}/part-0`,
    keys.map(winnerLine).join(''),
  );
