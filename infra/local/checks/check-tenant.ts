import { type CurrentFiles, currentFiles, readManifest } from '../../../etl/index.ts';
import { TABLE_NAMES } from '../../../etl/tables/index.ts';
import type { TenantId } from '../../../pipeline/contract/index.ts';
import { loadCatalog } from '../../../sql/catalog.ts';
import { type Check, loadChecks } from '../../../sql/checks.ts';
import { openSession } from '../../../sql/duckdb/index.ts';
import { type CheckResult, notRun, runChecks } from '../../../sql/run-checks.ts';
import type { Home } from '../home.ts';
import { COMMAND_LIMITS } from '../lake-session.ts';

/** What the checks found in a tenant's published data. */
export interface CheckedTenant {
  readonly tenant_id: TenantId;
  /** When they began, ISO 8601 UTC. */
  readonly checked_at: string;
  /** Of the published data; 0 when that cannot be read. */
  readonly version: number;
  /** The night that published it; null when nothing is published, or it cannot be read. */
  readonly publishedBy: string | null;
  readonly results: readonly CheckResult[];
}

/** What of the checks is run, and who is told. */
export interface CheckWishes {
  /** Which are run; all of them unless this says otherwise. */
  readonly wanted?: (check: Check) => boolean;
  /** Told how many checks are done before more are run. */
  readonly onChecks?: (done: number, of: number) => void;
}

let loaded: readonly Check[] | undefined;

/** All checks, those that follow from the catalog included. */
export function allChecks(): readonly Check[] {
  loaded ??= loadChecks(loadCatalog());
  return loaded;
}

/**
 * The checks of the data itself: those written by hand, and those of each table's tenant and grain. The others follow from
 * the SQL of views, which has tests of its own; to plan them all costs more than the night of a small lake.
 */
export const isNightly = ({ of }: Check): boolean =>
  of === null || (TABLE_NAMES as readonly string[]).includes(of);

/** Runs the checks over what is published of a tenant. What cannot be read or run is an error in each result; nothing is thrown. */
export async function checkTenant(
  home: Home,
  tenantId: TenantId,
  { wanted = () => true, onChecks }: CheckWishes = {},
): Promise<CheckedTenant> {
  const checks = allChecks().filter(wanted);
  const checked = {
    tenant_id: tenantId,
    checked_at: new Date().toISOString(),
    version: 0,
    publishedBy: null,
  };
  try {
    const published = await resolve(home, tenantId);
    const data = { tenantId, files: published.files };
    const { version, publishedBy } = published;
    const results = await withSession(data, (session) =>
      runChecks(session, checks, {
        tenantId,
        now: () => performance.now(),
        ...(onChecks === undefined ? {} : { onChecks }),
      }),
    ).catch((error: unknown) => allNotRun(checks, error));
    return { ...checked, version, publishedBy, results };
  } catch (error) {
    return { ...checked, results: allNotRun(checks, error) };
  }
}

type Published = Pick<CurrentFiles, 'version' | 'files'> & Pick<CheckedTenant, 'publishedBy'>;

async function resolve(home: Home, tenantId: TenantId): Promise<Published> {
  const curated = { root: home.root };
  const manifest = await readManifest(curated, tenantId);
  const { version, files } = await currentFiles({ curated }, tenantId);
  // A night that publishes between the two reads will have its data checked by itself.
  return { version, files, publishedBy: manifest.version === version ? manifest.run_id : null };
}

async function withSession<T>(
  data: Parameters<typeof openSession>[0],
  work: (session: Awaited<ReturnType<typeof openSession>>) => Promise<T>,
): Promise<T> {
  const session = await openSession(data, COMMAND_LIMITS);
  try {
    return await work(session);
  } finally {
    session.close();
  }
}

const allNotRun = (checks: readonly Check[], error: unknown): CheckResult[] =>
  checks.map((check) => ({ check, ...notRun(error), durationMs: 0 }));
