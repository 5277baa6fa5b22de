import {
  AGGREGATE_TABLES,
  type AggregateTable,
  type AggregateTableName,
  callKeyColumns,
  evaluationKeyColumns,
  FACT_TABLES,
  type FactTable,
  type FactTableName,
  handlingColumns,
  type Scope,
  type ShapedColumn,
} from '../tables/index.ts';
import { pathSql, quoted, type ShapeDialect } from './dialect.ts';
import { typeAt } from './document-type.ts';

type Columns = Readonly<Record<string, ShapedColumn>>;

/** Columns that every fact repeats; they are worked out once a document. */
const HEAD: Columns = { ...callKeyColumns, ...handlingColumns };
const HEAD_NAMES = Object.keys(HEAD);
const EVALUATION_KEYS: Columns = evaluationKeyColumns;
const EVALUATION_NAMES = Object.keys(EVALUATION_KEYS);

const list = (names: readonly string[]): string => names.map(quoted).join(', ');

/** A column's value; what is worked out is cast, so that an engine's wider result never widens a file. */
function valueSql({ from, type }: ShapedColumn, sql: ShapeDialect): string {
  return typeof from === 'string' ? pathSql(from) : `CAST(${from(sql)} AS ${sql.type(type)})`;
}

const select = (columns: Columns, sql: ShapeDialect, ready: readonly string[] = []): string =>
  Object.entries(columns)
    .map(([name, column]) =>
      ready.includes(name) ? quoted(name) : `${valueSql(column, sql)} AS ${quoted(name)}`,
    )
    .join(', ');

/**
 * The relation that every fact is made from: a document a row as column `d`, with the columns that all facts share.
 * @param source SQL of a relation, for FROM, with one column `d` of DOCUMENT_TYPE
 */
export const documentsSelect = (sql: ShapeDialect, source: string): string =>
  `SELECT ${quoted('d')}, ${select(HEAD, sql)} FROM ${source}`;

/** Where the elements of a scope lie in a document. */
const LISTS: Readonly<Record<Exclude<Scope, 'call' | 'evaluation' | 'criterion'>, string>> = {
  turn: 'transcript.turns',
  entity: 'entities',
  key_phrase: 'key_phrases',
  action_item: 'ai_summary.action_items',
  review: 'reviews',
};

function elementsOf(sql: ShapeDialect, documents: string, path: string, as: string): string {
  const type = typeAt(path.split('.'));
  if (typeof type !== 'object' || !('array' in type)) throw new RangeError(`shape: ${path} is no list`);
  return sql.elements({
    relation: documents,
    carry: HEAD_NAMES,
    list: pathSql(`d.${path}`),
    element: type.array,
    as,
  });
}

/**
 * A SELECT of every evaluation as column `e`, with its position and the columns that all facts share. Two tables are made
 * over it: an engine may keep it and hand it to {@link factSelect}.
 * @param documents as for {@link factSelect}
 */
export const evaluationsSelect = (sql: ShapeDialect, documents: string): string =>
  elementsOf(sql, documents, 'evaluations', 'e');

/**
 * The same where no call has more than one: an element of a list can be had without copying it, so that nothing need be
 * kept.
 */
export const onlyEvaluationsSelect = (sql: ShapeDialect, documents: string): string =>
  `SELECT ${list(HEAD_NAMES)}, ${pathSql('d.evaluations')}[1] AS "e", 0 AS "position" FROM ${documents}
    WHERE ${sql.size(pathSql('d.evaluations'))} > 0`;

/** The evaluations of the documents, where an engine keeps them. */
export interface Evaluations {
  /** SQL of a relation, for FROM, with the columns of {@link evaluationsSelect}. */
  readonly relation: string;
  /** True when no call has more than one: then each is the last. */
  readonly alone?: boolean;
}

/** The time of scoring, then the position, as a text that sorts so: instants have 24 characters. */
const STAMP = `"e"."scored_at" || lpad(CAST("position" AS varchar), 9, '0')`;

/**
 * Every evaluation with its standing. The last one, by the time of scoring and then by position, is latest among those of
 * its form and current among all of the call. Joins with the last stamps, since a window would sort whole evaluations.
 */
function evaluationsOf({ relation: listed, alone }: Evaluations): string {
  if (alone)
    return `SELECT ${list(HEAD_NAMES)}, "e", true AS "is_current", true AS "is_latest" FROM ${listed}`;
  return `SELECT ${HEAD_NAMES.map((name) => `"l".${quoted(name)}`).join(', ')}, "l"."e",
    "l"."stamp" = "c"."stamp" AS "is_current", "l"."stamp" = "f"."stamp" AS "is_latest"
    FROM (SELECT ${list(HEAD_NAMES)}, "e", ${STAMP} AS "stamp" FROM ${listed}) AS "l"
    JOIN (SELECT "call_id", max(${STAMP}) AS "stamp" FROM ${listed} GROUP BY "call_id") AS "c"
      ON "c"."call_id" = "l"."call_id"
    JOIN (SELECT "call_id", "e"."form_id" AS "form_id", max(${STAMP}) AS "stamp"
      FROM ${listed} GROUP BY "call_id", "e"."form_id") AS "f"
      ON "f"."call_id" = "l"."call_id" AND "f"."form_id" = "l"."e"."form_id"`;
}

function criteriaOf(sql: ShapeDialect, listed: Evaluations): string {
  const keyed = `SELECT ${list(HEAD_NAMES)}, ${select(EVALUATION_KEYS, sql, ['is_latest', 'is_current'])}, "e"
    FROM (${evaluationsOf(listed)}) AS "ranked"`;
  const type = typeAt(['evaluations', 'criteria']);
  if (typeof type !== 'object' || !('array' in type)) throw new RangeError('shape: criteria are no list');
  return sql.elements({
    relation: `(${keyed}) AS "keyed"`,
    carry: [...HEAD_NAMES, ...EVALUATION_NAMES],
    list: pathSql('e.criteria'),
    element: type.array,
    as: 'c',
  });
}

function relationOf(scope: Scope, sql: ShapeDialect, documents: string, kept?: Evaluations): string {
  const evaluations = kept ?? { relation: `(${evaluationsSelect(sql, documents)}) AS "listed"` };
  switch (scope) {
    case 'call':
      return documents;
    case 'evaluation':
      return `(${evaluationsOf(evaluations)}) AS "ranked"`;
    case 'criterion':
      return `(${criteriaOf(sql, evaluations)}) AS "listed"`;
    case 'turn':
      return `(${elementsOf(sql, documents, LISTS.turn, 't')}) AS "listed"`;
    default:
      return `(${elementsOf(sql, documents, LISTS[scope], 'x')}) AS "listed"`;
  }
}

/**
 * A SELECT of a table's rows, its columns in order, from the documents.
 * @param documents SQL of a relation, for FROM, with the columns of {@link documentsSelect}
 * @param evaluations what of {@link evaluationsSelect} is at hand
 */
export function factSelect(
  name: FactTableName,
  sql: ShapeDialect,
  documents: string,
  evaluations?: Evaluations,
): string {
  const table: FactTable = FACT_TABLES[name];
  const ready =
    table.over === 'criterion'
      ? [...HEAD_NAMES, ...EVALUATION_NAMES]
      : [...HEAD_NAMES, 'is_latest', 'is_current'];
  return `SELECT ${select(table.columns, sql, ready)} FROM ${relationOf(table.over, sql, documents, evaluations)}`;
}

/**
 * A SELECT of an aggregate's rows, its columns in order.
 * @param facts SQL of a relation, for FROM, with the rows of the fact table that it sums up
 */
export function aggregateSelect(name: AggregateTableName, sql: ShapeDialect, facts: string): string {
  const table: AggregateTable = AGGREGATE_TABLES[name];
  const where = table.where === undefined ? '' : ` WHERE ${table.where}`;
  return `SELECT ${select(table.columns, sql)} FROM ${facts}${where} GROUP BY ${list(table.key)}`;
}
