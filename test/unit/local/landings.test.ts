import { expect, it } from 'vitest';
import { openDatabase } from '../../../infra/local/state/database.ts';
import { SqliteLandingIndex } from '../../../infra/local/state/landings.ts';
import { parseTenantId } from '../../../pipeline/contract/index.ts';

const ACME = parseTenantId('acme');
const LANDING = {
  call_id: 'c1',
  revision: '20260501T120000000Z-1a2b3c4d',
  content_sha256: 'aa',
  sidecar_sha256: null,
  key: 'raw/calls/tenant_id=acme/dt=2026-05-01/c1.20260501T120000000Z-1a2b3c4d.json',
  path: '/inbox/a.json',
  landed_at: '2026-05-01T12:00:00.000Z',
};

it('records a revision once that two ingests land in the same millisecond', () => {
  const database = openDatabase(':memory:');
  const landings = new SqliteLandingIndex(database);
  for (const _ of [1, 2]) landings.record(ACME, LANDING);
  expect(landings.ofCall(ACME, 'c1')).toEqual([LANDING]);
  database.close();
});

it('forgets what one file landed under an id, or all of the call', () => {
  const database = openDatabase(':memory:');
  const landings = new SqliteLandingIndex(database);
  const other = { ...LANDING, revision: '20260502T120000000Z-1a2b3c4d', path: '/inbox/b.json' };
  for (const landing of [LANDING, other]) landings.record(ACME, landing);
  landings.forget(ACME, 'c1', LANDING.path);
  expect(landings.ofCall(ACME, 'c1')).toEqual([other]);
  landings.forget(ACME, 'c1');
  expect(landings.ofCall(ACME, 'c1')).toEqual([]);
  database.close();
});
