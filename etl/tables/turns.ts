import { callKeyColumns } from './shared.ts';
import type { RowOf, Table } from './table.ts';

export const turns = {
  name: 'turns',
  grain: 'one row per turn of a transcript',
  key: ['call_id', 'turn_index'],
  sort: ['dt', 'call_id', 'turn_index'],
  columns: {
    ...callKeyColumns,
    turn_index: { type: 'integer', doc: 'Position in the transcript, from 0.' },
    speaker: { type: 'varchar', doc: 'AGENT, CUSTOMER or OTHER.' },
    start_ms: {
      type: 'bigint',
      nullable: true,
      doc: 'Milliseconds since the start of the call; NULL when the source has no times.',
    },
    end_ms: { type: 'bigint', nullable: true, doc: 'End of the turn; equals start_ms in chats.' },
    text: { type: 'varchar', doc: 'What was said or written.' },
    word_count: { type: 'integer', doc: 'Words in the text, by white space.' },
    sentiment: {
      type: 'varchar',
      nullable: true,
      doc: 'POSITIVE, NEGATIVE, NEUTRAL or MIXED; NULL when unknown.',
    },
  },
} as const satisfies Table;

export type TurnRow = RowOf<typeof turns>;
