import {
  type CallDocument,
  DocumentRefused,
  parseJson,
  parseRawCallKey,
  readCallDocument,
  type TenantId,
} from '../../pipeline/contract/index.ts';
import type { Home } from './home.ts';

/**
 * The newest raw document of a call that can be read: the tables show the same one after the night. Null when the tenant has
 * no such call.
 * @throws {DocumentRefused} `document_unreadable` when there are documents of the call and none of them can be read
 */
export async function latestDocument(
  home: Home,
  tenantId: TenantId,
  callId: string,
): Promise<CallDocument | null> {
  const refusals: DocumentRefused[] = [];
  for (const { key } of home.landings.ofCall(tenantId, callId).reverse()) {
    // An ingest that was killed while it took a renamed call back leaves the index a step behind the store.
    if (!(await home.store.has(key))) continue;
    try {
      return readCallDocument(parseJson(await home.store.get(key)), parseRawCallKey(key));
    } catch (error) {
      if (!(error instanceof DocumentRefused)) throw error;
      refusals.push(unreadable(callId, key, error));
    }
  }
  const [newest] = refusals;
  if (newest !== undefined) throw newest;
  return null;
}

const unreadable = (callId: string, key: string, cause: DocumentRefused): DocumentRefused =>
  new DocumentRefused(
    'document_unreadable',
    `infra: the document of call ${callId} cannot be read (${cause.code})`,
    {
      where: cause.where === undefined ? key : `${key}, ${cause.where}`,
      hint: 'Ingest the file of the call again, or put the document back as it was and run "cci replay --quarantined".',
      cause,
    },
  );
