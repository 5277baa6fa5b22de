import { expect, it } from 'vitest';
import { openDatabase } from '../../../infra/local/state/database.ts';
import { SqliteLandingIndex } from '../../../infra/local/state/landings.ts';
import { parseTenantId } from '../../../pipeline/contract/index.ts';

it('records a revision once that two ingests land in the same millisecond', () => {
  const database = openDatabase(':memory:');
  const landings = new SqliteLandingIndex(database);
  const tenant = parseTenantId('acme');
  const landing = {
    call_id: 'c1',
    revision: '20260501T120000000Z-1a2b3c4d',
    content_sha256: 'aa',
    sidecar_sha256: null,
    key: 'raw/calls/tenant_id=acme/dt=2026-05-01/c1.20260501T120000000Z-1a2b3c4d.json',
    path: '/inbox/a.json',
    landed_at: '2026-05-01T12:00:00.000Z',
  };
  for (const _ of [1, 2]) landings.record(tenant, landing);
  expect(landings.ofCall(tenant, 'c1')).toEqual([landing]);
  database.close();
});
