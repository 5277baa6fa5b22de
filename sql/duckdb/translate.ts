import type { Parameter, ResultColumn } from '../query/index.ts';
import {
  type Context,
  type FindRelation,
  type Given,
  type OutputField,
  refuse,
  type Statement,
  type Warning,
} from './analysis/context.ts';
import { analyse } from './analysis/expressions.ts';
import { newTrace } from './analysis/origins.ts';
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
  /** What means on Athena something else than it seems to. */
  readonly warnings: readonly Warning[];
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
  return translateQuery(statementOf(parse(sql)), find, parameters);
}

/**
 * Translates a query that is parsed already; its parameters may be parsed too.
 * @throws {SqlRefused}
 */
export function translateQuery(
  query: Syntax,
  find: FindRelation,
  parameters: readonly Given[] = [],
): Translated {
  checkIsQuery(query);
  const marks = questionMarks(query);
  if (marks.length !== parameters.length)
    throw refuse(query, 'invalid_parameter_usage', `${parameters.length} parameters for ${marks.length} ?`);
  const warnings: Warning[] = [];
  const statement = newStatement(
    find,
    warnings,
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
  return { duckdbSql: `SELECT ${list.join(', ')} FROM (${body}) AS q`, columns, fields, warnings };
}

/** Where the `?` of a statement are, in the order of the text. */
function questionMarks(node: Syntax): string[] {
  if (node.kind === 'token') return node.text === '?' ? [placeOf(node)] : [];
  return node.parts.flatMap(questionMarks);
}

const placeOf = ({ line, column }: Position): string => `${line}:${column}`;

function newStatement(
  find: FindRelation,
  warnings: Warning[],
  parameters: ReadonlyMap<string, Given>,
): Statement {
  let aliases = 0;
  return {
    find,
    warn: ({ line, column }, message) => {
      const known = warnings.some((other) => other.line === line && other.column === column);
      if (!known) warnings.push({ line, column, message });
    },
    parameterAt: (node) => parameters.get(placeOf(node)),
    nextAlias: (prefix) => {
      aliases += 1;
      return `${prefix}${aliases}`;
    },
    outerReferences: 0,
    trace: find.traced && newTrace(),
    analyse,
    analyseQuery,
  };
}

/** Where an expression over nothing is analysed. */
export const emptyContext = (): Context => ({
  statement: newStatement(() => null, [], new Map()),
  scope: { fields: [], parent: null },
  named: new Map(),
});

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

/**
 * The only statement of a text.
 * @throws {SqlRefused} when there are several, or none
 */
export function statementOf(program: Syntax): Syntax {
  const [first, second] = program.kind === 'Program' ? program.nodes : [program];
  if (second)
    throw refuse(
      second,
      'several_statements',
      'one statement at a time: another one begins here, or the text is not understood from here on',
    );
  if (!first) throw refuse(program, 'syntax', 'there is no statement');
  return first;
}

/** Whether a statement asks and changes nothing. */
export const isQuery = ({ kind }: Syntax): boolean => QUERY_KINDS.includes(kind);

function checkIsQuery(node: Syntax): void {
  if (!isQuery(node))
    throw refuse(
      node,
      'not_a_query',
      `${node.tokens[0] ?? node.kind} is not a query`,
      'Only queries are run: SELECT, WITH, VALUES; and SHOW TABLES, SHOW COLUMNS, DESCRIBE.',
    );
}
