import { athenaCatalog, type TenantRun } from '../../../etl/engines/athena/index.ts';

export const catalog = athenaCatalog({ database: 'cci', root: 's3://lake' });
export const RUN: TenantRun = {
  catalog,
  tenantId: 'acme',
  timeZone: 'Europe/Berlin',
  snapshot: 'run-1.0',
  openMonth: '2026-07',
};
