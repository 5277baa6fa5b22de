import type { CriterionResult, Turn } from '../../../pipeline/contract/index.ts';

/** A stretch of a turn's text and the criteria whose evidence it is; none for text between. */
export interface Segment {
  readonly text: string;
  readonly criteria: readonly string[];
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly criterion: string;
}

/**
 * Cuts a turn's text where evidence begins and ends. Offsets count Unicode code points, so the text is cut by those;
 * evidence that does not stand at its place is left out rather than marked somewhere else.
 */
export function segmentsOf(turn: Turn, criteria: readonly CriterionResult[]): Segment[] {
  const points = [...turn.text];
  const spans = spansOf(turn, points, criteria);
  const cuts = [...new Set([0, points.length, ...spans.flatMap(({ start, end }) => [start, end])])];
  cuts.sort((a, b) => a - b);
  return cuts.slice(0, -1).map((from, index) => ({
    text: points.slice(from, cuts[index + 1]).join(''),
    criteria: spans.filter(({ start, end }) => start <= from && from < end).map(({ criterion }) => criterion),
  }));
}

function spansOf(turn: Turn, points: readonly string[], criteria: readonly CriterionResult[]): Span[] {
  return criteria.flatMap(({ id, evidence }) =>
    evidence.flatMap(({ turn: index, offset, quote, verified }) => {
      if (!verified || offset === null || index !== turn.index || quote === '') return [];
      const end = offset + [...quote].length;
      const stands = points.slice(offset, end).join('') === quote;
      return stands ? [{ start: offset, end, criterion: id }] : [];
    }),
  );
}
