import { describe, expect, test } from 'vitest';
import { complete } from '../../../infra/local/shell/completion.ts';
import type { Vocabulary } from '../../../infra/local/shell/vocabulary.ts';

const COLUMNS: { [name: string]: string[] } = {
  calls: ['call_id', 'call_date', 'agent_id'],
  call_list: ['call_id', 'percentage'],
  turns: ['text', 'turn_index'],
};
const vocabulary: Vocabulary = {
  tables: ['calls', 'turns'].map((name) => ({ name, grain: '' })),
  views: [{ name: 'call_list', grain: '' }],
  functions: ['count', 'coalesce', 'percent_rank'],
  columnsOf: (name) => COLUMNS[name]?.map((column) => ({ name: column, type: 'varchar', doc: '' })) ?? null,
};
const words = (before: string, after = ''): string[] => complete(before, after, vocabulary)[0];

describe('completion', () => {
  test.each([
    ['SELECT * FROM ca', '', ['call_list', 'calls']],
    ['SELECT * FROM calls JOIN t', '', ['turns']],
    ['SELECT * FROM lake.t', '', ['turns']],
    ['SELECT ca', ' FROM calls', ['call_date', 'call_id', 'calls', 'case', 'cast']],
    ['SELECT percent', ' FROM call_list', ['percent_rank', 'percentage']],
    ['SELECT percent', ' FROM calls', ['percent_rank']],
    ['SELECT x.', ' FROM calls AS x', ['agent_id', 'call_date', 'call_id']],
    ['SELECT t.te', ' FROM calls c JOIN turns t ON true', ['text']],
    ['SELECT calls.agent', ' FROM calls', ['agent_id']],
    ['SELECT nothing.a', ' FROM calls', []],
    ['sel', '', ['select']],
    ['SEL', '', ['SELECT']],
    ["SELECT 'ca", '', []],
    ['SELECT 1 ', '', []],
    ['\\d tu', '', ['turns']],
    ['DESCRIBE tu', '', ['turns']],
  ])('of %s|%s', (before, after, expected) => expect(words(before, after)).toEqual(expected));

  test('tells readline which letters it goes on from', () => {
    expect(complete('SELECT * FROM ca', '', vocabulary)[1]).toBe('ca');
  });
});
