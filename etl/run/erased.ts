import type { TenantId } from '../../pipeline/contract/index.ts';
import type { RawDocument, RawIndex } from '../plan/index.ts';
import type { Night } from './night.ts';

/** What the name of an object that is no key could call its call by: everything up to one of its dots. */
function idsIn(key: string): string[] {
  const name = decoded(key.slice(key.lastIndexOf('/') + 1));
  const dots = [...name.matchAll(/\./g)].map(({ index }) => index);
  return [name, ...dots.map((dot) => name.slice(0, dot))];
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/**
 * The listing without the objects of erased calls, which somebody put back, for instance from a backup: they are not read,
 * not counted and not copied to the quarantine. Of a call id that another file goes by now only revisions were erased, by their
 * names (`<id>.<revision>`). How many there are is told to `onPutBack`.
 */
export function withoutErased(
  { ports, options }: Pick<Night, 'ports' | 'options'>,
  tenantId: TenantId,
  index: RawIndex,
): { readonly index: RawIndex; readonly putBack: number } {
  const isErased = ports.erased?.callsOf(tenantId) ?? null;
  if (isErased === null) return { index, putBack: 0 };
  const calls = new Map<string, readonly RawDocument[]>();
  for (const [callId, revisions] of index.calls) {
    if (isErased(callId)) continue;
    const own = revisions.filter(({ revision }) => !isErased(`${callId}.${revision}`));
    if (own.length > 0) calls.set(callId, own.length === revisions.length ? revisions : own);
  }
  const refused = index.refused.filter(({ key }) => !idsIn(key).some(isErased));
  const documents = objectsIn(index) - objectsIn({ calls, refused });
  if (documents > 0) options.onPutBack?.({ tenant_id: tenantId, documents });
  return { index: { calls, refused }, putBack: documents };
}

const objectsIn = ({ calls, refused }: RawIndex): number =>
  [...calls.values()].reduce((sum, revisions) => sum + revisions.length, refused.length);
