import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  AGGREGATE_TABLES,
  type AggregateTable,
  type ColumnType,
  DOCUMENT_TYPE,
  FACT_TABLES,
  type FactTable,
  typeAt,
} from '../../../etl/index.ts';
import { callDocumentSchema } from '../../../pipeline/contract/index.ts';

type Json = z.core.JSONSchema.JSONSchema;

const INTEGER = 2 ** 31;

/** What a value is when it is not null. */
function present(schema: Json): Json {
  if (Array.isArray(schema.type)) {
    const [type, ...more] = (schema.type as string[]).filter((name) => name !== 'null');
    return more.length > 0 ? schema : { ...schema, type: type as 'string' };
  }
  const options = (schema.anyOf as Json[] | undefined)?.filter(({ type }) => type !== 'null');
  return options?.length === 1 ? present(options[0] as Json) : schema;
}

const within = ({ type, minimum, maximum, exclusiveMinimum }: Json, limit: number): boolean =>
  type === 'integer' &&
  Number(minimum ?? exclusiveMinimum ?? Number.NEGATIVE_INFINITY) >= -limit &&
  Number(maximum ?? Number.POSITIVE_INFINITY) < limit;

/** Whether every value of the schema fits the type. */
function fits(type: string, schema: Json): boolean {
  switch (type) {
    case 'varchar':
      return schema.type === 'string';
    case 'boolean':
      return schema.type === 'boolean';
    case 'integer':
      return within(schema, INTEGER);
    case 'bigint':
      return within(schema, 2 ** 53);
    case 'double':
      return schema.type === 'number' || within(schema, 2 ** 53);
    default:
      return false;
  }
}

const field = (schema: Json, name: string): Json | undefined =>
  (schema.properties?.[name] ??
    ((schema.propertyNames as Json | undefined)?.enum?.includes(name)
      ? schema.additionalProperties
      : undefined)) as Json | undefined;

/** Places in which a type and a schema disagree. */
function disagreements(type: ColumnType, given: Json | undefined, place: string): string[] {
  if (!given) return [`${place}: the schema has no such field`];
  const schema = present(given);
  if (typeof type === 'string')
    return fits(type, schema) ? [] : [`${place}: ${type} does not hold every ${schema.type}`];
  if ('array' in type)
    return schema.type === 'array'
      ? disagreements(type.array, schema.items as Json, `${place}[]`)
      : [`${place}: the schema has no list`];
  return Object.entries(type.row).flatMap(([name, inner]) =>
    disagreements(inner, field(schema, name), `${place}.${name}`),
  );
}

const SCHEMA = z.toJSONSchema(callDocumentSchema, { io: 'input' }) as Json;

describe('what the statements know of a document', () => {
  it('is in step with its schema: every field is there, and its type holds every value', () => {
    expect(disagreements(DOCUMENT_TYPE, SCHEMA, '$')).toEqual([]);
  });

  it.each<[string, ColumnType, string]>([
    ['a field that is not there', { row: { nothing: 'varchar' } }, '$.nothing: the schema has no such field'],
    ['another type', { row: { channel: 'double' } }, '$.channel: double does not hold every string'],
    [
      'integers for any number',
      { row: { duration_seconds: 'integer' } },
      '$.duration_seconds: integer does not hold every number',
    ],
    [
      '32 bits for milliseconds',
      { row: { transcript: { row: { turns: { array: { row: { start_ms: 'integer' } } } } } } },
      '$.transcript.turns[].start_ms: integer does not hold every integer',
    ],
    ['a list of one thing', { row: { channel: { array: 'varchar' } } }, '$.channel: the schema has no list'],
  ])('would be found out by %s', (_, type, fault) => {
    expect(disagreements(type, SCHEMA, '$')).toEqual([fault]);
  });

  it('refuses a path that leads nowhere', () => {
    expect(() => typeAt(['agent', 'colour'])).toThrow('a document has no field agent.colour');
  });
});

/** Where a path of each scope begins in a document; `position` and the standing are worked out. */
const ROOTS: Readonly<Record<string, readonly string[]>> = {
  d: [],
  e: ['evaluations'],
  c: ['evaluations', 'criteria'],
  t: ['transcript', 'turns'],
};
const ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  entity: ['entities'],
  key_phrase: ['key_phrases'],
  review: ['reviews'],
};
const WORKED_OUT: Readonly<Record<string, ColumnType>> = {
  position: 'integer',
  is_latest: 'boolean',
  is_current: 'boolean',
};

/** Type of what a path of a column leads to. An element that is no row is the field `text` of one. */
function typeOfPath(path: string, { over }: FactTable): ColumnType {
  const [head = '', ...rest] = path.split('.');
  const known = WORKED_OUT[path];
  if (known) return known;
  if (head === 'x' && over === 'action_item') {
    const items = typeAt(['ai_summary', 'action_items']);
    return path === 'x.text' && typeof items === 'object' && 'array' in items ? items.array : 'boolean';
  }
  const root = head === 'x' ? ELEMENTS[over] : ROOTS[head];
  if (!root) throw new RangeError(`nothing is called ${head} over ${over}`);
  return typeAt([...root, ...rest]);
}

describe.each(Object.values(FACT_TABLES).map((table: FactTable) => [table.name, table] as const))(
  'the columns of %s',
  (_, table) => {
    it('that are taken as they are have the type of the field', () => {
      for (const [name, { from, type }] of Object.entries(table.columns))
        if (typeof from === 'string') expect([name, typeOfPath(from, table)]).toEqual([name, type]);
    });

    it('all say where they come from, and its key and order are columns', () => {
      for (const { from } of Object.values(table.columns))
        expect(['string', 'function']).toContain(typeof from);
      for (const name of [...table.key, ...table.sort]) expect(Object.keys(table.columns)).toContain(name);
    });
  },
);

it('the columns of the day tables that group are the key, and columns of the table that is summed up', () => {
  for (const { of, key, columns } of Object.values(AGGREGATE_TABLES) as AggregateTable[]) {
    const grouping = Object.entries(columns).filter(([, { from }]) => typeof from === 'string');
    expect(grouping.map(([name]) => name)).toEqual(key);
    const facts: FactTable = FACT_TABLES[of as keyof typeof FACT_TABLES];
    for (const [name, { from, type, nullable }] of grouping) {
      expect(from).toBe(name);
      expect(facts.columns[name]).toMatchObject({ type, ...(nullable && { nullable }) });
    }
  }
});
