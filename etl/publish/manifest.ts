import { z } from 'zod';
import { type TenantId, tenantIdSchema } from '../../pipeline/contract/index.ts';
import { FACT_TABLE_NAMES, PERIOD_TABLE_NAMES } from '../tables/index.ts';

const count = z.number().int().nonnegative();
const digest = z.string().regex(/^[0-9a-f]{32}$/);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const period = z.string().regex(/^\d{4}-\d{2}(-\d{2})?$/);
const tableName = z.enum(PERIOD_TABLE_NAMES);
const factTableName = z.enum(FACT_TABLE_NAMES);
/** A path in a manifest never leaves the curated folder, whoever wrote the manifest. */
const relativePath = z
  .string()
  .regex(
    /^curated\/[a-z][a-z_]*\/tenant_id=[a-z0-9-]+\/period=(?:[0-9-]+|late)\/\w[\w.-]*\/part-\d+\.parquet$/,
  );

const fileSchema = z.object({
  /** Below the root of the lake. */
  path: relativePath,
  rows: count,
  bytes: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
/** A file that readers may open. */
export type ManifestFile = z.infer<typeof fileSchema>;

const periodSchema = z.object({
  /** What the period was made from (etl/plan, fingerprintOf). */
  fingerprint: z.string(),
  /** What its rows were made by; unknown of those that the first releases wrote. */
  recipe: z.object({ shape_version: z.string(), time_zone: z.string() }).optional(),
  /** The night that wrote it. */
  run_id: z.string(),
  /** Tables without a row in this period have no file. */
  files: z.partialRecord(tableName, fileSchema),
  /** The account of that night for this period, by UTC day. */
  days: z.array(
    z.object({
      dt: day,
      documents_in: count,
      landed: count,
      superseded: count,
      quarantined: count,
      rows: z.partialRecord(factTableName, count),
    }),
  ),
});
/** One period as readers see it, with what the next night needs to leave it alone. */
export type ManifestPeriod = z.infer<typeof periodSchema>;

const lateSchema = periodSchema.omit({ fingerprint: true }).extend({
  /** Of which periods there are calls, and how many. */
  periods: z.record(period, count),
});
/** Files with calls of several periods that came after those were written: facts only, since a period's sums are whole in its own. */
export type ManifestLate = z.infer<typeof lateSchema>;

const damagedSchema = z.object({
  key: z.string(),
  /** Day under which it was accounted: the key's, or the night's for a key that has none. */
  dt: day,
  code: z.string(),
  quarantine_id: z.string(),
  /** Rules it was refused by: newer ones try again. */
  shape_version: z.string(),
});
/** A raw object that was found unusable: counted once, not read again unless it is asked for or the rules change. */
export type DamagedDocument = z.infer<typeof damagedSchema>;

/** Schema of `curated/_manifests/tenant_id=T.json`. */
export const manifestSchema = z.object({
  /** 2 since there are late files: who does not know of them would not see all calls. */
  manifest_version: z.union([z.literal(1), z.literal(2)]),
  tenant_id: tenantIdSchema,
  /** Counts up with every publication; caches may key on it. */
  version: count,
  /** The night that published it; null before the first. */
  run_id: z.string().nullable(),
  published_at: z.iso.datetime().nullable(),
  shape_version: z.string(),
  time_zone: z.string(),
  periods: z.record(period, periodSchema),
  late: lateSchema.optional(),
  damaged: z.array(damagedSchema),
  /** What the night saw of the raw objects, when it settled all of them (etl/plan, newsOf): names do not stand in it. */
  listing: z
    .object({
      conclusion: digest,
      days: z.record(day, digest),
      stamps: z.record(day, z.string()).optional(),
    })
    .optional(),
  /** Ids of what ingest quarantined that this publication counted and that may not be marked yet: after a night that was killed in between they are not counted twice. Empty once they are marked. */
  counted: z.array(z.string()),
  /** What that night left as it was, and why: the next one records it when the night itself was killed before it could. */
  failed: z.array(z.object({ period: period.nullable(), code: z.string() })).optional(),
  /** Files of earlier versions, kept for readers that still hold one. */
  retired: z.array(z.object({ path: relativePath, retired_at: z.iso.datetime() })),
});
/** Everything that readers and the next night know of a tenant's curated tables. */
export type Manifest = z.infer<typeof manifestSchema>;

/** All files that readers may open. */
export const filesOfManifest = ({ periods, late }: Pick<Manifest, 'periods' | 'late'>): ManifestFile[] =>
  [...Object.values(periods), ...(late ? [late] : [])].flatMap(({ files }) => Object.values(files));

/** The manifest of a tenant before its first night. */
export const emptyManifest = (tenantId: TenantId): Manifest => ({
  manifest_version: 1,
  tenant_id: tenantId,
  version: 0,
  run_id: null,
  published_at: null,
  shape_version: '',
  time_zone: '',
  periods: {},
  damaged: [],
  counted: [],
  retired: [],
});
