import { callKeyColumns, evaluationKeyColumns, handlingColumns } from './shared.ts';
import type { RowOf, Table } from './table.ts';

export const criterionScores = {
  name: 'criterion_scores',
  grain: 'one row per criterion of an evaluation: call, form, attempt, criterion',
  key: ['call_id', 'form_id', 'attempt', 'criterion_id'],
  sort: ['dt', 'criterion_id', 'agent_id', 'call_id', 'form_id', 'attempt'],
  columns: {
    ...callKeyColumns,
    ...evaluationKeyColumns,
    ...handlingColumns,
    section_id: {
      type: 'varchar',
      nullable: true,
      doc: 'Section of the form; NULL for a form without sections.',
    },
    criterion_id: { type: 'varchar', doc: 'Id of the criterion in its form.' },
    criterion_index: { type: 'integer', doc: 'Position of the criterion in its form, from 0.' },
    question: { type: 'varchar', doc: 'Text of the criterion.' },
    kind: { type: 'varchar', doc: 'rule, metric or llm: how it is answered.' },
    weight: { type: 'double', doc: 'Weight in the form.' },
    required: { type: 'boolean', doc: 'Whether it must be answered (no not_applicable).' },
    critical: { type: 'varchar', doc: 'none, section or form: what a fail of it fails.' },
    outcome: { type: 'varchar', doc: 'pass, fail, partial, not_applicable or undetermined.' },
    score: {
      type: 'double',
      nullable: true,
      doc: '0 to max_score; NULL when not applicable or undetermined.',
    },
    max_score: { type: 'double', doc: 'Highest possible score.' },
    reason: { type: 'varchar', nullable: true, doc: 'Why it came out so.' },
    confidence: { type: 'double', nullable: true, doc: '0 to 1; NULL when the scorer gives none.' },
    evidence_quote: {
      type: 'varchar',
      nullable: true,
      doc: 'First verified quote; NULL when there is none.',
    },
    evidence_turn: { type: 'integer', nullable: true, doc: 'turn_index of that quote.' },
    evidence: {
      type: {
        array: {
          row: {
            turn: 'integer',
            start_ms: 'bigint',
            offset: 'integer',
            quote: 'varchar',
            verified: 'boolean',
          },
        },
      },
      doc: 'All evidence: turn_index, its start, offset in code points, the quote, and whether it was found there.',
    },
  },
} as const satisfies Table;

export type CriterionScoreRow = RowOf<typeof criterionScores>;
