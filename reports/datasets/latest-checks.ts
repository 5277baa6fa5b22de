import type { TenantId } from '../../pipeline/contract/index.ts';
import type { LakeDb } from '../../sql/query/index.ts';

/** One row per check that ran last: those that failed first, errors before warnings, then by name. */
export function latestChecks(db: LakeDb, tenantId: TenantId) {
  return db
    .selectFrom('check_results')
    .select([
      'check_name',
      'severity',
      'passed',
      'violations',
      'error_code',
      'promise',
      'advice',
      'version',
      'checked_at',
    ])
    .where('tenant_id', '=', tenantId)
    .where('is_latest', '=', true)
    .orderBy('passed')
    .orderBy('severity')
    .orderBy('check_name');
}
