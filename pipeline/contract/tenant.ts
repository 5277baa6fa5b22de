import { z } from 'zod';
import { TenantRefused } from './errors.ts';

/** What a tenant id looks like: a path segment that needs no encoding anywhere. */
export const TENANT_ID_PATTERN = /^[a-z0-9][a-z0-9-]{1,62}$/;

/** A text that has been checked to be a tenant id. Made only by {@link parseTenantId}. */
export type TenantId = string & { readonly __brand: 'TenantId' };

/**
 * Checks that a text is a tenant id. It says nothing of whether that tenant exists: the registry does.
 * @throws {TenantRefused} when it does not match {@link TENANT_ID_PATTERN}
 */
export function parseTenantId(text: string): TenantId {
  if (TENANT_ID_PATTERN.test(text)) return text as TenantId;
  throw new TenantRefused('contract: not a tenant id', {
    where: text.slice(0, 80),
    hint: 'A tenant id is 2 to 63 lower-case letters, digits and hyphens, beginning with a letter or digit.',
  });
}

/** Schema of a tenant id in documents and records. */
export const tenantIdSchema = z
  .string()
  .regex(TENANT_ID_PATTERN)
  .transform((text) => text as TenantId);

/** Whether the runtime knows an IANA time zone by this name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** What a tenant record gets when nothing else is said. */
export const TENANT_DEFAULTS = { time_zone: 'UTC', language: 'en' } as const;

/** Longest time for which a retention rule can keep calls, in days: a hundred years. */
export const MOST_RETAIN_DAYS = 36_500;

/** A tenant as the registry keeps it. */
export const tenantSchema = z.object({
  tenant_id: tenantIdSchema,
  name: z.string().min(1).max(200),
  /** IANA name, such as `Europe/Berlin`: dates on reports are days in this zone. */
  time_zone: z.string().refine(isTimeZone, 'not an IANA time zone'),
  /** BCP 47 tag of the language that calls are in unless they say otherwise. */
  language: z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'not a language tag'),
  /** Form used when none is named at ingest; null: the tenant's only published form, if there is just one. */
  default_form: z.string().nullable(),
  /** For how many UTC days calls are kept, the day they started counted in; without it, for ever. */
  retain_days: z.number().int().min(1).max(MOST_RETAIN_DAYS).optional(),
  created_at: z.iso.datetime(),
});
export type Tenant = z.infer<typeof tenantSchema>;
