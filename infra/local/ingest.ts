import { resolve } from 'node:path';
import type { CallDocument, Evaluation, Tenant } from '../../pipeline/contract/index.ts';
import { evaluate } from '../../pipeline/evaluate/index.ts';
import {
  type Landed,
  type LandingPorts,
  landCall,
  type Offered,
  quarantine,
} from '../../pipeline/land/index.ts';
import { FileUnreadable } from './errors.ts';
import type { Home } from './home.ts';
import { bytesOf, offeredFiles, sidecarOf } from './offered-files.ts';

export interface IngestRequest {
  readonly tenant: Tenant;
  readonly paths: readonly string[];
  /** Form to score by, `id` or `id@version`; null: the tenant's default, else its only one. */
  readonly form: string | null;
  /** Start for files that say none, ISO 8601 UTC. */
  readonly startedAt: string | null;
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
}

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
  for (const [position, path] of files.entries()) {
    const outcome = await land(ports, path, request.startedAt);
    counts[outcome.status] += 1;
    if ('reason' in outcome) refused.push({ path, reason: outcome.reason });
    if (outcome.status === 'landed') warnings.push(...outcome.warnings.map((message) => ({ path, message })));
    request.onFile(position + 1, files.length);
  }
  return { files: files.length, ...counts, refused, warnings };
}

/** Lands a file; one that cannot be read must not stop the others, and is quarantined with what could be had of it. */
async function land(ports: LandingPorts, path: string, startedAt: string | null): Promise<Landed> {
  let offered: Offered = { path: resolve(path), bytes: new Uint8Array(), sidecar: null, startedAt };
  try {
    offered = { ...offered, bytes: await bytesOf(path) };
    return await landCall(ports, { ...offered, sidecar: await sidecarOf(path) });
  } catch (error) {
    if (!(error instanceof FileUnreadable)) throw error;
    return quarantine(ports, offered, error);
  }
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

function scoreBy(home: Home, tenant: Tenant, named: string | null): LandingPorts['score'] {
  const published = home.forms.list(tenant.tenant_id);
  const name =
    named ?? tenant.default_form ?? (published.length === 1 ? published[0]?.form.form_id : undefined);
  if (name === undefined) {
    const unscored =
      published.length === 0
        ? 'the tenant has no published form'
        : 'the tenant has several forms and no default';
    return () => ({ unscored });
  }
  const { form } = home.forms.latest(tenant.tenant_id, name);
  return (call: CallDocument): Evaluation => {
    const attempt = call.evaluations.filter((evaluation) => evaluation.form_id === form.form_id).length + 1;
    return evaluate({
      call,
      form,
      attempt,
      scored_at: call.processed_at,
      evaluation_id: `${call.call_id}:${form.form_id}:${form.version}:${call.revision}`,
    });
  };
}
