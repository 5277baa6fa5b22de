import { z } from 'zod';
import { type TenantId, tenantIdSchema } from '../../pipeline/contract/index.ts';
import { PERIOD_TABLE_NAMES } from '../tables/index.ts';
import { PointerRefused } from './pointer-errors.ts';

const count = z.number().int().nonnegative();
const instant = z.iso.datetime({ precision: 3 });
const name = z.string().regex(/^\w[\w.-]{0,127}$/);

const tableSchema = z.object({
  rows: count,
  bytes: count,
  /** Of the table's only file; null when an engine wrote several. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
});
/** What a snapshot holds of one table. */
export type PointerTable = z.infer<typeof tableSchema>;

const entrySchema = z
  .object({
    /** Counts up with every publication of the period. */
    version: count,
    run_id: name,
    /** Folder of the files; null when the period has no rows any more, such as a day whose month has closed. */
    snapshot: name.nullable(),
    /** Tables without rows are left out. */
    tables: z.partialRecord(z.enum(PERIOD_TABLE_NAMES), tableSchema),
    published_at: instant,
    /** From when on it counts; null while its change is open. */
    since: instant.nullable(),
    /** The change of several periods that it is part of; null when it stands by itself or the change is known to be committed. */
    change: name.nullable(),
  })
  .refine(({ since, change }) => (since === null) !== (change === null), {
    message: 'an entry has a time or a change',
  });
/** One publication of one period. */
export type PointerEntry = z.infer<typeof entrySchema>;

/** Schema of a pointer object, one line of JSON at {@link pointerKey}. */
export const pointerSchema = z.object({
  pointer_version: z.literal(1),
  tenant_id: tenantIdSchema,
  period: z.string().regex(/^\d{4}-\d{2}(-\d{2})?$/),
  /** Newest first, versions falling. The older ones are for queries that began before the newest counted. */
  entries: z.array(entrySchema).min(1),
});
/** What is visible of one tenant and period, of all its tables at once. */
export type Pointer = z.infer<typeof pointerSchema>;

export const CHANGE_OUTCOMES = ['committed', 'aborted'] as const;

const changeSchema = z.object({
  change: name,
  tenant_id: tenantIdSchema,
  outcome: z.enum(CHANGE_OUTCOMES),
  /** From when on the entries of a committed change count. */
  since: instant,
});
/** What came of a change of several periods: written once, never changed. */
export type Change = z.infer<typeof changeSchema>;

/** Folder of a tenant's pointers; no part begins with `_`, which Athena would take for hidden. Ends with a slash. */
export const pointerPrefix = (tenantId: TenantId): string => `curated/pointers/tenant_id=${tenantId}/`;

/** Key of a pointer object. */
export const pointerKey = (tenantId: TenantId, period: string): string =>
  `${pointerPrefix(tenantId)}period=${period}.json`;

/** Key of what came of a change. */
export const changeKey = (tenantId: TenantId, change: string): string =>
  `curated/changes/tenant_id=${tenantId}/${change}.json`;

/** An object's text: one line, ended. */
export const lineOf = (value: Pointer | Change): string => `${JSON.stringify(value)}\n`;

/** @throws {PointerRefused} when the text is no pointer of this tenant and period */
export function parsePointer(text: string, tenantId: TenantId, period: string): Pointer {
  const pointer = parse(pointerSchema, text, pointerKey(tenantId, period));
  const { entries } = pointer;
  const falling = entries.every(({ version }, index) => version > (entries[index + 1]?.version ?? -1));
  if (pointer.tenant_id !== tenantId || pointer.period !== period || !falling)
    throw refused(pointerKey(tenantId, period));
  return pointer;
}

/** A pointer as whoever reads it back gets it. @throws {PointerRefused} when no reader would accept it */
export const checkedPointer = (pointer: Pointer): Pointer =>
  parsePointer(lineOf(pointer), pointer.tenant_id, pointer.period);

/** @throws {PointerRefused} when the text is not the outcome of this change */
export function parseChange(text: string, tenantId: TenantId, change: string): Change {
  const parsed = parse(changeSchema, text, changeKey(tenantId, change));
  if (parsed.tenant_id !== tenantId || parsed.change !== change) throw refused(changeKey(tenantId, change));
  return parsed;
}

function parse<T>(schema: z.ZodType<T>, text: string, key: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw refused(key, cause);
  }
  const checked = schema.safeParse(value);
  if (!checked.success) throw refused(key, checked.error);
  return checked.data;
}

const refused = (where: string, cause?: unknown): PointerRefused =>
  new PointerRefused('publish: an object is no pointer that this version writes', { where, cause });
