import { parseJson, parseRawCallKey, readCallDocument, revisionOf } from '../contract/index.ts';
import { after, erasedReason, scored, write } from './land-call.ts';
import type { LandingPorts } from './ports.ts';

/**
 * Scores the newest document of a call again and lands the result as a new revision, which supersedes it. Earlier
 * evaluations stay in the document. Returns false when there is no form to score by, no transcript to score, or the call was erased.
 */
export async function rescore(ports: LandingPorts, callId: string): Promise<boolean> {
  const last = ports.index.ofCall(ports.tenant.tenant_id, callId).at(-1);
  if (last === undefined || !(await ports.raw.has(last.key))) return false;
  const document = readCallDocument(parseJson(await ports.raw.get(last.key)), parseRawCallKey(last.key));
  if (document.transcript === null || erasedReason(ports, document) !== null) return false;
  const processedAt = after(last, ports.now());
  const again = scored(ports, {
    ...document,
    revision: revisionOf(processedAt, document.source.content_sha256),
    processed_at: processedAt.toISOString(),
  });
  if (again.evaluations.length === document.evaluations.length) return false;
  return (await write(ports, again)) === null;
}
