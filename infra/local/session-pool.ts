import { type TenantId, TenantRefused } from '../../pipeline/contract/index.ts';
import { extent } from '../../reports/datasets/index.ts';
import type { AthenaSession } from '../../sql/duckdb/index.ts';
import { createDb, type QueryRunner } from '../../sql/query/index.ts';
import type { Home } from './home.ts';
import { openLakeSession, sessionVersion } from './lake-session.ts';

interface Open {
  readonly version: string;
  readonly session: Promise<AthenaSession>;
}

/** How long a replaced session stays open for the queries that still run on it. */
const LINGER_MS = 60_000;

/** How many tenants' sessions are opened before anyone asks. */
const WARM_TENANTS = 4;

/** One open session a tenant, replaced after every night: one that published nothing has still added to `etl_runs`. */
export class SessionPool {
  readonly #home: Home;
  readonly #open = new Map<TenantId, Open>();
  constructor(home: Home) {
    this.#home = home;
  }

  /** @throws {TenantRefused} when nobody registered the tenant */
  async runnerFor(tenantId: TenantId): Promise<QueryRunner> {
    const version = await sessionVersion(this.#home, tenantId);
    const open = this.#open.get(tenantId);
    if (open?.version === version) return open.session;
    const tenant = this.#home.tenants.find(tenantId);
    if (tenant === null) throw new TenantRefused('infra: unknown tenant', { where: tenantId });
    const session = openLakeSession(this.#home, tenant);
    if (open !== undefined) setTimeout(() => closeWhenOpen(open), LINGER_MS).unref();
    this.#open.set(tenantId, { version, session });
    session.catch(() => {
      if (this.#open.get(tenantId)?.session === session) this.#open.delete(tenantId);
    });
    return session;
  }

  /** Opens the sessions of the first few tenants and has each answer a question, so that the first page need not wait. */
  async warm(): Promise<void> {
    for (const { tenant_id } of this.#home.tenants.list().slice(0, WARM_TENANTS)) {
      const runner = await this.runnerFor(tenant_id);
      await extent(createDb(runner), tenant_id).execute();
    }
  }

  close(): void {
    for (const open of this.#open.values()) closeWhenOpen(open);
    this.#open.clear();
  }
}

function closeWhenOpen({ session }: Open): void {
  session.then(
    (open) => open.close(),
    () => {},
  );
}
