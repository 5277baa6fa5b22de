import { dayColumns, handlerColumns } from './shared.ts';
import { summed } from './sums.ts';
import type { AggregateTable, RowOf } from './table.ts';

const count = (outcome: string) => () => `count_if(outcome = '${outcome}')`;

export const criterionDays = {
  name: 'criterion_days',
  grain:
    'one row per day, criterion of a form version, agent, team, queue and channel: sums over current criterion scores',
  key: [
    'dt',
    'call_date',
    'form_id',
    'form_version',
    'criterion_id',
    'section_id',
    'question',
    'agent_id',
    'agent_name',
    'agent_team',
    'queue',
    'channel',
  ],
  sort: ['dt', 'criterion_id', 'agent_id'],
  of: 'criterion_scores',
  where: 'is_current',
  columns: {
    ...dayColumns,
    form_id: { type: 'varchar', from: 'form_id', doc: 'Id of the QA form.' },
    form_version: { type: 'integer', from: 'form_version', doc: 'Version of the QA form.' },
    criterion_id: { type: 'varchar', from: 'criterion_id', doc: 'Id of the criterion in its form.' },
    section_id: {
      type: 'varchar',
      nullable: true,
      from: 'section_id',
      doc: 'Section of the form; NULL for a form without sections.',
    },
    question: { type: 'varchar', from: 'question', doc: 'Text of the criterion.' },
    ...handlerColumns,
    answers: {
      type: 'bigint',
      from: () => 'count(*)',
      doc: 'Answers of current evaluations, of any outcome.',
    },
    passed: { type: 'bigint', from: count('pass'), doc: 'Answers with outcome pass.' },
    failed: { type: 'bigint', from: count('fail'), doc: 'Answers with outcome fail.' },
    partial: { type: 'bigint', from: count('partial'), doc: 'Answers with outcome partial.' },
    not_applicable: {
      type: 'bigint',
      from: count('not_applicable'),
      doc: 'Answers with outcome not_applicable.',
    },
    undetermined: { type: 'bigint', from: count('undetermined'), doc: 'Answers with outcome undetermined.' },
    score_sum: {
      type: 'double',
      nullable: true,
      from: () => summed('score'),
      doc: 'Sum of the scores; NULL when none of the answers has one.',
    },
    max_score_sum: {
      type: 'double',
      nullable: true,
      from: () => summed('CASE WHEN score IS NOT NULL THEN max_score END'),
      doc: 'Sum of the highest possible scores of those that have one; NULL when none has.',
    },
  },
} as const satisfies AggregateTable;

export type CriterionDayRow = RowOf<typeof criterionDays>;
