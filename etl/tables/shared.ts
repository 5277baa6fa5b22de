import type { Column } from './table.ts';

/** Columns that say which call a row is of, and by which it prunes and groups; the same in every table. */
export const callKeyColumns = {
  call_id: { type: 'varchar', doc: 'Id of the call, unique within the tenant.' },
  dt: { type: 'date', doc: 'UTC day on which the call started.' },
  call_date: {
    type: 'date',
    doc: "Day on which the call started in the tenant's time zone; reports group by it.",
  },
} as const satisfies Record<string, Column>;

/** Who handled the call, repeated on facts so that a chart needs no join. */
export const handlingColumns = {
  agent_id: { type: 'varchar', nullable: true, doc: 'Id of the agent; NULL when unknown.' },
  agent_name: { type: 'varchar', nullable: true, doc: 'Name of the agent; NULL when unknown.' },
  agent_team: { type: 'varchar', nullable: true, doc: 'Team of the agent; NULL when unknown.' },
  queue: { type: 'varchar', nullable: true, doc: 'Queue that the call came through; NULL when unknown.' },
  channel: { type: 'varchar', doc: 'voice or chat.' },
} as const satisfies Record<string, Column>;

/** Which scoring of the call a row belongs to. */
export const evaluationKeyColumns = {
  evaluation_id: { type: 'varchar', doc: 'Id of the evaluation.' },
  form_id: { type: 'varchar', doc: 'Id of the QA form.' },
  form_version: { type: 'integer', doc: 'Version of the QA form; versions never change.' },
  attempt: { type: 'integer', doc: 'Counts scorings of the same call by the same form, from 1.' },
  is_latest: { type: 'boolean', doc: 'True for the last attempt of this call by this form.' },
  is_current: {
    type: 'boolean',
    doc: 'True for the evaluation that reports show: the last one of this call by any form.',
  },
  scored_at: { type: 'timestamp', doc: 'When the call was scored, UTC.' },
} as const satisfies Record<string, Column>;
