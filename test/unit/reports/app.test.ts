import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseTenantId, type Tenant } from '../../../pipeline/contract/index.ts';
import { SESSION_SECONDS, signSession } from '../../../reports/access/index.ts';
import { createApp, type ReportPorts } from '../../../reports/api/index.ts';
import { SqlRefused } from '../../../sql/errors.ts';
import { sampleCalls } from '../../support/sample-calls.ts';

const [north, lumen, ghost] = ['northwind', 'lumen', 'ghost'].map(parseTenantId) as [never, never, never];
const now = new Date('2026-11-20T10:00:00Z');
const sessionSecret = new TextEncoder().encode('a secret of at least thirty-two bytes');
const documents = sampleCalls({
  tenantId: north,
  seed: 1,
  calls: 1,
  agents: 1,
  days: 1,
  until: '2026-11-20',
});

const tenant = (tenant_id: Tenant['tenant_id']): Tenant => ({
  tenant_id,
  name: `Tenant ${tenant_id}`,
  time_zone: 'Europe/Berlin',
  language: 'en',
  default_form: null,
  created_at: '2026-01-01T00:00:00Z',
});

let webRoot: string;
beforeAll(async () => {
  webRoot = await mkdtemp(join(tmpdir(), 'cci-web-'));
  await writeFile(join(webRoot, 'index.html'), '<!doctype html><title>page</title>');
});
afterAll(() => rm(webRoot, { recursive: true }));

/** An app over two tenants whose runners answer with their tenant's name, and what they were asked. */
function made(changes: Partial<ReportPorts> = {}) {
  const asked: { tenantId: string; sql: string; parameters: readonly unknown[] }[] = [];
  const ports: ReportPorts = {
    runnerFor: async (tenantId) => ({
      run: async (sql, parameters = []) => {
        asked.push({ tenantId, sql, parameters });
        return { columns: [{ name: 'unscored_reason', type: 'varchar' }], rows: [[tenantId]] };
      },
    }),
    dataVersion: async () => 'v1',
    checksVersion: async () => 'c1',
    tenant: async (tenantId) => (tenantId === ghost ? null : tenant(tenantId)),
    people: async () => [
      { id: 'ada', name: 'Ada', role: 'QA manager', tenantId: north },
      { id: 'bo', name: 'Bo', role: 'QA manager', tenantId: lumen },
      { id: 'gil', name: 'Gil', role: 'QA manager', tenantId: ghost },
    ],
    callDocument: async (tenantId, callId) =>
      documents.find((each) => each.tenant_id === tenantId && each.call_id === callId) ?? null,
    now: () => now,
    sessionSecret,
    webRoot,
    ...changes,
  };
  const app = createApp(ports);
  const ask = async (path: string, headers: Record<string, string> = {}) =>
    app.request(`http://localhost:3000${path}`, { headers });
  const as = async (personId: string, tenantId: Tenant['tenant_id'], at = now) => {
    const token = await signSession({ personId, tenantId }, sessionSecret, at);
    return { cookie: `cci_session=${token}` };
  };
  return { app, asked, ask, as };
}

const DATA = '/api/data/unscored-reasons?from=2026-11-01&to=2026-11-20';
const codeOf = async (response: Response) =>
  ((await response.json()) as { error: { code: string; where?: string } }).error;

describe('signing in', () => {
  const post = (app: ReturnType<typeof made>['app'], body: unknown, headers: Record<string, string> = {}) =>
    app.request('http://localhost:3000/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'http://localhost:3000', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  it('lists people with their tenant, but nobody of an unknown one', async () => {
    const { ask } = made();
    expect(await (await ask('/api/people')).json()).toEqual([
      { id: 'ada', name: 'Ada', role: 'QA manager', tenant_name: 'Tenant northwind' },
      { id: 'bo', name: 'Bo', role: 'QA manager', tenant_name: 'Tenant lumen' },
    ]);
  });

  it('gives a cookie that scripts and other sites cannot use, and that works', async () => {
    const { app, ask } = made();
    const response = await post(app, { person: 'ada' });
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    const session = await ask('/api/session', { cookie: cookie.split(';')[0] ?? '' });
    expect(await session.json()).toMatchObject({ person: { name: 'Ada' }, tenant: { id: 'northwind' } });
  });

  it('is refused from another site, as a form, for nobody, and with a body that is not JSON', async () => {
    const { app } = made();
    expect((await post(app, { person: 'ada' }, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await post(app, 'person=ada', { 'content-type': 'text/plain' })).status).toBe(400);
    expect((await post(app, { person: 'eve' })).status).toBe(404);
    expect((await post(app, '{')).status).toBe(400);
    expect((await post(app, { person: 'x'.repeat(9000) })).status).toBe(413);
  });

  it('is refused for a person of an unknown tenant', async () => {
    expect((await post(made().app, { person: 'gil' })).status).toBe(403);
  });

  it('ends by signing out', async () => {
    const response = await made().app.request('http://localhost:3000/api/session', {
      method: 'DELETE',
      headers: { origin: 'http://localhost:3000' },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('set-cookie')).toMatch(/cci_session=;.*Max-Age=0/);
  });
});

describe('who may read', () => {
  it.each([DATA, '/api/choices', '/api/calls/call-00001', '/api/session'])(
    '%s wants a session',
    async (path) => {
      const { ask, asked } = made();
      const response = await ask(path);
      expect([response.status, (await codeOf(response)).code]).toEqual([401, 'session_refused']);
      expect(asked).toEqual([]);
    },
  );

  it('refuses an expired session, an altered one, and one of a person who is gone', async () => {
    const { ask, as } = made();
    const old = await as('ada', north, new Date(now.getTime() - (SESSION_SECONDS + 5) * 1000));
    expect((await ask(DATA, old)).status).toBe(401);
    const { cookie } = await as('ada', north);
    expect((await ask(DATA, { cookie: `${cookie.slice(0, -4)}AAAA` })).status).toBe(401);
    expect((await ask(DATA, await as('ada', lumen))).status).toBe(401);
  });

  it('refuses a session of a tenant that is not known', async () => {
    const { ask, as, asked } = made();
    const response = await ask(DATA, await as('gil', ghost));
    expect([response.status, (await codeOf(response)).code]).toEqual([403, 'tenant_forbidden']);
    expect(asked).toEqual([]);
  });

  it('asks the tenant of the session, whatever the request names', async () => {
    const { ask, as, asked } = made();
    const headers = { ...(await as('ada', north)), 'x-tenant': 'lumen', 'x-tenant-id': 'lumen' };
    const response = await ask(`${DATA}&tenant=lumen&tenant_id=lumen&tenantId=lumen`, headers);
    expect(await response.json()).toMatchObject({ rows: [{ unscored_reason: 'northwind' }] });
    expect(asked.map(({ tenantId }) => tenantId)).toEqual(['northwind']);
    expect(asked[0]?.parameters).not.toContain('lumen');
  });

  it('answers two tenants from their own data though they ask the same', async () => {
    const { ask, as } = made();
    const first = await ask(DATA, await as('ada', north));
    const second = await ask(DATA, await as('bo', lumen));
    expect(await second.json()).toMatchObject({ rows: [{ unscored_reason: 'lumen' }] });
    expect(first.headers.get('etag')).not.toBe(second.headers.get('etag'));
  });

  it('keeps the values of the filters apart by tenant', async () => {
    const { ask, as } = made();
    await ask('/api/choices', await as('ada', north));
    const text = await (await ask('/api/choices', await as('bo', lumen))).text();
    expect(text).toContain('lumen');
    expect(text).not.toContain('northwind');
  });

  it('has no call of another tenant, and says the same as of a call that nobody has', async () => {
    const { ask, as } = made();
    expect((await ask('/api/calls/call-00001', await as('ada', north))).status).toBe(200);
    const foreign = await ask('/api/calls/call-00001', await as('bo', lumen));
    const nobodys = await ask('/api/calls/nothing', await as('bo', lumen));
    expect([foreign.status, nobodys.status]).toEqual([404, 404]);
    expect(await foreign.text()).toBe(await nobodys.text());
  });

  it('does not show a document that a home hands out for the wrong tenant', async () => {
    const { ask, as } = made({ callDocument: async () => documents[0] ?? null });
    expect((await ask('/api/calls/call-00001', await as('bo', lumen))).status).toBe(404);
  });

  it('refuses foreign host names', async () => {
    const { app } = made();
    for (const path of ['/', '/sign-in', '/api/people', DATA])
      expect((await app.request(`http://evil.example:3000${path}`)).status).toBe(403);
  });
});

describe('an answer', () => {
  it('names the period that a preset came to, in the zone of the tenant', async () => {
    const { ask, as } = made({
      now: () => new Date('2026-11-20T23:30:00Z'),
      runnerFor: async () => ({ run: async () => ({ columns: [], rows: [] }) }),
    });
    const headers = await as('ada', north, new Date('2026-11-20T23:30:00Z'));
    expect(await (await ask('/api/data/call-totals?period=7d', headers)).json()).toMatchObject({
      period: { from: '2026-11-15', to: '2026-11-21' },
      previous_period: { from: '2026-11-08', to: '2026-11-14' },
    });
  });

  it('is not computed again while the data is the same, and is when it changes', async () => {
    let version = 'v1';
    const { ask, as, asked } = made({ dataVersion: async () => version });
    const headers = await as('ada', north);
    const first = await ask(DATA, headers);
    await ask(DATA, headers);
    const tag = first.headers.get('etag') ?? '';
    const unchanged = await ask(DATA, { ...headers, 'if-none-match': tag });
    expect([unchanged.status, await unchanged.text(), asked.length]).toEqual([304, '', 1]);
    version = 'v2';
    const changed = await ask(DATA, { ...headers, 'if-none-match': tag });
    expect([changed.status, asked.length]).toEqual([200, 2]);
  });

  it('says which filter is not understood', async () => {
    const { ask, as } = made();
    const response = await ask('/api/data/calls?order=nonsense', await as('ada', north));
    expect(response.status).toBe(400);
    expect(await codeOf(response)).toMatchObject({ code: 'question_refused', where: 'order' });
  });

  it('tells nothing of a failure inside but that there was one', async () => {
    const told: unknown[] = [];
    const failing = new Error('near "SELECT secret words of a transcript"');
    const { ask, as } = made({
      runnerFor: async () => ({ run: () => Promise.reject(failing) }),
      onFailure: (error, path) => told.push(error, path),
    });
    const response = await ask(DATA, await as('ada', north));
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
    expect(told).toEqual([failing, '/api/data/unscored-reasons']);
  });

  it('gives the call list as a file, of the own tenant, for readers only', async () => {
    const { ask, as, asked } = made({
      runnerFor: async (tenantId) => ({
        run: async (sql, parameters = []) => {
          asked.push({ tenantId, sql, parameters });
          const name = sql.includes('count(') ? 'calls' : 'queue';
          return { columns: [{ name, type: 'varchar' }], rows: [[name === 'calls' ? 1 : '=1+1']] };
        },
      }),
    });
    const path = '/api/calls.csv?from=2026-11-01&to=2026-11-20&tenant=northwind&page=7';
    expect((await ask(path)).status).toBe(401);
    const response = await ask(path, await as('bo', lumen));
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe(
      'attachment; filename="calls-2026-11-01-2026-11-20.csv"',
    );
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toContain(",'=1+1,");
    expect(new Set(asked.map(({ tenantId }) => tenantId))).toEqual(new Set([lumen]));
    expect(asked.every(({ parameters }) => parameters.includes(lumen))).toBe(true);
  });

  it('refuses a file of too many calls', async () => {
    const { ask, as } = made({
      runnerFor: async () => ({
        run: async () => ({ columns: [{ name: 'calls', type: 'bigint' }], rows: [[10_001]] }),
      }),
    });
    const response = await ask('/api/calls.csv?from=2026-11-01&to=2026-11-20', await as('ada', north));
    expect(response.status).toBe(400);
  });

  it('tells nothing of a statement that the engine refused', async () => {
    const refused = new SqlRefused({ code: 'unsupported', message: 'SELECT secret', line: 1, column: 8 });
    const { ask, as } = made({
      runnerFor: async () => ({ run: () => Promise.reject(refused) }),
      onFailure: () => {},
    });
    const response = await ask(DATA, await as('ada', north));
    expect(response.status).toBe(500);
    expect(await response.text()).not.toMatch(/secret|sql/);
  });

  it('is 404 for what is not there, and keeps prompts and hashes of a call back', async () => {
    const { ask, as } = made();
    const headers = await as('ada', north);
    for (const path of [
      '/api/nothing',
      '/api/data/nothing',
      '/api/data/constructor',
      '/api/calls/..%2Fx',
      '/api/calls/%E0%A4%A',
    ])
      expect((await ask(path, headers)).status).toBe(404);
    const call = await (await ask('/api/calls/call-00001', headers)).text();
    expect(call).not.toMatch(/sha256|prompt|usage/);
  });

  it('is never stored and never framed', async () => {
    const { ask, as } = made();
    for (const response of [
      await ask(DATA, await as('ada', north)),
      await ask(DATA),
      await ask('/api/people'),
    ]) {
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/);
    }
  });
});

describe('the page', () => {
  it('leads to the sign-in and back without a session', async () => {
    const { ask } = made();
    expect((await ask('/')).headers.get('location')).toBe('/sign-in');
    const call = await ask('/calls/c1?x=1');
    expect([call.status, call.headers.get('location')]).toEqual([302, '/sign-in?next=%2Fcalls%2Fc1%3Fx%3D1']);
  });

  it('is there for a reader, and the sign-in for everybody', async () => {
    const { ask, as } = made();
    const headers = await as('ada', north);
    for (const response of [
      await ask('/', headers),
      await ask('/calls/c1', headers),
      await ask('/sign-in'),
    ]) {
      expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('<title>page')]);
      expect(response.headers.get('content-security-policy')).not.toMatch(/unsafe/);
    }
  });

  it('says to a reader who went astray that nothing is there', async () => {
    const { ask, as } = made();
    const response = await ask('/nowhere', { ...(await as('ada', north)), accept: 'text/html,*/*' });
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('<title>page</title>');
    expect((await ask('/assets/nothing.js')).headers.get('content-type')).toContain('json');
    expect((await ask('/api/nothing', { accept: 'text/html' })).headers.get('content-type')).toContain(
      'json',
    );
  });

  it('gives no file but its own', async () => {
    const { ask } = made();
    for (const path of ['/../package.json', '/%2e%2e/package.json', '/assets/../../x', '/etc/passwd'])
      expect((await ask(path)).status).toBe(404);
  });

  it('says so when it is not built', async () => {
    const response = await made({ webRoot: join(webRoot, 'nothing') }).ask('/sign-in');
    expect([response.status, (await codeOf(response)).code]).toEqual([503, 'page_not_built']);
  });
});
