import { isDeepStrictEqual } from 'node:util';
import {
  type CallDocument,
  ContractError,
  type Evaluation,
  heldAgainst,
  parseJson,
  parseRawCallKey,
  readCallDocument,
} from '../contract/index.ts';
import type { AttemptOf, Landing, LandingPorts } from './ports.ts';

/** A landing whose document cannot be used any more. */
export interface Unread {
  readonly key: string;
  /** Why it cannot be read; null when it is gone. */
  readonly damage: ContractError | null;
}

/** What can still be read of a call. */
export interface Readable {
  /** The newest landing whose document can be read; null when there is none. */
  readonly newest: { readonly landing: Landing; readonly document: CallDocument } | null;
  /** Landings after that one, the last first. */
  readonly unread: readonly Unread[];
}

/** Walks back from the last landing of a call to one whose document can be read, as a night does. */
export async function readableOf(
  { raw }: Pick<LandingPorts, 'raw'>,
  landings: readonly Landing[],
): Promise<Readable> {
  const unread: Unread[] = [];
  for (const landing of landings.toReversed()) {
    const { key } = landing;
    try {
      const bytes = (await raw.has(key)) ? await raw.get(key) : null;
      if (bytes !== null) {
        const document = readCallDocument(parseJson(bytes), parseRawCallKey(key));
        return { newest: { landing, document }, unread };
      }
      unread.push({ key, damage: null });
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
      unread.push({ key, damage: error });
    }
  }
  return { newest: null, unread };
}

/** What whoever ingests should know of earlier documents that cannot be read. */
export const lossWarnings = ({ unread }: Readable): string[] =>
  unread.map(
    ({ key, damage }) =>
      `an earlier document of the call ${damage === null ? 'is gone' : 'cannot be read'}: scores and reviews that only it held are not taken over (${key})`,
  );

const attemptOf = ({ form_id, attempt }: Evaluation): string => `${attempt} ${form_id}`;

/**
 * Gives a new revision of a call what was said of the newest one before that can be read: its evaluations and reviews stay
 * as history, their quotes held against the new transcript. Of the same attempt by the same form the new document's own
 * stands.
 */
export function withHistory({ newest }: Readable, document: CallDocument): CallDocument {
  if (newest === null) return document;
  const earlier = newest.document;
  const own = new Set(document.evaluations.map(attemptOf));
  const reviewed = new Set(document.reviews.map(({ review_id }) => review_id));
  const kept = earlier.evaluations.filter((evaluation) => !own.has(attemptOf(evaluation)));
  return {
    ...document,
    evaluations: [
      ...heldAgainst(kept, earlier.transcript?.turns ?? [], document.transcript?.turns ?? []),
      ...document.evaluations,
    ],
    reviews: [...earlier.reviews.filter(({ review_id }) => !reviewed.has(review_id)), ...document.reviews],
  };
}

/**
 * Numbers the next attempt by a form: above all that are known, and above those that documents which nobody can read may
 * hold, one each, so that no number is given to two scorings.
 */
export function attemptsAfter({ evaluations }: CallDocument, { unread }: Readable): AttemptOf {
  return (formId) => {
    const known = evaluations.filter(({ form_id }) => form_id === formId).map(({ attempt }) => attempt);
    return Math.max(0, ...known) + unread.length + 1;
  };
}

/** What an evaluation says, whenever it was made. */
const finding = ({ evaluation_id: _id, attempt: _attempt, scored_at: _at, ...said }: Evaluation) => said;

/**
 * A scored document without a scoring that says what the last one by its form said already: content that is offered again
 * with a corrected sidecar was not judged anew. Who asks for a scoring gets one, see rescore.
 */
export function withoutRepetition(history: CallDocument, scored: CallDocument): CallDocument {
  const latest = scored.evaluations.at(-1);
  if (!latest || scored.evaluations.length === history.evaluations.length) return scored;
  const before = history.evaluations.findLast(({ form_id }) => form_id === latest.form_id);
  if (!before || !isDeepStrictEqual(finding(before), finding(latest))) return scored;
  return { ...scored, evaluations: history.evaluations };
}
