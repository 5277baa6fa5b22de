import { callKeyColumns, handlingColumns } from './shared.ts';
import type { FactTable, RowOf } from './table.ts';

export const entities = {
  name: 'entities',
  grain: 'one row per entity that was found in a call',
  key: ['call_id', 'entity_index'],
  sort: ['dt', 'entity_type', 'call_id', 'entity_index'],
  byCall: ['dt', 'call_id', 'entity_index'],
  over: 'entity',
  columns: {
    ...callKeyColumns,
    ...handlingColumns,
    entity_index: {
      type: 'integer',
      from: 'position',
      doc: 'Position among the entities of the call, from 0.',
    },
    entity_type: {
      type: 'varchar',
      from: 'x.type',
      doc: 'Kind of entity in the words of who found it, such as PERSON, ORGANIZATION or DATE.',
    },
    text: { type: 'varchar', from: 'x.text', doc: 'The passage that was recognised.' },
    confidence: {
      type: 'double',
      nullable: true,
      from: 'x.score',
      doc: '0 to 1; NULL when who found it gives none.',
    },
  },
} as const satisfies FactTable;

export type EntityRow = RowOf<typeof entities>;
