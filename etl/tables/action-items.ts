import { callKeyColumns, handlingColumns } from './shared.ts';
import type { FactTable, RowOf } from './table.ts';

export const actionItems = {
  name: 'action_items',
  grain: 'one row per action item of a call',
  key: ['call_id', 'item_index'],
  sort: ['dt', 'agent_id', 'call_id', 'item_index'],
  byCall: ['dt', 'call_id', 'item_index'],
  over: 'action_item',
  columns: {
    ...callKeyColumns,
    ...handlingColumns,
    item_index: {
      type: 'integer',
      from: 'position',
      doc: 'Position among the action items of the call, from 0.',
    },
    text: { type: 'varchar', from: 'x.text', doc: 'What is to be done.' },
  },
} as const satisfies FactTable;

export type ActionItemRow = RowOf<typeof actionItems>;
