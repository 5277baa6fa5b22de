import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import {
  type CallDocument,
  parseTenantId,
  type Tenant,
  type TenantId,
} from '../../pipeline/contract/index.ts';
import { createApp, type Person } from '../../reports/api/index.ts';
import type { QueryRunner } from '../../sql/query/index.ts';
import { type SamplePlan, sampleCalls } from './sample-calls.ts';
import { sampleLake } from './sample-lake.ts';

/** A dashboard to test against. */
export interface TestServer {
  /** Without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
  /** Runs SQL over the tenant's views, past the dashboard; rows as objects. */
  sql(tenantId: string, text: string): Promise<Record<string, unknown>[]>;
  /** The documents of a tenant, to compare a page with. */
  calls(tenantId: string): readonly CallDocument[];
}

/** People of the test server, one of each tenant. */
export const TEST_PEOPLE: readonly Person[] = [
  { id: 'ada', name: 'Ada Winter', role: 'QA manager', tenantId: parseTenantId('northwind') },
  { id: 'bo', name: 'Bo Lindqvist', role: 'QA manager', tenantId: parseTenantId('lumen') },
];

/** The day on which the test server lives. */
export const TEST_NOW = new Date('2026-11-20T15:00:00Z');

/** Tenants of the test server; their calls share ids, and `lumen` has more of them. */
export const TEST_TENANTS: readonly { readonly tenant: Tenant; readonly plan: SamplePlan }[] = [
  made('northwind', 'Northwind Energy', 'Europe/Berlin', 'en-GB', { seed: 1, calls: 240, agents: 12 }),
  made('lumen', 'Lumen Reisen', 'America/New_York', 'de', { seed: 2, calls: 260, agents: 5 }),
];

export interface TestServerOptions {
  readonly port?: number;
  /** Makes the sample larger. */
  readonly callsPerTenant?: number;
}

/** Starts the dashboard on a free port of this machine over generated calls of two tenants. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const homes = new Map<string, { tenant: Tenant; documents: CallDocument[]; runner: QueryRunner }>();
  for (const { tenant, plan } of TEST_TENANTS) {
    const documents = sampleCalls({ ...plan, calls: options.callsPerTenant ?? plan.calls });
    homes.set(tenant.tenant_id, { tenant, documents, runner: await sampleLake(documents, tenant.time_zone) });
  }
  const home = (tenantId: string) => {
    const found = homes.get(tenantId);
    if (found === undefined) throw new Error(`no tenant ${tenantId} in the test server`);
    return found;
  };
  const app = createApp({
    runnerFor: async (tenantId) => home(tenantId).runner,
    dataVersion: async () => '1',
    tenant: async (tenantId) => homes.get(tenantId)?.tenant ?? null,
    people: async () => TEST_PEOPLE,
    callDocument: async (tenantId: TenantId, callId) =>
      home(tenantId).documents.find((document) => document.call_id === callId) ?? null,
    now: () => TEST_NOW,
    sessionSecret: crypto.getRandomValues(new Uint8Array(32)),
    webRoot: fileURLToPath(new URL('../../dist/web', import.meta.url)),
  });
  const server = serve({ fetch: app.fetch, port: options.port ?? 0, hostname: '127.0.0.1' });
  await new Promise<void>((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve()))),
    async sql(tenantId, text) {
      const { columns, rows } = await home(tenantId).runner.run(text);
      return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])));
    },
    calls: (tenantId) => home(tenantId).documents,
  };
}

function made(
  id: string,
  name: string,
  time_zone: string,
  language: string,
  size: Pick<SamplePlan, 'seed' | 'calls' | 'agents'>,
): { tenant: Tenant; plan: SamplePlan } {
  const tenantId = parseTenantId(id);
  return {
    tenant: {
      tenant_id: tenantId,
      name,
      time_zone,
      language,
      default_form: null,
      created_at: '2026-01-01T00:00:00Z',
    },
    plan: { tenantId, days: 90, until: '2026-11-20', ...size },
  };
}
