import { callKeyColumns, evaluationKeyColumns, handlingColumns } from './shared.ts';
import type { FactTable, RowOf } from './table.ts';

export const evaluations = {
  name: 'evaluations',
  grain: 'one row per evaluation: call, form, attempt',
  key: ['call_id', 'form_id', 'attempt'],
  sort: ['dt', 'agent_id', 'call_id', 'form_id', 'attempt'],
  byCall: ['dt', 'call_id', 'form_id', 'attempt'],
  over: 'evaluation',
  columns: {
    ...callKeyColumns,
    ...evaluationKeyColumns,
    ...handlingColumns,
    scorer: { from: 'e.scorer', type: 'varchar', doc: 'What scored the call.' },
    model: {
      from: 'e.model',
      type: 'varchar',
      nullable: true,
      doc: 'Model that answered; NULL when none did.',
    },
    status: {
      from: 'e.status',
      type: 'varchar',
      doc: 'scored, partial (some criteria undetermined) or unscored (no percentage).',
    },
    total_score: {
      from: 'e.total_score',
      type: 'double',
      nullable: true,
      doc: 'Weighted points reached; NULL when unscored.',
    },
    max_score: {
      from: 'e.max_score',
      type: 'double',
      nullable: true,
      doc: 'Weighted points reachable over what applied and was determined; NULL when unscored.',
    },
    percentage: {
      from: 'e.percentage',
      type: 'double',
      nullable: true,
      doc: '0 to 100, 0 after an auto-fail of the form; NULL when unscored.',
    },
    coverage: {
      from: 'e.coverage',
      type: 'double',
      nullable: true,
      doc: 'Share of the applicable weight that was determined, 0 to 1; NULL when nothing applied.',
    },
    auto_failed: {
      from: 'e.auto_failed',
      type: 'boolean',
      doc: 'Whether a critical criterion failed the form.',
    },
    band: {
      from: 'e.band',
      type: 'varchar',
      nullable: true,
      doc: 'Score band of the form; NULL when unscored or the form has none.',
    },
    criteria_count: {
      from: (sql) => sql.size('e.criteria'),
      type: 'integer',
      doc: 'Criteria in the evaluation.',
    },
    failed_count: {
      from: (sql) => sql.sizeWhere('e.criteria', "x.outcome = 'fail'"),
      type: 'integer',
      doc: 'Criteria with outcome fail.',
    },
    undetermined_count: {
      from: (sql) => sql.sizeWhere('e.criteria', "x.outcome = 'undetermined'"),
      type: 'integer',
      doc: 'Criteria with outcome undetermined.',
    },
  },
} as const satisfies FactTable;

export type EvaluationRow = RowOf<typeof evaluations>;
