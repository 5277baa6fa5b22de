import { callKeyColumns, evaluationKeyColumns, handlingColumns } from './shared.ts';
import type { RowOf, Table } from './table.ts';

export const evaluations = {
  name: 'evaluations',
  grain: 'one row per evaluation: call, form, attempt',
  key: ['call_id', 'form_id', 'attempt'],
  sort: ['dt', 'agent_id', 'call_id', 'form_id', 'attempt'],
  columns: {
    ...callKeyColumns,
    ...evaluationKeyColumns,
    ...handlingColumns,
    scorer: { type: 'varchar', doc: 'What scored the call.' },
    model: { type: 'varchar', nullable: true, doc: 'Model that answered; NULL when none did.' },
    status: {
      type: 'varchar',
      doc: 'scored, partial (some criteria undetermined) or unscored (no percentage).',
    },
    total_score: { type: 'double', nullable: true, doc: 'Weighted points reached; NULL when unscored.' },
    max_score: {
      type: 'double',
      nullable: true,
      doc: 'Weighted points reachable over what applied and was determined; NULL when unscored.',
    },
    percentage: {
      type: 'double',
      nullable: true,
      doc: '0 to 100, 0 after an auto-fail of the form; NULL when unscored.',
    },
    coverage: {
      type: 'double',
      nullable: true,
      doc: 'Share of the applicable weight that was determined, 0 to 1; NULL when nothing applied.',
    },
    auto_failed: { type: 'boolean', doc: 'Whether a critical criterion failed the form.' },
    band: {
      type: 'varchar',
      nullable: true,
      doc: 'Score band of the form; NULL when unscored or the form has none.',
    },
    criteria_count: { type: 'integer', doc: 'Criteria in the evaluation.' },
    failed_count: { type: 'integer', doc: 'Criteria with outcome fail.' },
    undetermined_count: { type: 'integer', doc: 'Criteria with outcome undetermined.' },
  },
} as const satisfies Table;

export type EvaluationRow = RowOf<typeof evaluations>;
