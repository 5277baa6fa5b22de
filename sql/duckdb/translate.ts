import type { Parameter, ResultColumn } from '../query/index.ts';
import { type FindRelation, type OutputField, refuse, type Statement } from './analysis/context.ts';
import { analyse } from './analysis/expressions.ts';
import { analyseQuery } from './analysis/query.ts';
import { show } from './analysis/show.ts';
import { type Position, parse, type Syntax } from './parser.ts';
import { duckType, printType, type Type } from './types/type.ts';

/** A statement ready to run on DuckDB. */
export interface Translated {
  readonly duckdbSql: string;
  readonly columns: readonly (ResultColumn & { readonly trinoType: Type })[];
  /** Its columns as a relation offers them to other queries. */
  readonly fields: readonly OutputField[];
}

/**
 * Translates one Athena query to DuckDB SQL that gives Trino's names, types and values. Pure: it reads nothing.
 * @throws {SqlRefused} when Athena would reject the statement, or when it is not proven to mean the same here
 */
export function translate(
  sql: string,
  find: FindRelation,
  parameters: readonly Parameter[] = [],
): Translated {
  const query = queryOf(parse(sql));
  const marks = questionMarks(query);
  if (marks.length !== parameters.length)
    throw refuse(query, 'invalid_parameter_usage', `${parameters.length} parameters for ${marks.length} ?`);
  const statement = newStatement(
    find,
    new Map(marks.map((mark, index) => [mark, parameters[index] ?? null])),
  );
  const { sql: body, fields } =
    show(query, find) ??
    analyseQuery(query, null, { statement, scope: { fields: [], parent: null }, named: new Map() });
  const columns = fields.map(({ name, type }, index) => ({
    name: name ?? `_col${index}`,
    type: printType(type),
    trinoType: type,
  }));
  const list = columns.map(
    ({ trinoType }, index) => `CAST(q.c${index + 1} AS ${duckType(trinoType)}) AS c${index + 1}`,
  );
  return { duckdbSql: `SELECT ${list.join(', ')} FROM (${body}) AS q`, columns, fields };
}

/** Where the `?` of a statement are, in the order of the text. */
function questionMarks(node: Syntax): string[] {
  if (node.kind === 'token') return node.text === '?' ? [placeOf(node)] : [];
  return node.parts.flatMap(questionMarks);
}

const placeOf = ({ line, column }: Position): string => `${line}:${column}`;

function newStatement(find: FindRelation, parameters: ReadonlyMap<string, Parameter>): Statement {
  let aliases = 0;
  return {
    find,
    parameterAt: (node) => parameters.get(placeOf(node)),
    nextAlias: (prefix) => {
      aliases += 1;
      return `${prefix}${aliases}`;
    },
    outerReferences: 0,
    analyse,
    analyseQuery,
  };
}

const QUERY_KINDS = [
  'QueryStatement',
  'QueryNoWith',
  'QuerySpecification',
  'SetOperation',
  'InlineTable',
  'Table',
  'ShowTables',
  'ShowColumns',
];

function queryOf(program: Syntax): Syntax {
  const [first, second] = program.kind === 'Program' ? program.nodes : [program];
  if (second)
    throw refuse(
      second,
      'several_statements',
      'one statement at a time: another one begins here, or the text is not understood from here on',
    );
  if (!first) throw refuse(program, 'syntax', 'there is no statement');
  if (!QUERY_KINDS.includes(first.kind))
    throw refuse(
      first,
      'not_a_query',
      `${first.tokens[0] ?? first.kind} is not a query`,
      'Only queries are run: SELECT, WITH, VALUES; and SHOW TABLES, SHOW COLUMNS, DESCRIBE.',
    );
  return first;
}
