import type { CallDocument } from './call-document.ts';
import { DocumentRefused } from './errors.ts';

/**
 * Refuses a document in which two rows of a table would have the same key: no reader could tell which one counts.
 * @throws {DocumentRefused} `duplicate_evaluation`, `duplicate_criterion`, `duplicate_turn`, `duplicate_review`
 */
export function refuseDuplicates({ evaluations, transcript, reviews }: CallDocument): void {
  refuseRepeated(
    'duplicate_evaluation',
    'evaluations',
    evaluations.map(({ form_id, attempt }) => `${attempt} ${form_id}`),
  );
  refuseRepeated(
    'duplicate_evaluation',
    'evaluations',
    evaluations.map(({ evaluation_id }) => evaluation_id),
  );
  for (const [position, { criteria }] of evaluations.entries())
    refuseRepeated(
      'duplicate_criterion',
      `evaluations[${position}].criteria`,
      criteria.map(({ id }) => id),
    );
  refuseRepeated(
    'duplicate_turn',
    'transcript.turns',
    (transcript?.turns ?? []).map(({ index }) => index),
  );
  refuseRepeated(
    'duplicate_review',
    'reviews',
    reviews.map(({ review_id }) => review_id),
  );
}

function refuseRepeated(code: string, where: string, keys: readonly unknown[]): void {
  const seen = new Set<unknown>();
  for (const [position, key] of keys.entries()) {
    if (seen.has(key))
      throw new DocumentRefused(code, 'contract: the same key stands twice in a document', {
        where: `${where}[${position}]`,
      });
    seen.add(key);
  }
}
