import { callKeyColumns, handlingColumns } from './shared.ts';
import type { FactTable, RowOf } from './table.ts';

export const reviews = {
  name: 'reviews',
  grain: "one row per person's review of a criterion of an evaluation",
  key: ['call_id', 'review_id'],
  sort: ['dt', 'criterion_id', 'call_id', 'review_id'],
  byCall: ['dt', 'call_id', 'review_id'],
  over: 'review',
  columns: {
    ...callKeyColumns,
    ...handlingColumns,
    review_id: { type: 'varchar', from: 'x.review_id', doc: 'Id of the review, unique within the call.' },
    evaluation_id: { type: 'varchar', from: 'x.evaluation_id', doc: 'Id of the evaluation under review.' },
    form_id: { type: 'varchar', from: 'x.form_id', doc: 'Id of its QA form.' },
    form_version: { type: 'integer', from: 'x.form_version', doc: 'Version of its QA form.' },
    attempt: { type: 'integer', from: 'x.attempt', doc: 'Its attempt.' },
    criterion_id: { type: 'varchar', from: 'x.criterion_id', doc: 'Id of the criterion under review.' },
    kind: {
      type: 'varchar',
      from: 'x.kind',
      doc: 'override, recheck (blind), calibration or dispute: why a person looked.',
    },
    reviewer_id: { type: 'varchar', from: 'x.reviewer_id', doc: 'Id of the person.' },
    reviewed_at: {
      type: 'timestamp',
      from: (sql) => sql.instant('x.reviewed_at'),
      doc: 'When the person answered, UTC.',
    },
    outcome: {
      type: 'varchar',
      from: 'x.outcome',
      doc: 'pass, fail, partial, not_applicable or undetermined, as the person sees it.',
    },
    score: {
      type: 'double',
      nullable: true,
      from: 'x.score',
      doc: '0 to max_score; NULL when not applicable or undetermined.',
    },
    max_score: { type: 'double', from: 'x.max_score', doc: 'Highest possible score.' },
    comment: { type: 'varchar', nullable: true, from: 'x.comment', doc: "The person's remark." },
  },
} as const satisfies FactTable;

export type ReviewRow = RowOf<typeof reviews>;
