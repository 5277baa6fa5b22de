import type { ShapedColumn } from './table.ts';

/** Columns that say which call a row is of, and by which it prunes and groups; the same in every table. */
export const callKeyColumns = {
  call_id: { from: 'd.call_id', type: 'varchar', doc: 'Id of the call, unique within the tenant.' },
  dt: { from: (sql) => sql.day('d.started_at'), type: 'date', doc: 'UTC day on which the call started.' },
  call_date: {
    from: (sql) => `CAST(${sql.wallClock(sql.instant('d.started_at'))} AS date)`,
    type: 'date',
    doc: "Day on which the call started in the tenant's time zone; reports group by it.",
  },
} as const satisfies Record<string, ShapedColumn>;

/** Who handled the call, repeated on facts so that a chart needs no join. */
export const handlingColumns = {
  agent_id: {
    from: 'd.agent.id',
    type: 'varchar',
    nullable: true,
    doc: 'Id of the agent; NULL when unknown.',
  },
  agent_name: {
    from: 'd.agent.name',
    type: 'varchar',
    nullable: true,
    doc: 'Name of the agent; NULL when unknown.',
  },
  agent_team: {
    from: 'd.agent.team',
    type: 'varchar',
    nullable: true,
    doc: 'Team of the agent; NULL when unknown.',
  },
  queue: {
    from: 'd.queue',
    type: 'varchar',
    nullable: true,
    doc: 'Queue that the call came through; NULL when unknown.',
  },
  channel: { from: 'd.channel', type: 'varchar', doc: 'voice or chat.' },
} as const satisfies Record<string, ShapedColumn>;

/** Which scoring of the call a row belongs to. */
export const evaluationKeyColumns = {
  evaluation_id: { from: 'e.evaluation_id', type: 'varchar', doc: 'Id of the evaluation.' },
  form_id: { from: 'e.form_id', type: 'varchar', doc: 'Id of the QA form.' },
  form_version: {
    from: 'e.form_version',
    type: 'integer',
    doc: 'Version of the QA form; versions never change.',
  },
  attempt: {
    from: 'e.attempt',
    type: 'integer',
    doc: 'Counts scorings of the same call by the same form, from 1.',
  },
  is_latest: {
    from: 'is_latest',
    type: 'boolean',
    doc: 'True for the last attempt of this call by this form.',
  },
  is_current: {
    from: 'is_current',
    type: 'boolean',
    doc: 'True for the evaluation that reports show: the last one of this call by any form.',
  },
  scored_at: {
    from: (sql) => sql.instant('e.scored_at'),
    type: 'timestamp',
    doc: 'When the call was scored, UTC.',
  },
} as const satisfies Record<string, ShapedColumn>;

/** The days that sums are by, taken from the rows that are added up. */
export const dayColumns = {
  dt: { type: 'date', from: 'dt', doc: 'UTC day on which the calls started.' },
  call_date: {
    type: 'date',
    from: 'call_date',
    doc: "Day on which the calls started in the tenant's time zone.",
  },
} as const satisfies Record<string, ShapedColumn>;

/** Who handled the calls that are added up; the sums are by each of these. */
export const handlerColumns = {
  agent_id: {
    type: 'varchar',
    nullable: true,
    from: 'agent_id',
    doc: 'Id of the agent; NULL when unknown.',
  },
  agent_name: {
    type: 'varchar',
    nullable: true,
    from: 'agent_name',
    doc: 'Name of the agent; NULL when unknown.',
  },
  agent_team: {
    type: 'varchar',
    nullable: true,
    from: 'agent_team',
    doc: 'Team of the agent; NULL when unknown.',
  },
  queue: { type: 'varchar', nullable: true, from: 'queue', doc: 'Queue; NULL when unknown.' },
  channel: { type: 'varchar', from: 'channel', doc: 'voice or chat.' },
} as const satisfies Record<string, ShapedColumn>;
