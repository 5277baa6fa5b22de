import { z } from 'zod';
import { tenantIdSchema } from '../../pipeline/contract/index.ts';
import { selectorSchema } from './selector.ts';

const names = z.array(z.string()).transform((values): ReadonlySet<string> => new Set(values));

/** Schema of the plan of an erasure as it is kept while it is under way. */
export const erasurePlanSchema = z.object({
  erasure_id: z.string(),
  tenant_id: tenantIdSchema,
  selector: selectorSchema,
  /** When it began, ISO 8601 UTC. */
  at: z.iso.datetime(),
  /** Ids of the calls that go; of a call that stays, `<id>.<revision>` of the revisions that go. */
  calls: names,
  /** Ids of calls that stay and hold the id of one that goes as a part: `call-1.5`, when `call-1` goes. */
  alike: names,
  /** SHA-256 (hex) of content that only they, or what goes from the quarantine, came from. */
  contents: names,
  /** Paths under which they were offered. */
  paths: names,
  /** Ids of the quarantined objects that go. */
  quarantined: names,
});
/** What one erasure removes. Holds ids in the clear: kept only until it is done. */
export type ErasurePlan = z.infer<typeof erasurePlanSchema>;

/** A plan as text, for {@link erasurePlanSchema}. */
export const planText = (plan: ErasurePlan): string =>
  JSON.stringify(plan, (_, value) => (value instanceof Set ? [...value] : value));

/** Whether everything that a tenant has goes. */
export const isWhole = ({ selector }: ErasurePlan): boolean => selector.kind === 'all';
