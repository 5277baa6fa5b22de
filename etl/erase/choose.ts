import type { TenantId } from '../../pipeline/contract/index.ts';
import { saysOf } from './facts.ts';
import type { Holdings, NamedDocument } from './ports.ts';
import type { Selector } from './selector.ts';

type Revision = NamedDocument & { readonly call: NonNullable<NamedDocument['call']> };

/** The raw documents of each call, newest revision first. */
export type Revisions = ReadonlyMap<string, readonly Revision[]>;

/** Sorts a tenant's raw documents by call. */
export async function revisionsOf(holdings: Holdings, tenantId: TenantId): Promise<Revisions> {
  const calls = new Map<string, Revision[]>();
  for await (const { key, call } of holdings.documents(tenantId)) {
    if (call === null) continue;
    const revisions = calls.get(call.callId);
    if (revisions) revisions.push({ key, call });
    else calls.set(call.callId, [{ key, call }]);
  }
  for (const revisions of calls.values())
    revisions.sort((a, b) => (a.call.revision < b.call.revision ? 1 : -1));
  return calls;
}

/**
 * Whether a call is of the customer or agent that was named. A customer's is one that any revision says is theirs: a
 * reference that was corrected is still kept in the older one. An agent's is one that the newest readable revision says they
 * handled.
 */
async function isTheirs(
  holdings: Holdings,
  selector: Selector & { readonly kind: 'customer' | 'agent' },
  revisions: readonly Revision[],
): Promise<boolean> {
  for (const { key } of revisions) {
    const says = saysOf(selector, key, await holdings.read(key));
    if (says === 'theirs') return true;
    if (says === 'another' && selector.kind === 'agent') return false;
  }
  return false;
}

/** Ids of the calls that were named, whether or not anything is left of them. */
export async function chooseCalls(
  holdings: Holdings,
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
    } else if (await isTheirs(holdings, selector, documents)) chosen.add(callId);
  }
  if (selector.kind === 'all') for (const { call_id } of holdings.landings(tenantId)) chosen.add(call_id);
  return chosen;
}
