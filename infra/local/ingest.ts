import type { Evaluation, QaForm, Tenant } from '../../pipeline/contract/index.ts';
import { evaluate } from '../../pipeline/evaluate/index.ts';
import type { LandingPorts } from '../../pipeline/land/index.ts';
import type { Home } from './home.ts';
import { landFile } from './land-file.ts';
import { offeredFiles } from './offered-files.ts';

export interface IngestRequest {
  readonly tenant: Tenant;
  readonly paths: readonly string[];
  /** Form to score by, `id` or `id@version`; null: the tenant's default, else its only one. */
  readonly form: string | null;
  /** Start for files that say none, ISO 8601 UTC. */
  readonly startedAt: string | null;
  /** Largest file that is read, in bytes (default: what a transcript may have). A larger one is quarantined as it lies there. */
  readonly largest?: number;
  /** Told after each file. */
  readonly onFile: (done: number, of: number) => void;
}

/** What became of the files; each is in exactly one of the four counts. */
export interface IngestSummary {
  readonly files: number;
  readonly landed: number;
  readonly duplicate: number;
  readonly quarantined: number;
  /** Of calls that were erased, or are older than the tenant keeps calls: nothing of them is kept. */
  readonly erased: number;
  readonly refused: readonly { readonly path: string; readonly reason: string }[];
  readonly warnings: readonly { readonly path: string; readonly message: string }[];
  /** How many of the landed calls have no score, by why. */
  readonly unscored: ReadonlyMap<string, number>;
}

/** Why a call has no score where the tenant has no form to score it by. */
export const WITHOUT_FORM = {
  none: 'the tenant has no published form',
  several: 'the tenant has several forms and no default',
} as const;

/**
 * Takes files in for one tenant: each lands, is a duplicate, is quarantined, or is refused as erased.
 * @throws {NotFound} when the named form was never published
 */
export async function ingest(home: Home, request: IngestRequest): Promise<IngestSummary> {
  const ports = landingPorts(home, request.tenant, request.form);
  const files = await offeredFiles(request.paths);
  const counts = { landed: 0, duplicate: 0, quarantined: 0, erased: 0 };
  const refused: { path: string; reason: string }[] = [];
  const warnings: { path: string; message: string }[] = [];
  const unscored = new Map<string, number>();
  for (const [position, path] of files.entries()) {
    const outcome = await landFile(home, ports, { ...request, path });
    counts[outcome.status] += 1;
    if ('reason' in outcome) refused.push({ path, reason: outcome.reason });
    if (outcome.status === 'landed') {
      for (const message of outcome.warnings) warnings.push({ path, message });
      const why = outcome.unscored;
      if (why !== null) unscored.set(why, (unscored.get(why) ?? 0) + 1);
    }
    request.onFile(position + 1, files.length);
  }
  return { files: files.length, ...counts, refused, warnings, unscored };
}

/** Ports of landing in this home, scoring by the form that applies. */
export function landingPorts(home: Home, tenant: Tenant, form: string | null): LandingPorts {
  return {
    tenant,
    erased: home.tombstones,
    raw: home.store,
    index: home.landings,
    quarantine: home.quarantine,
    now: () => new Date(),
    score: scoreBy(home, tenant, form),
  };
}

/**
 * The form that scores a tenant's calls: the one that is named, else its default, else its only one; or why there is none.
 * @throws {NotFound} when the named form was never published
 */
export function formFor(
  home: Home,
  { tenant_id, default_form }: Tenant,
  named: string | null,
): QaForm | { readonly unscored: string } {
  const published = home.forms.list(tenant_id);
  const name = named ?? default_form ?? (published.length === 1 ? published[0]?.form.form_id : undefined);
  if (name === undefined) return { unscored: WITHOUT_FORM[published.length === 0 ? 'none' : 'several'] };
  return home.forms.latest(tenant_id, name).form;
}

function scoreBy(home: Home, tenant: Tenant, named: string | null): LandingPorts['score'] {
  const form = formFor(home, tenant, named);
  if ('unscored' in form) return () => form;
  return (call, attemptOf): Evaluation =>
    evaluate({
      call,
      form,
      attempt: attemptOf(form.form_id),
      scored_at: call.processed_at,
      evaluation_id: `${call.call_id}:${form.form_id}:${form.version}:${call.revision}`,
    });
}
