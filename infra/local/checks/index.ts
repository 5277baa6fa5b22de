/** The checks of a tenant's published data in this home: run after a night, or when somebody asks, and kept in `check_runs`. */
export { checkAfterNight, type RecordedTenant } from './after-night.ts';
export { allChecks, type CheckedTenant, checkTenant, isNightly } from './check-tenant.ts';
