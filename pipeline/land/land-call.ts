import { type CallDocument, CciError, type ParsedTranscript, sealDocument } from '../contract/index.ts';
import { readTranscript } from '../transcripts/index.ts';
import { assemble, callIdOf, keyOf } from './assemble.ts';
import { WrongTenant } from './errors.ts';
import { attemptsAfter, lossWarnings, readableOf, withHistory, withoutRepetition } from './history.ts';
import type { Landed, Offered, OfferedAgain, Overtaken } from './offered.ts';
import type { AttemptOf, Landing, LandingPorts } from './ports.ts';
import { quarantine } from './quarantine.ts';
import { withdrawRenamed } from './rename.ts';
import { sha256 } from './sha256.ts';
import { readSidecar, type Sidecar } from './sidecar.ts';

/**
 * Turns one offered file into a raw call document. Content that landed before changes nothing, unless its sidecar
 * changed, or its document cannot be read any more: then it is a new revision. What cannot be used is kept in quarantine with the reason; of a call that was
 * erased nothing is kept. What is offered again lands unless something newer of its call has landed since.
 * Only a failing store throws.
 */
export function landCall(ports: LandingPorts, offered: OfferedAgain): Promise<Landed | Overtaken>;
export function landCall(ports: LandingPorts, offered: Offered): Promise<Landed>;
export async function landCall(
  ports: LandingPorts,
  offered: Offered | OfferedAgain,
): Promise<Landed | Overtaken> {
  try {
    return await land(ports, offered);
  } catch (error) {
    if (!(error instanceof CciError) || error.retryable) throw error;
    return quarantine(ports, offered, error);
  }
}

async function land(ports: LandingPorts, offered: Offered | OfferedAgain): Promise<Landed | Overtaken> {
  const sidecar = offered.sidecar === null ? null : readSidecar(offered.sidecar);
  const parsed = readTranscript(offered.bytes, { direction: sidecar?.facts.direction ?? null });
  refuseForeign(ports, parsed);
  const hashes = { content: sha256(offered.bytes), sidecar: offered.sidecar && sha256(offered.sidecar) };
  const callId = callIdOf(sidecar?.facts ?? null, parsed, hashes.content);
  const path = ports.erased.hides(ports.tenant, offered.path, callId);
  const before = ports.index.ofCall(ports.tenant.tenant_id, callId);
  const same = landingOf(before, path, hashes.content);
  if (same?.sidecar_sha256 === hashes.sidecar && (await stands(ports, same, before))) {
    // The file landed under another id since, or an ingest was killed before it could take that one back.
    await withdrawRenamed(ports, path, hashes.content, callId);
    return { status: 'duplicate', callId };
  }
  const processedAt = after(before.at(-1), ports.now());
  const arrivedAt = 'firstOfferedAt' in offered ? offered.firstOfferedAt : processedAt.toISOString();
  if (before.some((landing) => landing.arrived_at > arrivedAt)) return { status: 'overtaken', callId };
  const assembled = assemble({
    tenant: ports.tenant,
    path,
    contentSha256: hashes.content,
    sidecarSha256: hashes.sidecar,
    parsed,
    sidecar: sidecar?.facts ?? null,
    callId,
    startedAtOption: offered.startedAt,
    firstIngestAt: firstIngestOf(ports, before, path, hashes.content) ?? arrivedAt,
    processedAt,
  });
  const readable = await readableOf(ports, before);
  const history = withHistory(readable, assembled);
  const document = withoutRepetition(history, scored(ports, history, attemptsAfter(history, readable)));
  const refused = erasedReason(ports, document) ?? (await write(ports, document, arrivedAt));
  if (refused !== null) return { status: 'erased', reason: refused };
  await withdrawRenamed(ports, path, hashes.content, callId);
  const { revision, unscored_reason: unscored } = document;
  const warnings = [...warningsOf(sidecar, parsed), ...lossWarnings(readable)];
  return { status: 'landed', callId, revision, warnings, unscored };
}

/** Why a document may not be in the lake; null when it may. */
export const erasedReason = (
  ports: Pick<LandingPorts, 'erased' | 'tenant'>,
  document: CallDocument,
): string | null =>
  ports.erased.refuses(ports.tenant, {
    contentSha256: document.source.content_sha256,
    callId: document.call_id,
    startedAt: document.started_at,
    unread: [],
  });

/**
 * The landing that an offer is compared with: the last of that content from that file, else from any. Two copies of a file
 * with different sidecars would otherwise take turns at every ingest.
 */
function landingOf(before: readonly Landing[], path: string, contentSha256: string): Landing | undefined {
  const same = before.filter((landing) => landing.content_sha256 === contentSha256);
  return same.findLast((landing) => landing.path === path) ?? same.at(-1);
}

/** Whether a landing is not to be made again: something landed after it, or its document can be read. One that was damaged, or is gone, comes back with its file. */
const stands = async (
  ports: Pick<LandingPorts, 'raw'>,
  landing: Landing,
  before: readonly Landing[],
): Promise<boolean> => landing !== before.at(-1) || (await readableOf(ports, [landing])).newest !== null;

/** When the call, or the file that it comes from under whatever id, was first taken in; undefined when it is new. */
function firstIngestOf(
  ports: LandingPorts,
  before: readonly Landing[],
  path: string,
  contentSha256: string,
): string | undefined {
  const ofFile = ports.index.ofFile(ports.tenant.tenant_id, path, contentSha256);
  return [...before, ...ofFile].map((landing) => landing.arrived_at).sort()[0];
}

/** Adds the evaluation by the form that applies; a call that came scored keeps what it came with. */
export function scored(
  ports: Pick<LandingPorts, 'score'>,
  document: CallDocument,
  attemptOf: AttemptOf,
): CallDocument {
  if (document.transcript === null) {
    const hasScore = document.evaluations.some((evaluation) => evaluation.percentage !== null);
    return { ...document, unscored_reason: hasScore ? null : 'the result holds no evaluation' };
  }
  const outcome = ports.score(document, attemptOf);
  if ('unscored' in outcome) {
    return document.evaluations.length > 0 ? document : { ...document, unscored_reason: outcome.unscored };
  }
  const reason = outcome.percentage === null ? 'nothing on the form could be determined for this call' : null;
  return { ...document, evaluations: [...document.evaluations, outcome], unscored_reason: reason };
}

/**
 * Writes a document and remembers it; takes both back when the call was erased meanwhile, since the erasure may have looked
 * before the document was there.
 * @returns why it was taken back; null when it stays
 * @throws {DocumentRefused} when it does not have its schema's shape
 */
export async function write(
  ports: Pick<LandingPorts, 'raw' | 'index' | 'tenant' | 'erased'>,
  document: CallDocument,
  arrivedAt: string,
): Promise<string | null> {
  const key = keyOf(document);
  await ports.raw.put(key, Buffer.concat([sealDocument(document), LINE_END]));
  ports.index.record(ports.tenant.tenant_id, {
    call_id: document.call_id,
    revision: document.revision,
    content_sha256: document.source.content_sha256,
    sidecar_sha256: document.source.sidecar_sha256,
    key,
    path: document.source.uri ?? '',
    landed_at: document.processed_at,
    arrived_at: arrivedAt,
  });
  const erased = erasedReason(ports, document);
  if (erased === null) return null;
  await ports.raw.delete(key);
  ports.index.forget(ports.tenant.tenant_id, document.call_id);
  return erased;
}

const LINE_END = Buffer.from('\n');

/** Now, or the millisecond after the last landing, so that revisions of a call always sort by time. */
export function after(last: Landing | undefined, now: Date): Date {
  return last === undefined ? now : new Date(Math.max(now.getTime(), Date.parse(last.landed_at) + 1));
}

function refuseForeign(ports: LandingPorts, parsed: ParsedTranscript): void {
  if (parsed.tenant_id === null || parsed.tenant_id === ports.tenant.tenant_id) return;
  throw new WrongTenant('land: the content names another tenant', {
    where: 'tenant_id',
    hint: 'Ingest it for the tenant that it names.',
  });
}

/** As much of a key as a warning shows; control characters are shown as escapes, so that none steers a terminal. */
const LONGEST_KEY = 80;

/** Of so many keys a warning each is worth while: who has more did not misspell one. */
const MOST_KEYS = 20;

function warningsOf(sidecar: Sidecar | null, parsed: ParsedTranscript): string[] {
  const keys = sidecar?.unknownKeys ?? [];
  const unread = keys
    .slice(0, MOST_KEYS)
    .map((key) => `sidecar: nothing reads ${JSON.stringify(key.slice(0, LONGEST_KEY))}`);
  if (keys.length > MOST_KEYS)
    unread.push(`sidecar: nothing reads ${keys.length - MOST_KEYS} more of its keys`);
  const roles = parsed.transcript?.speaker_roles;
  return roles?.origin === 'none' && (parsed.transcript?.turns.length ?? 0) > 0
    ? [...unread, 'nobody could tell the agent from the customer: role-bound criteria stay undetermined']
    : unread;
}
