import type { TenantId } from '../../pipeline/contract/index.ts';
import { saysOf } from './facts.ts';
import type { ErasePorts, HiddenDocument } from './ports.ts';
import type { Selector } from './selector.ts';

type Ports = Pick<ErasePorts, 'holdings' | 'places'>;
type Revision = HiddenDocument & { readonly call: NonNullable<HiddenDocument['call']> };

/** The raw documents of each call, newest revision first; of one revision what is current before what is hidden. */
export type Revisions = ReadonlyMap<string, readonly Revision[]>;

/** Sorts a tenant's raw documents by call, those too that a place still keeps as a version. */
export async function revisionsOf(ports: Ports, tenantId: TenantId): Promise<Revisions> {
  const calls = new Map<string, Revision[]>();
  for await (const document of documentsOf(ports, tenantId)) {
    const { call } = document;
    if (call === null) continue;
    const revisions = calls.get(call.callId);
    if (revisions) revisions.push({ ...document, call });
    else calls.set(call.callId, [{ ...document, call }]);
  }
  for (const revisions of calls.values()) revisions.sort((a, b) => newestFirst(a.call, b.call));
  return calls;
}

const newestFirst = (a: Revision['call'], b: Revision['call']): number =>
  Number(a.revision < b.revision) - Number(b.revision < a.revision);

async function* documentsOf({ holdings, places }: Ports, tenantId: TenantId): AsyncGenerator<HiddenDocument> {
  for await (const { key, call } of holdings.documents(tenantId))
    yield { key, call, read: () => holdings.read(key) };
  for (const { hidden } of places) yield* hidden?.documents?.(tenantId) ?? [];
}

/**
 * Whether a call is of the customer or agent that was named. A customer's is one that any revision says is theirs: a
 * reference that was corrected is still kept in the older one. An agent's is one that the newest readable revision says they
 * handled.
 */
async function isTheirs(
  selector: Selector & { readonly kind: 'customer' | 'agent' },
  revisions: readonly Revision[],
): Promise<boolean> {
  for (const { key, read } of revisions) {
    const says = saysOf(selector, key, await read());
    if (says === 'theirs') return true;
    if (says === 'another' && selector.kind === 'agent') return false;
  }
  return false;
}

/** Ids of the calls that were named, whether or not anything is left of them. */
export async function chooseCalls(
  { holdings }: Pick<Ports, 'holdings'>,
  tenantId: TenantId,
  selector: Selector,
  revisions: Revisions,
): Promise<Set<string>> {
  if (selector.kind === 'call') return new Set([selector.value]);
  const chosen = new Set<string>();
  for (const [callId, documents] of revisions) {
    if (selector.kind === 'all') chosen.add(callId);
    else if (selector.kind === 'before') {
      const [newest] = documents;
      if (newest && newest.call.dt < selector.value) chosen.add(callId);
    } else if (await isTheirs(selector, documents)) chosen.add(callId);
  }
  if (selector.kind === 'all') for (const { call_id } of holdings.landings(tenantId)) chosen.add(call_id);
  // Of a call with a document that tells.
  for await (const callId of holdings.tabled?.(tenantId, selector) ?? [])
    if (!revisions.has(callId)) chosen.add(callId);
  return chosen;
}
