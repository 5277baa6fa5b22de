import {
  type CallDocument,
  parseJson,
  parseRawCallKey,
  readCallDocument,
  type TenantId,
} from '../../pipeline/contract/index.ts';
import type { Home } from './home.ts';

/** The newest raw document of a call; null when the tenant has no such call. */
export async function latestDocument(
  home: Home,
  tenantId: TenantId,
  callId: string,
): Promise<CallDocument | null> {
  const last = home.landings.ofCall(tenantId, callId).at(-1);
  // An ingest that was killed while it took a renamed call back leaves the index a step behind the store.
  if (last === undefined || !(await home.store.has(last.key))) return null;
  return readCallDocument(parseJson(await home.store.get(last.key)), parseRawCallKey(last.key));
}
