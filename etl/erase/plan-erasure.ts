import { randomUUID } from 'node:crypto';
import type { TenantId } from '../../pipeline/contract/index.ts';
import { type Aliases, type AliasSources, aliasesOf } from './aliases.ts';
import { chooseCalls, type Revisions, revisionsOf } from './choose.ts';
import { contentsOf } from './facts.ts';
import { concerns } from './matching.ts';
import { isNamed } from './names.ts';
import type { ErasurePlan } from './plan.ts';
import type { ErasePorts, QuarantinedObject } from './ports.ts';
import type { Selector } from './selector.ts';
import { wordsOf } from './tokens.ts';
import type { Identity } from './tombstone.ts';

/** What is asked for. */
export interface ErasureRequest {
  readonly tenantId: TenantId;
  readonly selector: Selector;
  readonly now: Date;
  /** Tells when the last place was emptied; without it, `now` is taken for that. */
  readonly clock?: () => Date;
}

type Recogniser = (identity: Identity) => boolean;
type Ports = Pick<ErasePorts, 'holdings' | 'places' | 'tombstones' | 'unfinished'>;

/**
 * Decides what goes: the calls that were named, under all ids that their files went by, what an erasure of the same that was
 * killed left to do, and what was erased before and has been put back.
 */
export async function planErasure(ports: Ports, request: ErasureRequest): Promise<ErasurePlan> {
  const { tombstones, unfinished } = ports;
  const { tenantId, selector, now } = request;
  const before = await unfinished.read(tenantId);
  const recogniser = tombstones.recogniser(tenantId);
  const isErased = recogniser ?? (() => false);
  const revisions = await revisionsOf(ports, tenantId);
  const chosen = await chooseCalls(ports, tenantId, selector, revisions);
  for (const callId of before?.calls ?? []) chosen.add(callId);
  const known = new Set([...revisions.keys(), ...landedCalls(ports, tenantId)]);
  for (const callId of known) if (isErased({ kind: 'call', value: callId })) chosen.add(callId);
  const aliases = await withAliases(ports, {
    tenantId,
    selector,
    calls: chosen,
    revisions,
    isErased: recogniser,
  });
  const { calls } = aliases;
  const traces = await tracesOf(ports, tenantId, aliases, revisions);
  const plan = {
    erasure_id: before?.erasure_id ?? randomUUID(),
    tenant_id: tenantId,
    selector,
    at: before?.at ?? now.toISOString(),
    calls,
    alike: alikeOf(calls, known),
    contents: union(traces.contents, before?.contents),
    paths: union(traces.paths, before?.paths),
    quarantined: union(aliases.quarantined, before?.quarantined),
  };
  return withQuarantined(ports, plan, traces.kept, isErased);
}

/** Nothing to look for, as each night by a rule, and a whole tenant go without. */
async function withAliases(ports: Ports, sources: Omit<AliasSources, 'quarantined'>): Promise<Aliases> {
  const { tenantId, selector, calls, isErased } = sources;
  const seeksNothing = calls.size === 0 && (isErased === null || selector.kind === 'before');
  if (selector.kind === 'all' || seeksNothing) return { calls, contents: new Set(), quarantined: new Set() };
  return aliasesOf(ports.holdings, { ...sources, quarantined: () => quarantinedIn(ports, tenantId) });
}

const union = (a: Iterable<string>, b: Iterable<string> = []): Set<string> => new Set([...a, ...b]);

const landedCalls = ({ holdings }: Ports, tenantId: TenantId): string[] =>
  Array.from(holdings.landings(tenantId), ({ call_id }) => call_id);

/** Ids that stay and hold one that goes as a part. */
function alikeOf(calls: ReadonlySet<string>, known: ReadonlySet<string>): Set<string> {
  const staying = known.difference(calls);
  return new Set([...staying].filter((id) => wordsOf(id).some((part) => calls.has(part))));
}

interface Traces {
  /** Hashes of content that only calls that go came from. */
  readonly contents: ReadonlySet<string>;
  readonly paths: ReadonlySet<string>;
  /** Hashes of content that a call came from which stays. */
  readonly kept: ReadonlySet<string>;
}

async function tracesOf(
  { holdings }: Ports,
  tenantId: TenantId,
  { calls, contents: takenBack }: Aliases,
  revisions: Revisions,
): Promise<Traces> {
  const contents = new Set(takenBack);
  const paths = new Set<string>();
  const kept = new Set<string>();
  for (const { call_id: callId, revision, content_sha256, path } of holdings.landings(tenantId)) {
    if (!isNamed(calls, { callId, revision })) kept.add(content_sha256);
    else {
      contents.add(content_sha256);
      paths.add(path);
    }
  }
  for (const documents of revisions.values())
    for (const { key, call, read } of documents)
      if (isNamed(calls, call)) for (const hash of contentsOf(key, await read())) contents.add(hash);
  return { contents: contents.difference(kept), paths, kept };
}

/** What lies in quarantine, that too which a place still keeps as a version. */
async function* quarantinedIn(
  { holdings, places }: Ports,
  tenantId: TenantId,
): AsyncGenerator<QuarantinedObject> {
  yield* holdings.quarantined(tenantId);
  for (const { hidden } of places) yield* hidden?.quarantined?.(tenantId) ?? [];
}

/** Adds what goes from the quarantine. */
async function withQuarantined(
  ports: Ports,
  plan: ErasurePlan,
  kept: ReadonlySet<string>,
  isErased: Recogniser,
): Promise<ErasurePlan> {
  const quarantined = new Set(plan.quarantined);
  const contents = new Set(plan.contents);
  const staying: { readonly id: string; readonly content: string }[] = [];
  for await (const object of quarantinedIn(ports, plan.tenant_id)) {
    const { quarantine_id: id, content_sha256: content } = object;
    const known = content !== null && isErased({ kind: 'content', value: content });
    if (known || (await goes(plan, object))) {
      quarantined.add(id);
      if (content !== null && !kept.has(content)) contents.add(content);
    } else if (content !== null) staying.push({ id, content });
  }
  // The same bytes may lie there twice, under another path.
  for (const { id, content } of staying) if (contents.has(content)) quarantined.add(id);
  return { ...plan, quarantined, contents };
}

/**
 * Whether a quarantined object goes. One that cannot be told to be another's when it was offered under the path of a call
 * that goes, goes too: a copy too few is better here than one too many. What arrived before a day is of a call before it.
 */
async function goes(plan: ErasurePlan, object: QuarantinedObject): Promise<boolean> {
  const { selector, paths } = plan;
  if (selector.kind === 'all') return true;
  if (selector.kind === 'before' && object.dt < selector.value) return true;
  if (object.path !== null && paths.has(object.path)) return true;
  // A rule that finds nothing, each night: there is nothing to look for in the bytes.
  if (selector.kind === 'before' && plan.calls.size === 0) return false;
  if (object.texts.some((text) => concerns(plan, Buffer.from(text)))) return true;
  for await (const bytes of object.contents()) if (concerns(plan, bytes)) return true;
  return false;
}
