import { checkAfterNight } from '../../infra/local/checks/index.ts';
import { openLakeSession } from '../../infra/local/lake-session.ts';
import { startServer } from '../../infra/local/server.ts';
import { type CallDocument, parseTenantId, type Tenant } from '../../pipeline/contract/index.ts';
import { homeOf } from './documents-home.ts';
import { type SamplePlan, sampleCalls } from './sample-calls.ts';

/** A dashboard to test against. */
export interface TestServer {
  /** Without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
  /** Runs SQL over the tenant's views as `cci sql` does, past the dashboard; rows as objects. */
  sql(tenantId: string, text: string): Promise<Record<string, unknown>[]>;
  /** The documents of a tenant, to compare a page with. */
  calls(tenantId: string): readonly CallDocument[];
}

/** Tenants of the test server; their calls share ids, and `lumen` has more of them. */
export const TEST_TENANTS: readonly { readonly tenant: Tenant; readonly plan: SamplePlan }[] = [
  made('northwind', 'Northwind Energy', 'Europe/Berlin', 'en-GB', { seed: 1, calls: 240, agents: 12 }),
  made('lumen', 'Lumen Reisen', 'America/New_York', 'de', { seed: 2, calls: 260, agents: 5 }),
];

export interface TestServerOptions {
  readonly port?: number;
  /** Makes the sample larger. */
  readonly callsPerTenant?: number;
  /** Runs the checks after the night, as `cci night` does. */
  readonly isChecked?: boolean;
}

/** Starts the real local server on a free port of this machine, over generated calls of two tenants. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const given = TEST_TENANTS.map(({ tenant, plan }) => ({
    tenant,
    documents: sampleCalls({ ...plan, calls: options.callsPerTenant ?? plan.calls }),
  }));
  const { home, remove } = await homeOf(given);
  if (options.isChecked === true)
    await checkAfterNight(home, { runId: 'first', tenants: home.tenants.list() });
  const server = await startServer(home, { port: options.port ?? 0 });
  return {
    url: server.url,
    close: async () => {
      await server.close();
      remove();
    },
    async sql(tenantId, text) {
      const session = await openLakeSession(home, home.tenants.require(tenantId));
      const { columns, rows } = await session.run(text);
      session.close();
      return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])));
    },
    calls: (tenantId) => given.find(({ tenant }) => tenant.tenant_id === tenantId)?.documents ?? [],
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
