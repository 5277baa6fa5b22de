import { dayColumns, handlerColumns } from './shared.ts';
import { counted, milliseconds, summed } from './sums.ts';
import type { AggregateTable, RowOf } from './table.ts';

export const callDays = {
  name: 'call_days',
  grain: 'one row per day, agent, team, queue and channel: sums over calls',
  key: ['dt', 'call_date', 'agent_id', 'agent_name', 'agent_team', 'queue', 'channel'],
  sort: ['dt', 'agent_id'],
  of: 'calls',
  columns: {
    ...dayColumns,
    ...handlerColumns,
    calls: { type: 'bigint', from: () => 'count(*)', doc: 'Calls.' },
    scored_calls: {
      type: 'bigint',
      from: () => 'count_if(unscored_reason IS NULL)',
      doc: 'Calls with a percentage.',
    },
    duration_count: {
      type: 'bigint',
      from: () => counted('duration_seconds'),
      doc: 'Calls whose length is known.',
    },
    duration_sum: {
      type: 'double',
      nullable: true,
      from: () => summed('duration_seconds'),
      doc: 'Seconds of those together; NULL when there is none.',
    },
    silence_count: {
      type: 'bigint',
      from: () => `count(${milliseconds('silence_ms')})`,
      doc: 'Calls whose silence is known.',
    },
    silence_ms_sum: {
      type: 'bigint',
      nullable: true,
      from: () => `sum(${milliseconds('silence_ms')})`,
      doc: 'Milliseconds of silence in those; NULL when there is none.',
    },
    sentiment_customer_count: {
      type: 'bigint',
      from: () => counted('sentiment_customer'),
      doc: "Calls whose customer's sentiment is known.",
    },
    sentiment_customer_sum: {
      type: 'double',
      nullable: true,
      from: () => summed('sentiment_customer'),
      doc: "Sum of the customer's sentiment over those; NULL when there is none.",
    },
  },
} as const satisfies AggregateTable;

export type CallDayRow = RowOf<typeof callDays>;
