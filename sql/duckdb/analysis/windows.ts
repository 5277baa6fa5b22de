import type { Syntax } from '../parser.ts';
import { commonType } from '../types/coercion.ts';
import { BIGINT, DOUBLE, isGroupable, printType, type Type } from '../types/type.ts';
import type { Invocation } from './calls.ts';
import { type Context, coerce, mismatch, refuse, type Typed, unsupported, watched } from './context.ts';
import { frameText } from './frames.ts';
import { identifierOf } from './scope.ts';
import { orderBy } from './sorting.ts';

/** Window functions: their type (`null`: that of the first argument), arguments at most, and whether NULLs can be skipped. */
const WINDOWS: {
  readonly [name: string]: {
    readonly type: Type | null;
    readonly args: readonly [number, number];
    readonly nulls?: true;
  };
} = {
  row_number: { type: BIGINT, args: [0, 0] },
  rank: { type: BIGINT, args: [0, 0] },
  dense_rank: { type: BIGINT, args: [0, 0] },
  percent_rank: { type: DOUBLE, args: [0, 0] },
  cume_dist: { type: DOUBLE, args: [0, 0] },
  ntile: { type: BIGINT, args: [1, 1] },
  lag: { type: null, args: [1, 3], nulls: true },
  lead: { type: null, args: [1, 3], nulls: true },
  first_value: { type: null, args: [1, 1], nulls: true },
  last_value: { type: null, args: [1, 1], nulls: true },
  nth_value: { type: null, args: [2, 2], nulls: true },
};

export const WINDOW_FUNCTIONS: ReadonlySet<string> = new Set(Object.keys(WINDOWS));

/** A call of a window function. */
export function windowCall(invocation: Invocation, context: Context): Typed {
  const { name, node, args, distinct, sort, filter, nulls, star } = invocation;
  const definition = WINDOWS[name];
  if (!definition || !invocation.over) throw refuse(node, 'missing_over', `${name} needs OVER`);
  const [least, most] = definition.args;
  if (distinct || sort.length > 0 || filter || star || args.length < least || args.length > most)
    throw refuse(node, 'function_not_found', `${name} does not exist with these arguments`);
  const over = windowText(invocation, context);
  const values = args.map((arg) => context.statement.analyse(arg, { ...context, windowsAllowed: false }));
  const ignoring = nulls?.tokens.includes('IGNORE') ? ' IGNORE NULLS' : '';
  if (ignoring && !definition.nulls)
    throw refuse(node, 'null_treatment_not_allowed', `${name} takes no IGNORE NULLS`);
  const brought = withDefault(watched(context, name, values), node);
  const sql = `${name}(${argumentsOf(name, brought, node).join(', ')}${ignoring})${over}`;
  const type = definition.type ?? brought[0]?.type ?? BIGINT;
  return { type, sql, wild: brought.some((value) => value.wild) };
}

function argumentsOf(name: string, values: readonly Typed[], node: Syntax): string[] {
  const [value, count, otherwise] = values;
  if (!value) return [];
  if (name === 'ntile') return [`CAST(${positive(value, 1n, node)} AS BIGINT)`];
  if (!count) return [value.sql];
  const offset = positive(count, name === 'nth_value' ? 1n : 0n, node);
  return otherwise ? [value.sql, offset, otherwise.sql] : [value.sql, offset];
}

/** LAG and LEAD bring the value and its default to one type. */
function withDefault(values: readonly Typed[], node: Syntax): readonly Typed[] {
  const [value, count, otherwise] = values;
  if (!value || !count || !otherwise) return values;
  const type = commonType(value.type, otherwise.type);
  if (!type) throw mismatch(node, `${printType(otherwise.type)} is no default of ${printType(value.type)}`);
  return [coerce(value, type, node), count, coerce(otherwise, type, node)];
}

/** An offset must be a literal, since a wrong one is an error in Trino. */
function positive({ constant }: Typed, least: bigint, node: Syntax): string {
  if (typeof constant !== 'bigint' || constant < least || constant > 1_000_000n)
    throw unsupported(node, 'an offset that is not a literal whole number in range');
  return String(constant);
}

/** ` OVER (…)` of a call. */
export function windowText({ over, node }: Invocation, context: Context): string {
  if (!over) return '';
  if (!context.windowsAllowed) throw refuse(node, 'nested_window', 'a window function cannot stand here');
  return ` OVER (${specification(specificationOf(over, context), { ...context, windowsAllowed: false })})`;
}

function specificationOf(over: Syntax, context: Context): Syntax | null {
  const [first] = over.nodes;
  if (!first) return null;
  if (first.kind === 'WindowSpecification') return first;
  const named = context.windows?.get(identifierOf(first));
  if (!named) throw refuse(over, 'invalid_window_reference', `the window ${first.text} is not defined`);
  return named;
}

function specification(node: Syntax | null, context: Context): string {
  if (!node) return '';
  const known = ['PartitionBy', 'SortItem', 'WindowFrame'];
  if (node.nodes.some((part) => !known.includes(part.kind)))
    throw unsupported(node, 'a window that builds on another one');
  const partition = node.nodes.find((part) => part.kind === 'PartitionBy');
  const sort = node.nodes.filter((part) => part.kind === 'SortItem');
  const frame = node.nodes.find((part) => part.kind === 'WindowFrame');
  const pieces = [
    partition ? `PARTITION BY ${partition.nodes.map((key) => partitionKey(key, context)).join(', ')}` : '',
    sort.length > 0 ? `ORDER BY ${orderBy(sort, context)}` : '',
    frame ? frameText(frame, sort, context) : '',
  ];
  return pieces.filter((piece) => piece !== '').join(' ');
}

function partitionKey(node: Syntax, context: Context): string {
  const key = context.statement.analyse(node, context);
  if (key.type.kind === 'row' || !isGroupable(key.type)) throw unsupported(node, 'a partition by this type');
  return key.sql;
}
