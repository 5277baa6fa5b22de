import { callKeyColumns, evaluationKeyColumns, handlingColumns } from './shared.ts';
import type { FactTable, RowOf } from './table.ts';

export const criterionScores = {
  name: 'criterion_scores',
  grain: 'one row per criterion of an evaluation: call, form, attempt, criterion',
  key: ['call_id', 'form_id', 'attempt', 'criterion_id'],
  sort: ['dt', 'criterion_id', 'agent_id', 'call_id', 'form_id', 'attempt'],
  byCall: ['dt', 'call_id', 'form_id', 'attempt', 'criterion_index'],
  over: 'criterion',
  columns: {
    ...callKeyColumns,
    ...evaluationKeyColumns,
    ...handlingColumns,
    section_id: {
      from: 'c.section',
      type: 'varchar',
      nullable: true,
      doc: 'Section of the form; NULL for a form without sections.',
    },
    criterion_id: { from: 'c.id', type: 'varchar', doc: 'Id of the criterion in its form.' },
    criterion_index: {
      from: 'position',
      type: 'integer',
      doc: 'Position of the criterion in its form, from 0.',
    },
    question: { from: 'c.question', type: 'varchar', doc: 'Text of the criterion.' },
    kind: { from: 'c.kind', type: 'varchar', doc: 'rule, metric or llm: how it is answered.' },
    weight: { from: 'c.weight', type: 'double', doc: 'Weight in the form.' },
    required: {
      from: 'c.required',
      type: 'boolean',
      doc: 'Whether it must be answered (no not_applicable).',
    },
    critical: { from: 'c.critical', type: 'varchar', doc: 'none, section or form: what a fail of it fails.' },
    outcome: {
      from: 'c.outcome',
      type: 'varchar',
      doc: 'pass, fail, partial, not_applicable or undetermined.',
    },
    score: {
      from: 'c.score',
      type: 'double',
      nullable: true,
      doc: '0 to max_score; NULL when not applicable or undetermined.',
    },
    max_score: { from: 'c.max_score', type: 'double', doc: 'Highest possible score.' },
    reason: { from: 'c.reason', type: 'varchar', nullable: true, doc: 'Why it came out so.' },
    confidence: {
      from: 'c.confidence',
      type: 'double',
      nullable: true,
      doc: '0 to 1; NULL when the scorer gives none.',
    },
    evidence_quote: {
      from: (sql) => sql.firstWhere('c.evidence', 'x.verified', 'quote'),
      type: 'varchar',
      nullable: true,
      doc: 'First verified quote; NULL when there is none.',
    },
    evidence_turn: {
      from: (sql) => sql.firstWhere('c.evidence', 'x.verified', 'turn'),
      type: 'integer',
      nullable: true,
      doc: 'turn_index of that quote.',
    },
    evidence: {
      from: 'c.evidence',
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
} as const satisfies FactTable;

export type CriterionScoreRow = RowOf<typeof criterionScores>;
