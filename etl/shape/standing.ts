import { type CallDocument, DocumentRefused, type Evaluation } from '../../pipeline/contract/index.ts';

/** How an evaluation stands among those of its call. */
export interface Standing {
  readonly is_latest: boolean;
  readonly is_current: boolean;
}

/**
 * Refuses a document in which two rows of a table would have the same key: no reader could tell which one counts.
 * @throws {DocumentRefused} `duplicate_evaluation`, `duplicate_criterion`, `duplicate_turn`
 */
function refuseDuplicates({ evaluations, transcript }: CallDocument): void {
  refuseRepeated(
    'duplicate_evaluation',
    'evaluations',
    evaluations.map(({ form_id, attempt }) => `${attempt} ${form_id}`),
  );
  for (const [i, { criteria }] of evaluations.entries())
    refuseRepeated(
      'duplicate_criterion',
      `evaluations[${i}].criteria`,
      criteria.map(({ id }) => id),
    );
  refuseRepeated(
    'duplicate_turn',
    'transcript.turns',
    (transcript?.turns ?? []).map(({ index }) => index),
  );
}

function refuseRepeated(code: string, where: string, keys: readonly unknown[]): void {
  const seen = new Set<unknown>();
  for (const [position, key] of keys.entries()) {
    if (seen.has(key))
      throw new DocumentRefused(code, 'shape: the same key stands twice in a document', {
        where: `${where}[${position}]`,
      });
    seen.add(key);
  }
}

/**
 * Every evaluation with its standing, in the document's order. The last one, by the time of scoring and then by position,
 * is latest among those of its form and current among all of the call; so the current one is always a latest one.
 * @throws {DocumentRefused} when two evaluations, criteria or turns have the same key
 */
export function standings(document: CallDocument): (readonly [Evaluation, Standing])[] {
  refuseDuplicates(document);
  let current: Evaluation | undefined;
  const latest = new Map<string, Evaluation>();
  const later = (a: Evaluation, b: Evaluation | undefined) =>
    b === undefined || Date.parse(a.scored_at) >= Date.parse(b.scored_at);
  for (const evaluation of document.evaluations) {
    if (later(evaluation, current)) current = evaluation;
    if (later(evaluation, latest.get(evaluation.form_id))) latest.set(evaluation.form_id, evaluation);
  }
  return document.evaluations.map((evaluation) => [
    evaluation,
    { is_latest: latest.get(evaluation.form_id) === evaluation, is_current: current === evaluation },
  ]);
}
