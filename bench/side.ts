import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PeriodTableName } from '../etl/tables/index.ts';
import type { Input, TenantDay } from './corpus.ts';

/** What a side is asked to do with the documents of a folder. */
export interface Task {
  readonly input: Input;
  /** Folder of the documents, see `Corpus`. */
  readonly documents: string;
  readonly tenantDays: readonly TenantDay[];
  /** Empty folder that the side writes below. */
  readonly out: string;
  /** Interpreter with pyspark, for the side that needs one. */
  readonly python?: string;
}

/** A night that finds a published lake in `out` and a few documents more. */
export interface LaterTask extends Task {
  /** Folder of the documents that are new. */
  readonly news: string;
}

/** What a file of bench/sides exports: one way to make the tables. What it runs on is loaded with it and not timed. */
export interface Side {
  readonly run: (task: Task) => Promise<void>;
}

/** Where every side writes a table's file of a tenant-day: the folder is made, as the lake lays its own out. */
export function tableFile(out: string, table: PeriodTableName, { tenantId, dt }: TenantDay): string {
  const folder = join(out, 'curated', table, `tenant_id=${tenantId}`, `period=${dt}`);
  mkdirSync(folder, { recursive: true });
  return join(folder, 'part-0.parquet');
}
