import { isDeepStrictEqual } from 'node:util';
import {
  type CallDocument,
  ContractError,
  type Evaluation,
  parseJson,
  parseRawCallKey,
  readCallDocument,
} from '../contract/index.ts';
import type { Landing, LandingPorts } from './ports.ts';

/** The document of a landing; null when it is gone or cannot be read, which the night will say. */
async function documentOf(
  { raw }: Pick<LandingPorts, 'raw'>,
  { key }: Landing,
): Promise<CallDocument | null> {
  if (!(await raw.has(key))) return null;
  try {
    return readCallDocument(parseJson(await raw.get(key)), parseRawCallKey(key));
  } catch (error) {
    if (error instanceof ContractError) return null;
    throw error;
  }
}

const attemptOf = ({ form_id, attempt }: Evaluation): string => `${attempt} ${form_id}`;

/**
 * Gives a new revision of a call what was said of the one before: its evaluations and reviews stay as history. Of the same
 * attempt by the same form the new document's own stands.
 */
export async function withHistory(
  ports: Pick<LandingPorts, 'raw'>,
  before: readonly Landing[],
  document: CallDocument,
): Promise<CallDocument> {
  const last = before.at(-1);
  const earlier = last && (await documentOf(ports, last));
  if (!earlier) return document;
  const own = new Set(document.evaluations.map(attemptOf));
  const reviewed = new Set(document.reviews.map(({ review_id }) => review_id));
  return {
    ...document,
    evaluations: [
      ...earlier.evaluations.filter((evaluation) => !own.has(attemptOf(evaluation))),
      ...document.evaluations,
    ],
    reviews: [...earlier.reviews.filter(({ review_id }) => !reviewed.has(review_id)), ...document.reviews],
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
