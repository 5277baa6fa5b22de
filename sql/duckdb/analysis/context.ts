import { SqlRefused } from '../../errors.ts';
import type { Parameter } from '../../query/index.ts';
import { nativeSql } from '../native/native.ts';
import type { Position, Syntax } from '../parser.ts';
import { asDecimal } from '../types/coercion.ts';
import { BOOLEAN, duckType, isInteger, printType, sameType, type Type, VARCHAR } from '../types/type.ts';
import type { Origins, Trace } from './origins.ts';

/** An analysed expression: DuckDB SQL whose DuckDB type is always `duckType(type)`. */
export interface Typed {
  readonly type: Type;
  readonly sql: string;
  /** Value of a literal: text, whole number or truth. */
  readonly constant?: string | bigint | boolean;
  /**
   * True for a floating-point number that may be NaN, for which DuckDB's comparisons differ from Trino's, and for a map
   * whose keys come in no order.
   */
  readonly wild?: boolean;
}

/** A column that a name may refer to. */
export interface Field {
  /** Lower case; null for an expression without a name. */
  readonly name: string | null;
  /** Names before the column's, outermost first: `['lake', 'calls']`, or an alias. Empty when it has none. */
  readonly qualifier: readonly string[];
  readonly type: Type;
  readonly sql: string;
  readonly wild: boolean;
  /** True in an aggregation for a column that is not grouped by. */
  readonly ungrouped?: boolean;
  readonly origins?: Origins | undefined;
}

/** The columns that names are looked up in, innermost query first. */
export interface Scope {
  readonly fields: readonly Field[];
  /** Names of the SELECT list, which ORDER BY sees before the columns. */
  readonly aliases?: readonly Field[];
  readonly parent: Scope | null;
  /** True for the arguments of a lambda, which are no query of their own. */
  readonly lambda?: true;
}

/** What GROUP BY leaves: its keys and the aggregates asked for, by their SQL over the ungrouped rows. */
export interface Aggregation {
  readonly source: Scope;
  readonly keys: ReadonlyMap<string, Typed>;
  /** Registers an aggregate (SQL over the source) and returns the SQL of its value. */
  register(sql: string): string;
}

/** A query's columns and its text. Its columns are named `c1`, `c2`, … */
export interface AnalysedQuery {
  readonly sql: string;
  readonly fields: readonly OutputField[];
}
export interface OutputField {
  readonly name: string | null;
  readonly type: Type;
  readonly wild: boolean;
  /** Where its values come from, when the statement's relations say where theirs do. */
  readonly origins?: Origins | undefined;
}

/** A table or view: its columns, in the order of `c1`, `c2`, …, and what to put after FROM. */
export interface Relation {
  readonly sql: string;
  readonly fields: readonly (OutputField & { readonly name: string })[];
  /** Columns that come from the partition. */
  readonly partitionedBy?: readonly string[];
}

/** Finds a table or view by its name's parts (lower case); null when there is none. */
export interface FindRelation {
  (parts: readonly string[]): Relation | null;
  /** What SHOW TABLES names, and the schema that it is in. */
  readonly names?: readonly string[];
  readonly schema?: string;
  /** Whether the columns of relations carry origins, and the result's are wanted. */
  readonly traced?: true;
  /** Sees what statements over the relations use. */
  readonly watch?: Watch;
}

/**
 * Sees a use of a function (its signature), a cast (`integer → varchar`), an operator (`integer + bigint`), and the values
 * that it is used with; what it returns, of the same types, is used in their place.
 */
export type Watch = (use: string, values: readonly Typed[]) => readonly Typed[];

/** The values of a use, seen by who watches. */
export const watched = ({ statement }: Context, use: string, values: readonly Typed[]): readonly Typed[] =>
  statement.find.watch?.(use, values) ?? values;

/** What a `?` stands for: a value, or a parsed expression without columns. */
export type Given = Parameter | Syntax;

/** Something that a statement may do without its author knowing; places count as in {@link SqlRefused}. */
export interface Warning extends Position {
  readonly message: string;
}

/** What is the same for a whole statement. */
export interface Statement {
  readonly find: FindRelation;
  /** The value of the `?` at a place of the text; parameters are counted in the order of the text, whatever is analysed first. */
  parameterAt(node: Position): Given | undefined;
  /** Tells the author of the statement, once for each place. */
  warn(node: Position, message: string): void;
  nextAlias(prefix: string): string;
  /** Counts names that were found in a query further out. */
  outerReferences: number;
  readonly trace?: Trace | undefined;
  readonly analyse: (node: Syntax, context: Context) => Typed;
  readonly analyseQuery: (node: Syntax, outer: Scope | null, context: Context) => AnalysedQuery;
}

/** What an expression is analysed in. */
export interface Context {
  readonly statement: Statement;
  readonly scope: Scope;
  /** WITH queries by name. */
  readonly named: ReadonlyMap<string, Relation>;
  readonly aggregation?: Aggregation;
  /** Named windows of the query. */
  readonly windows?: ReadonlyMap<string, Syntax>;
  /** Whether window functions may stand here. */
  readonly windowsAllowed?: boolean;
}

/** The context of an expression over single rows: no aggregates, no windows. */
export function plainContext(context: Context): Context {
  const { aggregation: _aggregation, windows: _windows, ...rest } = context;
  return { ...rest, windowsAllowed: false };
}

/** Makes the error that refuses the statement at `node`. */
export function refuse(node: Position, code: string, message: string, hint?: string): SqlRefused {
  return new SqlRefused({ code, message, line: node.line, column: node.column, ...(hint ? { hint } : {}) });
}

/** Refuses what Athena runs but this engine does not prove. */
export const unsupported = (node: Position, what: string, hint?: string): SqlRefused =>
  refuse(node, 'unsupported', `${what} is not run here yet`, hint);

export const mismatch = (node: Position, message: string, hint?: string): SqlRefused =>
  refuse(node, 'type_mismatch', message, hint);

/** SQL that fails with the code when it is evaluated; unlike `error()`, TRY can catch it. */
export function fail(code: string, type: Type): string {
  return `CAST(CAST(CAST('trino:${code}' AS INTEGER) AS VARCHAR) AS ${duckType(type)})`;
}

/** SQL that is refused at run time when the condition holds, for values whose treatment is not proven. */
export function guard(condition: string, type: Type, sql: string, code = 'NOT_PROVEN'): string {
  // The condition is asked again there, so that no plan fails before a row does.
  const doubt = nativeSql(`doubt ${code}`, [BOOLEAN], VARCHAR, [condition]);
  return `CASE WHEN ${condition} THEN CAST(${doubt} AS ${duckType(type)}) ELSE ${sql} END`;
}

/** Digits up to which a decimal's value is a real exactly before it is scaled. */
const EXACT_REAL_DIGITS = 7;
/** Digits up to which a decimal's value is a double exactly before it is scaled. */
const EXACT_DIGITS = 15;

/**
 * Converts to a type that Trino's implicit coercion allows.
 * @throws {SqlRefused} when the conversion is one of parts that is not proven
 */
export function coerce(value: Typed, to: Type, node: Position): Typed {
  const { constant: _constant, ...rest } = value;
  if (sameType(value.type, to)) return value;
  if (value.type.kind === 'unknown') return { type: to, sql: nullOf(value.sql, to) };
  if (duckType(value.type) === duckType(to)) return { ...value, type: to };
  return { ...rest, type: to, sql: coercionSql(value, to, node) };
}

/** NULL of a type; what gives a NULL without a type is still evaluated, since it may fail. */
const nullOf = (sql: string, to: Type): string =>
  sql === UNTYPED_NULL
    ? `CAST(NULL AS ${duckType(to)})`
    : `CASE WHEN ${sql} IS NULL THEN CAST(NULL AS ${duckType(to)}) END`;

/** A NULL without a type as DuckDB SQL. */
export const UNTYPED_NULL = 'CAST(NULL AS INTEGER)';

function coercionSql({ type, sql }: Typed, to: Type, node: Position): string {
  if (to.kind === 'timestamp with time zone') return nativeSql('zoned of', [type], to, [sql]);
  if (to.kind === 'real' && type.kind === 'decimal' && type.precision > EXACT_REAL_DIGITS)
    throw unsupported(node, `turning ${printType(type)} into real`, 'Cast to double.');
  if (to.kind === 'double' && type.kind === 'decimal') {
    if (type.precision <= EXACT_DIGITS) return `CAST(${sql} AS DOUBLE)`;
    if (type.precision > 18) return `CAST(CAST(${sql} AS VARCHAR) AS DOUBLE)`;
    return `(CAST(CAST(${sql} * 1${'0'.repeat(type.scale)} AS BIGINT) AS DOUBLE) / 1e${type.scale})`;
  }
  if (type.kind === 'array' && to.kind === 'array') {
    const element = coerce({ type: type.element, sql: 'z' }, to.element, node);
    return `list_transform(${sql}, lambda z: ${element.sql})`;
  }
  if (type.kind === 'row' && to.kind === 'row') {
    const fields = to.fields.map((field, index) => {
      const part = { type: type.fields[index]?.type ?? field.type, sql: `(${sql}).f${index + 1}` };
      return `f${index + 1} := ${coerce(part, field.type, node).sql}`;
    });
    return `CASE WHEN ${sql} IS NOT NULL THEN struct_pack(${fields.join(', ')}) END`;
  }
  if (type.kind === 'map' && /double|real|zone/.test(printType(to)))
    throw unsupported(node, `turning ${printType(type)} into ${printType(to)}`);
  return `CAST(${sql} AS ${duckType(to)})`;
}

/** Whether a value is a whole number or decimal, whose arithmetic is exact. */
export const isExact = (type: Type): boolean => isInteger(type) || asDecimal(type) !== null;

/** A text as an SQL literal. */
export const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
