import { callKeyColumns, handlingColumns } from './shared.ts';
import type { FactTable, RowOf } from './table.ts';

export const keyPhrases = {
  name: 'key_phrases',
  grain: 'one row per key phrase that was found in a call',
  key: ['call_id', 'phrase_index'],
  sort: ['dt', 'call_id', 'phrase_index'],
  byCall: ['dt', 'call_id', 'phrase_index'],
  over: 'key_phrase',
  columns: {
    ...callKeyColumns,
    ...handlingColumns,
    phrase_index: {
      type: 'integer',
      from: 'position',
      doc: 'Position among the key phrases of the call, from 0.',
    },
    text: { type: 'varchar', from: 'x.text', doc: 'The phrase.' },
    confidence: {
      type: 'double',
      nullable: true,
      from: 'x.score',
      doc: '0 to 1; NULL when who found it gives none.',
    },
  },
} as const satisfies FactTable;

export type KeyPhraseRow = RowOf<typeof keyPhrases>;
