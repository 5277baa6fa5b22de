import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TABLE_NAMES } from '../../etl/index.ts';
import { sampleTenants } from '../../fixtures/index.ts';
import { loadCatalog } from '../../sql/catalog.ts';
import { makeLake, type TestLake, writeSamples } from '../support/cci.ts';

const samples = sampleTenants({ seed: 3, until: '2026-03-10', days: 6, callsPerDay: 5 });
const [one, two] = samples.map(({ tenant }) => tenant.tenant_id) as [string, string];

/** What the samples of a tenant may have nothing of. */
const SPARSE = new Set([
  ...['entities', 'key_phrases', 'action_items', 'reviews'].flatMap((table) => [table, `stg_${table}`]),
  'auto_fail_list',
  'top_entities',
  'top_phrases',
  'action_item_list',
  'review_list',
  'review_agreement',
]);

describe('two tenants whose call and agent ids collide', () => {
  let lake: TestLake;
  beforeAll(async () => {
    lake = await makeLake();
    for (const { tenant, form, files } of samples) {
      const folder = join(lake.inbox, tenant.tenant_id);
      await mkdir(folder, { recursive: true });
      await writeSamples(folder, files);
      await writeFile(join(folder, 'notes.txt'), 'call the plumber');
      await lake.cci('tenants', 'add', tenant.tenant_id, '--time-zone', tenant.time_zone);
      await lake.cci('forms', 'publish', form, '--tenant', tenant.tenant_id);
      await lake.cci('ingest', folder, '--tenant', tenant.tenant_id);
    }
    const onlyTwo = join(lake.inbox, 'only-two.json');
    const turns = [{ speaker: 'AGENT', start_ms: 0, end_ms: 900, text: 'Good morning.' }];
    const call = { format: 'cci-transcript', version: 1, call_id: 'only-two', channel: 'voice', turns };
    await writeFile(onlyTwo, JSON.stringify(call));
    await lake.cci('ingest', onlyTwo, '--tenant', two);
    await lake.cci('night');
  });
  afterAll(() => lake[Symbol.asyncDispose]());

  const ids = async (tenant: string, column: string) =>
    new Set((await lake.rows(tenant, `SELECT DISTINCT ${column} FROM calls`)).map(([value]) => value));

  it('do collide', async () => {
    for (const column of ['call_id', 'agent_id']) {
      const [a, b] = [await ids(one, column), await ids(two, column)];
      expect([...a].filter((id) => id !== null && b.has(id)).length, column).toBeGreaterThan(0);
    }
    expect(await ids(one, 'agent_name')).not.toEqual(await ids(two, 'agent_name'));
  });

  it.each([...TABLE_NAMES, ...loadCatalog().views.map(({ name }) => name)])(
    'see nothing of each other in %s',
    async (name) => {
      for (const tenant of [one, two]) {
        const tenants = await lake.rows(tenant, `SELECT DISTINCT tenant_id FROM ${name}`);
        if (!SPARSE.has(name) || tenants.length > 0) expect(tenants).toEqual([[tenant]]);
      }
    },
  );

  it('have their own transcript and scores under the same call id', async () => {
    const [a, b] = [await ids(one, 'call_id'), await ids(two, 'call_id')];
    const shared = [...a].find((id) => b.has(id)) as string;
    const [ofOne, ofTwo] = await Promise.all(
      [one, two].map((tenant) =>
        lake.json<{ tenant_id: string }>('calls', 'show', shared, '--tenant', tenant, '--json'),
      ),
    );
    expect([ofOne?.tenant_id, ofTwo?.tenant_id]).toEqual([one, two]);
    expect(JSON.stringify(ofOne)).not.toContain(two);
  });

  it('are not found by the id of a call that only the other has', async () => {
    expect((await lake.cci('calls', 'show', 'only-two', '--tenant', two)).code).toBe(0);
    const result = await lake.cci('calls', 'show', 'only-two', '--tenant', one);
    expect([result.code, result.out]).toEqual([1, '']);
  });

  it.each([
    ['an unknown tenant', 'globex', /unknown tenant/],
    ['a path', '../northwind-energy', /not a tenant id/],
    ['nothing', '', /not a tenant id/],
  ])('are not reached by naming %s', async (_, tenant, message) => {
    for (const words of [
      ['sql', 'SELECT 1', '--tenant', tenant],
      ['calls', 'list', '--tenant', tenant],
      ['ingest', lake.inbox, '--tenant', tenant],
      ['night', '--tenant', tenant],
      [
        'export',
        'criterion-scores',
        '--format',
        'csv',
        '--out',
        join(lake.inbox, 'x.csv'),
        '--tenant',
        tenant,
      ],
    ]) {
      const result = await lake.cci(...words);
      expect([result.code, result.out]).toEqual([1, '']);
      expect(result.err).toMatch(message);
    }
  });

  it('are never chosen by default', async () => {
    for (const words of [
      ['sql', 'SELECT 1'],
      ['calls', 'list'],
      ['ingest', lake.inbox],
      ['forms', 'list'],
    ]) {
      expect((await lake.cci(...words)).code).toBe(64);
    }
  });
});
