import { afterEach, describe, expect, it } from 'vitest';
import { publishedVersion } from '../../../infra/local/lake-session.ts';
import { night } from '../../../infra/local/night.ts';
import { SessionPool } from '../../../infra/local/session-pool.ts';
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
const documents = sampleCalls({ tenantId, seed: 3, calls: 4, agents: 2, days: 3, until: '2026-11-20' });

let lake: DocumentsHome;
let pool: SessionPool;
afterEach(() => {
  pool.close();
  lake.remove();
});

const calls = async () => {
  const runner = await pool.runnerFor(tenantId);
  return (await runner.run('SELECT count(*) FROM calls')).rows[0]?.[0];
};

describe('the sessions of the local server', () => {
  it('stay open while the data stays, and are replaced when a night publishes', async () => {
    lake = await homeOf([{ tenant, documents: documents.slice(0, 3) }]);
    pool = new SessionPool(lake.home);
    const first = await pool.runnerFor(tenantId);
    expect(await pool.runnerFor(tenantId)).toBe(first);
    expect(await calls()).toBe(3);
    for (const document of documents.slice(3)) await lake.land(document);
    expect(await calls()).toBe(3);
    await night(lake.home, [tenant]);
    expect(await calls()).toBe(4);
  });

  it('are replaced after a night without news too, since it stands in the record; kept answers stay', async () => {
    lake = await homeOf([{ tenant, documents: documents.slice(0, 3) }]);
    pool = new SessionPool(lake.home);
    const nights = async () => {
      const runner = await pool.runnerFor(tenantId);
      return (await runner.run('SELECT status FROM etl_runs WHERE dt IS NULL ORDER BY started_at')).rows;
    };
    const version = await publishedVersion(lake.home, tenantId);
    expect(await nights()).toEqual([['published']]);
    await night(lake.home, [tenant]);
    expect(await nights()).toEqual([['published'], ['unchanged']]);
    expect(await publishedVersion(lake.home, tenantId)).toBe(version);
  });

  it('are not opened for a tenant that nobody registered', async () => {
    lake = await homeOf([{ tenant, documents: [] }]);
    pool = new SessionPool(lake.home);
    await expect(pool.runnerFor(parseTenantId('globex'))).rejects.toMatchObject({ code: 'tenant_refused' });
  });
});
