import { isDeepStrictEqual } from 'node:util';
import { type CallDocument, heldAgainst, revisionOf } from '../contract/index.ts';
import { CallUnreadable } from './errors.ts';
import { attemptsAfter, type Readable, readableOf } from './history.ts';
import { after, erasedReason, scored, write } from './land-call.ts';
import type { Landing, LandingPorts } from './ports.ts';

/** What became of a call that was to be scored again. */
export type Rescored =
  /** It has a new evaluation. */
  | 'scored'
  /** Nothing scored it, but quotes that do not stand in its transcript are not taken for verified any more. */
  | 'reverified'
  /** There is no form to score by, no transcript to score, no document, or the call was erased. */
  | 'left';

/**
 * Scores the newest document of a call again and lands the result as a new revision, which supersedes it. Earlier evaluations
 * stay in the document, their quotes held against its transcript. Where that document cannot be read, an older one of the
 * same content takes its place, as it does in the tables.
 * @throws {CallUnreadable} when there is none: a new revision of other content would hide the document when it is put back
 */
export async function rescore(ports: LandingPorts, callId: string): Promise<Rescored> {
  const landings = ports.index.ofCall(ports.tenant.tenant_id, callId);
  const readable = await readableOf(ports, landings);
  const last = landings.at(-1);
  if (last === undefined || isGone(readable)) return 'left';
  const document = standingFor(last, readable);
  if (erasedReason(ports, document) !== null) return 'left';
  const next = reverified(document, after(last, ports.now()));
  const again = next.transcript === null ? next : scored(ports, next, attemptsAfter(document, readable));
  const isScored = again.evaluations.length > document.evaluations.length;
  if (!isScored && isDeepStrictEqual(again.evaluations, document.evaluations)) return 'left';
  if ((await write(ports, again, last.arrived_at)) !== null) return 'left';
  return isScored ? 'scored' : 'reverified';
}

const isGone = ({ newest, unread }: Readable): boolean =>
  newest === null && unread.every(({ damage }) => damage === null);

/** The document that stands for the last landing of a call: its own, or an older one of the same file with the same sidecar. */
function standingFor(last: Landing, { newest, unread: [unread] }: Readable): CallDocument {
  const { content_sha256: content, sidecar_sha256: sidecar } = newest?.landing ?? {};
  if (newest !== null && content === last.content_sha256 && sidecar === last.sidecar_sha256)
    return newest.document;
  const damage = unread?.damage;
  throw new CallUnreadable(
    `land: the newest document of a call is ${damage ? `damaged: ${damage.message}` : 'gone'}`,
    {
      where: last.key,
      cause: damage,
    },
  );
}

/** The next revision of a document, with its quotes held against its own transcript. */
function reverified(document: CallDocument, processedAt: Date): CallDocument {
  const { evaluations, transcript, source } = document;
  const turns = transcript?.turns ?? [];
  return {
    ...document,
    revision: revisionOf(processedAt, source.content_sha256),
    processed_at: processedAt.toISOString(),
    evaluations: heldAgainst(evaluations, turns, turns),
  };
}
