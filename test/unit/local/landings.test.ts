import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  arrived_at: '2026-05-01T12:00:00.000Z',
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

it('takes what an older release scored again to have arrived when it landed first', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cci-landings-'));
  const file = join(folder, 'state.sqlite');
  const older = openDatabase(file);
  const again = {
    ...LANDING,
    revision: '20260502T120000000Z-1a2b3c4d',
    landed_at: '2026-05-02T12:00:00.000Z',
  };
  const other = { ...again, revision: '20260503T120000000Z-1a2b3c4d', sidecar_sha256: 'bb' };
  for (const landing of [LANDING, again, other]) new SqliteLandingIndex(older).record(ACME, landing);
  older.exec('ALTER TABLE landings DROP COLUMN arrived_at; PRAGMA user_version = 2');
  older.close();
  const database = openDatabase(file);
  expect(new SqliteLandingIndex(database).ofCall(ACME, 'c1').map(({ arrived_at }) => arrived_at)).toEqual([
    LANDING.landed_at,
    LANDING.landed_at,
    other.landed_at,
  ]);
  database.close();
  await rm(folder, { recursive: true });
});
