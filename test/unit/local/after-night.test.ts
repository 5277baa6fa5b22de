import { rmSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { currentFiles } from '../../../etl/index.ts';
import { takeLease } from '../../../etl/publish/index.ts';
import { checkAfterNight } from '../../../infra/local/checks/index.ts';
import { parseTenantId, type Tenant } from '../../../pipeline/contract/index.ts';
import { type DocumentsHome, homeOf } from '../../support/documents-home.ts';
import { sampleCalls } from '../../support/sample-calls.ts';

const tenantId = parseTenantId('northwind');
const tenant: Tenant = {
  tenant_id: tenantId,
  name: 'Northwind',
  time_zone: 'UTC',
  language: 'en',
  default_form: null,
  created_at: '2026-01-01T00:00:00Z',
};
const documents = sampleCalls({ tenantId, seed: 3, calls: 3, agents: 2, days: 3, until: '2026-11-20' });

let lake: DocumentsHome;
afterEach(() => lake.remove());

it('results that another night keeps from being written are told, and the data stays due', async () => {
  lake = await homeOf([{ tenant, documents }]);
  const { root } = lake.home;
  const lease = await takeLease({ root, runId: 'other', clock: () => new Date() });
  const [held] = await checkAfterNight(lake.home, { runId: 'n1', tenants: [tenant] });
  expect(held?.unrecorded?.code).toBe('night_running');
  expect(held?.results.filter(({ passed }) => !passed)).toEqual([]);
  await lease.release();
  const [kept] = await checkAfterNight(lake.home, { runId: 'n2', tenants: [tenant] });
  expect(kept).toMatchObject({ unrecorded: null, version: 1 });
  expect((await currentFiles({ curated: { root } }, tenantId)).checks).toBe(1);
  expect(await checkAfterNight(lake.home, { runId: 'n3', tenants: [tenant] })).toEqual([]);
});

it('a tenant without published data has nothing to check', async () => {
  lake = await homeOf([{ tenant, documents: [] }]);
  expect(await checkAfterNight(lake.home, { runId: 'n1', tenants: [tenant] })).toEqual([]);
});

it('data that could not be checked is kept as errors, and stays due', async () => {
  lake = await homeOf([{ tenant, documents }]);
  const curated = { root: lake.home.root };
  const { files } = await currentFiles({ curated }, tenantId);
  rmSync(files.calls[0] ?? '');
  const [broken] = await checkAfterNight(lake.home, { runId: 'n1', tenants: [tenant] });
  expect(broken?.unrecorded).toBe(null);
  expect(broken?.results.filter(({ passed }) => passed)).toEqual([]);
  expect(await checkAfterNight(lake.home, { runId: 'n2', tenants: [tenant] })).toHaveLength(1);
});
