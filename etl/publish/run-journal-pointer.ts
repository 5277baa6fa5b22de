import { z } from 'zod';
import { type TenantId, tenantIdSchema } from '../../pipeline/contract/index.ts';

const count = z.number().int().nonnegative();
/** A path in a journal never leaves its table's folder, whoever wrote it. */
const path = z
  .string()
  .regex(
    /^curated\/(?:etl_runs|check_runs)\/tenant_id=[a-z0-9-]+\/period=\d{4}-\d{2}\/\w[\w.-]*\/part-\d+\.parquet$/,
  );

const fileSchema = z.object({
  /** Month in which its nights ended, `YYYY-MM`, UTC. */
  period: z.string().regex(/^\d{4}-\d{2}$/),
  /** Below the root of the lake. */
  path,
  rows: count,
  bytes: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
/** A file of the journal that readers may open. */
export type JournalFile = z.infer<typeof fileSchema>;

/** Schema of `curated/_manifests/etl_runs.tenant_id=T.json` and `check_runs.tenant_id=T.json`. */
export const journalSchema = z.object({
  journal_version: z.literal(1),
  tenant_id: tenantIdSchema,
  /** Counts up with every entry, and when an erasure rewrites its files. */
  entries: count,
  /**
   * Of `etl_runs`, the last night of which it knows that it published: one that was killed before it could write its entry is
   * found by it. Of `check_runs`, the night whose data was checked last, in full.
   */
  published: z.string().nullable(),
  /** By time. */
  files: z.array(fileSchema),
  /** Files that were gathered into one, kept for readers that still hold them. */
  retired: z.array(z.object({ path, retired_at: z.iso.datetime() })),
});
/** Which files hold a record of a tenant's nights, or of its checks. */
export type RunJournal = z.infer<typeof journalSchema>;

/** The journal of a tenant before its first night. */
export const emptyJournal = (tenantId: TenantId): RunJournal => ({
  journal_version: 1,
  tenant_id: tenantId,
  entries: 0,
  published: null,
  files: [],
  retired: [],
});
