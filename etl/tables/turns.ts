import { callKeyColumns } from './shared.ts';
import type { FactTable, RowOf } from './table.ts';

export const turns = {
  name: 'turns',
  grain: 'one row per turn of a transcript',
  key: ['call_id', 'turn_index'],
  sort: ['dt', 'call_id', 'turn_index'],
  byCall: ['dt', 'call_id', 'turn_index'],
  over: 'turn',
  columns: {
    ...callKeyColumns,
    turn_index: { from: 't.index', type: 'integer', doc: 'Position in the transcript, from 0.' },
    speaker: { from: 't.speaker', type: 'varchar', doc: 'AGENT, CUSTOMER or OTHER.' },
    start_ms: {
      from: 't.start_ms',
      type: 'bigint',
      nullable: true,
      doc: 'Milliseconds since the start of the call; NULL when the source has no times.',
    },
    end_ms: {
      from: 't.end_ms',
      type: 'bigint',
      nullable: true,
      doc: 'End of the turn; equals start_ms in chats.',
    },
    text: { from: 't.text', type: 'varchar', doc: 'What was said or written.' },
    word_count: {
      from: (sql) => sql.words('t.text'),
      type: 'integer',
      doc: 'Words in the text, by white space.',
    },
    sentiment: {
      from: 't.sentiment',
      type: 'varchar',
      nullable: true,
      doc: 'POSITIVE, NEGATIVE, NEUTRAL or MIXED; NULL when unknown.',
    },
  },
} as const satisfies FactTable;

export type TurnRow = RowOf<typeof turns>;
