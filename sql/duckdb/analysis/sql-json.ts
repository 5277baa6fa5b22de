import { nativeSql } from '../native/native.ts';
import { readPath, UnknownPath } from '../native/sql-json-paths.ts';
import type { Syntax } from '../parser.ts';
import { BOOLEAN, duckType, JSON_TEXT, printType, type Type, VARCHAR } from '../types/type.ts';
import { type Context, coerce, fail, mismatch, quote, type Typed, unsupported } from './context.ts';
import { unquote } from './literals.ts';
import { typeOf } from './type-names.ts';

type Analyse = (node: Syntax, context: Context) => Typed;

const nodeOf = (node: Syntax, kind: string): Syntax | undefined =>
  node.nodes.find((part) => part.kind === kind);

/** The SQL of the input and of the path of a call. */
function invocation(node: Syntax, context: Context): { input: string; path: string } {
  const call = nodeOf(node, 'JsonPathInvocation');
  const [inputNode, pathNode, ...rest] = call?.nodes ?? [];
  const [value, format] = inputNode?.nodes ?? [];
  if (!inputNode || !value || !pathNode || rest.length > 0)
    throw unsupported(node, 'PASSING', 'Write the value in the path.');
  if (format && format.text.toUpperCase() !== 'JSON') throw unsupported(node, 'an encoding of JSON');
  const input = context.statement.analyse(value, context);
  if (input.type.kind !== 'varchar' && input.type.kind !== 'unknown')
    throw mismatch(
      node,
      `the input must be a text with JSON, not ${printType(input.type)}`,
      'Use json_format.',
    );
  const path = unquote(pathNode);
  try {
    readPath(path);
  } catch (error) {
    if (!(error instanceof UnknownPath)) throw error;
    throw unsupported(
      pathNode,
      `the path ${quote(path.slice(0, 60))}`,
      'It begins with lax or strict; arithmetic, variables and methods but size() and type() are not run.',
    );
  }
  return { input: coerce(input, VARCHAR, node).sql, path: `CAST(${quote(path)} AS VARCHAR)` };
}

/** The clauses `… ON EMPTY` and `… ON ERROR`. */
function clauses(node: Syntax): { readonly [on: string]: Syntax | undefined } {
  const found: { [on: string]: Syntax } = {};
  for (const [index, part] of node.parts.entries())
    if (/Behavior$/.test(part.kind) && node.parts[index + 1]?.text.toUpperCase() === 'ON')
      found[node.parts[index + 2]?.text.toUpperCase() ?? ''] = part;
  return found;
}

/** A value by how the call went: found, or what its clauses say. */
function outcome(native: string, type: Type, empty: string, error: string, context: Context): string {
  const variable = context.statement.nextAlias('x');
  const cases = `CASE (${variable}).f1 WHEN 'empty' THEN ${empty} WHEN 'error' THEN ${error} ELSE (${variable}).f2 END`;
  return `list_transform([${native}], lambda ${variable}: CAST(${cases} AS ${duckType(type)}))[1]`;
}

const outcomeOf = (type: Type): Type => ({
  kind: 'row',
  fields: [
    { name: null, type: VARCHAR },
    { name: null, type },
  ],
});

const RETURNED = [
  'tinyint',
  'smallint',
  'integer',
  'bigint',
  'real',
  'double',
  'decimal',
  'boolean',
  'varchar',
];

const jsonValue: Analyse = (node, context) => {
  const { input, path } = invocation(node, context);
  const typeNode = node.nodes.find((part) => /Type$/.test(part.kind));
  const type = typeNode ? typeOf(typeNode) : VARCHAR;
  if (!RETURNED.includes(type.kind))
    throw unsupported(node, `JSON_VALUE RETURNING ${printType(type)}`, 'Cast the text.');
  const otherwise = (clause: Syntax | undefined): string => {
    const word = clause?.tokens[0] ?? 'NULL';
    if (word === 'NULL') return 'NULL';
    const [expression] = clause?.nodes ?? [];
    if (!expression) return fail('INVALID_FUNCTION_ARGUMENT', type);
    const value = context.statement.analyse(expression, context);
    if (value.type.kind !== type.kind && value.type.kind !== 'unknown')
      throw mismatch(node, `the default must be ${printType(type)}, not ${printType(value.type)}`);
    return coerce(value, type, node).sql;
  };
  const { EMPTY, ERROR } = clauses(node);
  const native = nativeSql('json value', [VARCHAR, VARCHAR], outcomeOf(type), [input, path]);
  const sql = outcome(native, type, otherwise(EMPTY), otherwise(ERROR), context);
  const limited = type.kind === 'varchar' && type.length !== null ? `substr(${sql}, 1, ${type.length})` : sql;
  return { type, sql: limited, wild: true };
};

const jsonQuery: Analyse = (node, context) => {
  const { input, path } = invocation(node, context);
  checkReturned(node);
  const behaviour = nodeOf(node, 'JsonQueryWrapperBehavior');
  const words = behaviour?.tokens ?? [];
  const wraps = node.tokens.includes('WRAPPER') && !words.includes('WITHOUT');
  const wrapper = !wraps ? 'WITHOUT' : words.includes('CONDITIONAL') ? 'CONDITIONAL' : 'UNCONDITIONAL';
  const quotes = node.tokens.includes('OMIT') ? 'OMIT' : 'KEEP';
  if (wraps && (node.tokens.includes('OMIT') || node.tokens.includes('KEEP')))
    throw unsupported(node, 'QUOTES beside a wrapper');
  const otherwise = (clause: Syntax | undefined): string => {
    const words = clause?.tokens ?? ['NULL'];
    if (words.includes('ARRAY')) return "'[]'";
    if (words.includes('OBJECT')) return "'{}'";
    return words.includes('NULL') ? 'NULL' : fail('INVALID_FUNCTION_ARGUMENT', VARCHAR);
  };
  const { EMPTY, ERROR } = clauses(node);
  const native = nativeSql(`json query ${wrapper} ${quotes}`, [VARCHAR, VARCHAR], outcomeOf(VARCHAR), [
    input,
    path,
  ]);
  return { type: VARCHAR, sql: outcome(native, VARCHAR, otherwise(EMPTY), otherwise(ERROR), context) };
};

const ON_ERROR: { readonly [word: string]: string } = { TRUE: 'TRUE', FALSE: 'FALSE', UNKNOWN: 'NULL' };

const jsonExists: Analyse = (node, context) => {
  const { input, path } = invocation(node, context);
  const word = nodeOf(node, 'JsonExistsErrorBehavior')?.tokens[0] ?? 'FALSE';
  const error = ON_ERROR[word] ?? fail('INVALID_FUNCTION_ARGUMENT', BOOLEAN);
  const native = nativeSql('json exists', [VARCHAR, VARCHAR], outcomeOf(BOOLEAN), [input, path]);
  return { type: BOOLEAN, sql: outcome(native, BOOLEAN, 'FALSE', error, context) };
};

/** Only texts are returned. */
function checkReturned(node: Syntax): void {
  const typeNode = node.nodes.find((part) => /Type$/.test(part.kind));
  const type = typeNode ? typeOf(typeNode) : VARCHAR;
  const formats = node.nodes.filter((part) => part.kind === 'JsonRepresentation');
  if (
    type.kind !== 'varchar' ||
    type.length !== null ||
    formats.some(({ text }) => text.toUpperCase() !== 'JSON')
  )
    throw unsupported(node, `RETURNING ${printType(type)} here`, 'Cast the text.');
}

const GIVES_JSON = ['JsonQuery', 'JsonArray', 'JsonObject'];
const HELD = [
  'boolean',
  'tinyint',
  'smallint',
  'integer',
  'bigint',
  'real',
  'double',
  'decimal',
  'varchar',
  'date',
  'timestamp',
  'unknown',
];

/** A value within JSON_ARRAY or JSON_OBJECT; a text that is JSON already has that type. */
function held(node: Syntax, context: Context): Typed {
  const [valueNode, format] = node.kind === 'JsonValueExpression' ? node.nodes : [node];
  if (!valueNode) throw unsupported(node, 'this value');
  const value = context.statement.analyse(valueNode, context);
  if (!HELD.includes(value.type.kind))
    throw unsupported(node, `${printType(value.type)} within JSON`, 'Cast it to varchar.');
  if (!format && !GIVES_JSON.includes(valueNode.kind)) return value;
  if (value.type.kind !== 'varchar') throw mismatch(node, 'FORMAT JSON needs a text');
  return { type: JSON_TEXT, sql: value.sql };
}

/** What becomes of NULLs: the clause, or the function's own habit. */
function nullsOf(node: Syntax, habit: 'NULL' | 'ABSENT'): string {
  const at = node.tokens.lastIndexOf('NULL');
  if (at < 1 || node.tokens[at - 1] !== 'ON') return habit;
  return node.tokens[at - 2] ?? habit;
}

function built(name: string, values: readonly Typed[]): Typed {
  const types = values.map(({ type }) => type);
  return {
    type: VARCHAR,
    sql: nativeSql(
      name,
      types,
      VARCHAR,
      values.map(({ sql }) => sql),
    ),
  };
}

const jsonArray: Analyse = (node, context) => {
  checkReturned(node);
  const values = node.nodes
    .filter((part) => !/Type$|Representation$/.test(part.kind))
    .map((part) => held(part, context));
  return built(`json array ${nullsOf(node, 'ABSENT')}`, values);
};

const jsonObject: Analyse = (node, context) => {
  checkReturned(node);
  const members = node.nodes.filter((part) => part.kind === 'JsonObjectMember');
  const values = members.flatMap((member) => {
    const [keyNode, valueNode] = member.nodes;
    if (!keyNode || !valueNode) throw unsupported(member, 'this member');
    const key = context.statement.analyse(keyNode, context);
    if (key.type.kind !== 'varchar') throw mismatch(member, 'a key must be a text');
    return [coerce(key, VARCHAR, node), held(valueNode, context)];
  });
  return built(`json object ${nullsOf(node, 'NULL')}`, values);
};

/** The JSON functions of the SQL standard, by the grammar's rule. */
export const SQL_JSON: { readonly [kind: string]: Analyse } = {
  JsonValue: jsonValue,
  JsonQuery: jsonQuery,
  JsonExists: jsonExists,
  JsonArray: jsonArray,
  JsonObject: jsonObject,
};
