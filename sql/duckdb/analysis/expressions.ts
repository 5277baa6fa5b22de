import { EXTRACTED, subscript } from '../functions/index.ts';
import type { Syntax } from '../parser.ts';
import { coerces } from '../types/coercion.ts';
import { array, BIGINT, DATE, INTEGER, isFloating, printType, type RowField } from '../types/type.ts';
import { listAgg } from './aggregate-calls.ts';
import { call, scalarCall } from './calls.ts';
import { cast } from './casts.ts';
import { atTimeZone, now } from './clocks.ts';
import { concatenation } from './concatenation.ts';
import { CONDITIONALS, exists, searchedCase, simpleCase, unify } from './conditionals.ts';
import { type Context, coerce, mismatch, refuse, type Typed, unsupported, watched } from './context.ts';
import { LITERALS, text } from './literals.ts';
import { arithmetic, logical, negation, not } from './operators.ts';
import { oneColumn, predicated } from './predicates.ts';
import { fieldOfRow, identifierOf, namesOf, resolveName } from './scope.ts';
import { SQL_JSON } from './sql-json.ts';
import { TYPED_LITERALS } from './typed-literals.ts';

type Analyse = (node: Syntax, context: Context) => Typed;

const name: Analyse = (node, context) => resolveName(namesOf(node), node, context);

const EXPRESSIONS: { readonly [kind: string]: Analyse } = {
  ...LITERALS,
  ...TYPED_LITERALS,
  ...SQL_JSON,
  QualifiedName: name,
  UnquotedIdentifier: name,
  QuotedIdentifier: name,
  JoinColumnReference: (node, context) => analyse(part(node, 0), context),
  ArithmeticBinary: arithmetic,
  ArithmeticUnary: negation,
  Concatenation: concatenation,
  And: logical,
  Or: logical,
  LogicalNot: not,
  Predicated: predicated,
  JoinColumnEquality: (node, context) => {
    const [left, right] = [part(node, 0), part(node, 1)];
    const comparison = { ...node, kind: 'Comparison', nodes: [{ ...node, kind: 'token', text: '=' }, right] };
    return predicated({ ...node, kind: 'Predicated', nodes: [left, comparison] }, context);
  },
  SearchedCase: searchedCase,
  SimpleCase: simpleCase,
  Cast: cast,
  FunctionCall: call,
  Coalesce: (node, context) => conditional('coalesce', node, context),
  ListAgg: listAgg,
  Exists: exists,
  QueryNoWith: scalarSubquery,
  QueryStatement: scalarSubquery,
  ArrayConstructor: (node, context) => {
    const { type, sql, wild } = unify(
      node.nodes.map((element) => analyse(element, context)),
      'ARRAY',
      node,
    );
    return { type: array(type), sql: sql.length > 0 ? `[${sql.join(', ')}]` : 'CAST([] AS INTEGER[])', wild };
  },
  RowConstructor: row,
  Dereference: dereference,
  Subscript: subscripted,
  Extract: extract,
  Substring: (node, context) =>
    scalarCall(
      'substring',
      node.nodes.map((arg) => analyse(arg, context)),
      node,
      context,
    ),
  Position: (node, context) => {
    const [needle, text] = node.nodes.map((arg) => analyse(arg, context));
    if (!needle || !text) throw unsupported(node, 'this POSITION');
    return scalarCall('strpos', [text, needle], node, context);
  },
  Trim: trim,
  Normalize: (node, context) => {
    const form = node.nodes[1]?.text ?? node.tokens.find((token) => /^NFK?[CD]$/.test(token)) ?? 'NFC';
    const value = analyse(part(node, 0), context);
    return scalarCall('normalize', [value, text(form.toUpperCase(), node)], node, context);
  },
  AtTimeZone: atTimeZone,
  CurrentTimestamp: now,
  LocalTimestamp: now,
  CurrentDate: (_node, context) => {
    watched(context, 'CURRENT_DATE', []);
    return { type: DATE, sql: `CAST(now() AT TIME ZONE 'UTC' AS DATE)` };
  },
  GroupingOperation: grouping,
  Lambda: (node) => {
    throw refuse(node, 'type_mismatch', 'a lambda can only be the argument of a function that takes one');
  },
};

/**
 * Analyses an expression by Trino's rules of names and types.
 * @throws {SqlRefused} when Athena would reject it or it is not proven to mean the same here
 */
export function analyse(node: Syntax, context: Context): Typed {
  const key = context.aggregation && keyFor(node, context);
  if (key) return key;
  const build = EXPRESSIONS[node.kind];
  if (!build) throw unsupported(node, `${node.tokens[0] ?? node.kind} (${node.kind})`);
  return build(node, context);
}

/** In an aggregation, an expression that is grouped by is its key. */
function keyFor(node: Syntax, context: Context): Typed | undefined {
  const { aggregation, ...rest } = context;
  if (!aggregation || aggregation.keys.size === 0 || node.kind in LITERALS) return undefined;
  try {
    const { sql } = analyse(node, { ...rest, scope: aggregation.source, windowsAllowed: false });
    return aggregation.keys.get(sql);
  } catch {
    // Not an expression over single rows, so not a key: its parts are looked at one by one.
    return undefined;
  }
}

function part(node: Syntax, index: number): Syntax {
  const found = node.nodes[index];
  if (!found) throw unsupported(node, 'this expression');
  return found;
}

function conditional(which: string, node: Syntax, context: Context): Typed {
  const build = CONDITIONALS[which];
  if (!build) throw unsupported(node, which);
  return build(node.nodes, node, context);
}

function scalarSubquery(node: Syntax, context: Context): Typed {
  const { sql, field } = oneColumn(node, context);
  return { type: field.type, sql: `(${sql})`, wild: field.wild };
}

function row(node: Syntax, context: Context): Typed {
  const values = node.nodes.map((value) => analyse(value, context));
  const fields: RowField[] = values.map(({ type }) => ({ name: null, type }));
  return {
    type: { kind: 'row', fields },
    sql: `struct_pack(${values.map(({ sql }, index) => `f${index + 1} := ${sql}`).join(', ')})`,
  };
}

function dereference(node: Syntax, context: Context): Typed {
  return fieldOfRow(analyse(part(node, 0), context), identifierOf(part(node, 1)), node);
}

function subscripted(node: Syntax, context: Context): Typed {
  const given = [analyse(part(node, 0), context), analyse(part(node, 1), context)];
  const [base, index] = watched(context, `${given[0]?.type.kind}[…]`, given);
  if (!base || !index) throw unsupported(node, 'this subscript');
  if (base.type.kind === 'array') {
    const at = coerceIndex(index, node);
    return {
      type: base.type.element,
      sql: subscript(base.sql, at.sql, base.type),
      wild: isFloating(base.type.element),
    };
  }
  if (base.type.kind === 'map') {
    if (!coerces(index.type, base.type.key)) throw mismatch(node, `the keys are ${printType(base.type.key)}`);
    const key = coerce(index, base.type.key, node);
    return {
      type: base.type.value,
      sql: subscript(base.sql, key.sql, base.type),
      wild: isFloating(base.type.value),
    };
  }
  if (base.type.kind === 'row') return rowAt(base, index, node);
  throw mismatch(node, `${printType(base.type)} has no elements`);
}

function coerceIndex(index: Typed, node: Syntax): Typed {
  if (!['tinyint', 'smallint', 'integer', 'bigint'].includes(index.type.kind))
    throw mismatch(node, 'an index must be a whole number');
  return coerce(index, BIGINT, node);
}

function rowAt(base: Typed, index: Typed, node: Syntax): Typed {
  const fields = base.type.kind === 'row' ? base.type.fields : [];
  const field = typeof index.constant === 'bigint' ? fields[Number(index.constant) - 1] : undefined;
  if (!field) throw refuse(node, 'invalid_function_argument', 'the row has no such field');
  return { type: field.type, sql: `(${base.sql}).f${index.constant}`, wild: isFloating(field.type) };
}

function extract(node: Syntax, context: Context): Typed {
  const field = part(node, 0).text.toUpperCase();
  const function_ = EXTRACTED[field];
  if (!function_) throw unsupported(node, `EXTRACT of ${field}`);
  return scalarCall(function_, [analyse(part(node, 1), context)], node, context);
}

function trim(node: Syntax, context: Context): Typed {
  const side = node.nodes.find((child) => child.kind === 'TrimsSpecification')?.text.toUpperCase() ?? 'BOTH';
  const values = node.nodes.filter((child) => child.kind !== 'TrimsSpecification');
  const names: { readonly [side: string]: string } = { BOTH: 'trim', LEADING: 'ltrim', TRAILING: 'rtrim' };
  const [first, second] = values.map((value) => analyse(value, context));
  if (!first || values.length > 2) throw unsupported(node, 'this TRIM');
  if (second && !node.tokens.includes('FROM')) return scalarCall('trim', [first, second], node, context);
  return scalarCall(names[side] ?? 'trim', second ? [second, first] : [first], node, context);
}

function grouping(node: Syntax, context: Context): Typed {
  watched(context, 'grouping(…) -> integer', []);
  const { aggregation, ...rest } = context;
  if (!aggregation) throw refuse(node, 'missing_group_by', 'grouping() needs GROUP BY');
  const columns = node.nodes.map((column) => {
    const { sql } = analyse(column, { ...rest, scope: aggregation.source });
    if (!aggregation.keys.has(sql))
      throw refuse(column, 'invalid_arguments', `${column.text} is not grouped by`);
    return sql;
  });
  if (columns.length > 31) throw unsupported(node, 'grouping() of so many columns');
  return { type: INTEGER, sql: aggregation.register(`CAST(grouping(${columns.join(', ')}) AS INTEGER)`) };
}
