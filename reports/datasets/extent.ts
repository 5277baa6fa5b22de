import type { TenantId } from '../../pipeline/contract/index.ts';
import type { LakeDb } from '../../sql/query/index.ts';

/** One row: the first and the last day with calls (NULL without any), and how many calls there are. */
export function extent(db: LakeDb, tenantId: TenantId) {
  return db
    .selectFrom('call_list')
    .select((eb) => [
      eb.fn.min<string | null>('call_date').as('first_day'),
      eb.fn.max<string | null>('call_date').as('last_day'),
      eb.fn.count<number>('call_id').as('calls'),
    ])
    .where('tenant_id', '=', tenantId);
}
