import type { LakeSchema } from '../../sql/query/index.ts';

/** What a reader may choose values of, and the column of `call_list` that each is; of agents, the first that is known. */
export const CHOICES = {
  agent: ['agent_id', 'agent_name'],
  team: ['agent_team'],
  queue: ['queue'],
  channel: ['channel'],
  form: ['form_id'],
  band: ['band'],
  status: ['evaluation_status'],
} as const satisfies { readonly [choice: string]: readonly (keyof LakeSchema['call_list'])[] };
export type ChoiceId = keyof typeof CHOICES;
export const CHOICE_IDS = Object.keys(CHOICES) as ChoiceId[];

/** Lengths of a step on the time axis; weeks begin on Monday. */
export const GRAINS = ['day', 'week', 'month'] as const;
export type Grain = (typeof GRAINS)[number];

/** Columns that the call list can be ordered by. */
export const CALL_ORDERS = [
  'started_at',
  'agent_name',
  'queue',
  'channel',
  'duration_seconds',
  'percentage',
  'band',
  'failed_count',
  'evaluation_status',
] as const satisfies readonly (keyof LakeSchema['call_list'])[];
export type CallOrder = (typeof CALL_ORDERS)[number];
