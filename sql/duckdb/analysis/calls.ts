import { AGGREGATE_NAMES, type Call, SCALARS } from '../functions/index.ts';
import type { Syntax } from '../parser.ts';
import { isFloating, isScalar, printType, type Type, VARCHAR } from '../types/type.ts';
import { aggregateCall } from './aggregate-calls.ts';
import { now } from './clocks.ts';
import { CONDITIONALS } from './conditionals.ts';
import { type Context, refuse, type Typed, unsupported, watched } from './context.ts';
import { formatCall } from './formatting.ts';
import { isTime } from './intervals.ts';
import { isLambdaCall, LAMBDAS } from './lambdas.ts';
import { nothing, text } from './literals.ts';
import { choose } from './overloads.ts';
import { namesOf } from './scope.ts';
import { TIME_SEQUENCE, timeSequence } from './sequences.ts';
import { WINDOW_FUNCTIONS, windowCall } from './windows.ts';

/** The parts of a function call. */
export interface Invocation {
  readonly node: Syntax;
  readonly name: string;
  readonly args: readonly Syntax[];
  readonly star: boolean;
  readonly distinct: boolean;
  readonly sort: readonly Syntax[];
  readonly filter: Syntax | undefined;
  readonly over: Syntax | undefined;
  readonly nulls: Syntax | undefined;
}

const MODIFIERS = ['SetQuantifier', 'SortItem', 'Filter', 'Over', 'NullTreatment', 'ProcessingMode'];

export function invocationOf(node: Syntax): Invocation {
  const [nameNode, ...rest] = node.nodes;
  const part = (kind: string) => rest.find((child) => child.kind === kind);
  const names = nameNode ? namesOf(nameNode) : [];
  if (names.length !== 1 || part('ProcessingMode'))
    throw unsupported(node, `the function ${names.join('.')}`);
  return {
    node,
    name: names[0] ?? '',
    args: rest.filter((child) => !MODIFIERS.includes(child.kind)),
    star: node.tokens.includes('*'),
    distinct: part('SetQuantifier')?.tokens.includes('DISTINCT') ?? false,
    sort: rest.filter((child) => child.kind === 'SortItem'),
    filter: part('Filter'),
    over: part('Over'),
    nulls: part('NullTreatment'),
  };
}

/** Trino's limit of a call. */
const MAX_ARGUMENTS = 127;

/** A function call: conditional, lambda, window, aggregate or scalar function. */
export function call(node: Syntax, context: Context): Typed {
  const invocation = invocationOf(node);
  const { name, args } = invocation;
  if (WINDOW_FUNCTIONS.has(name)) return windowCall(invocation, context);
  if (AGGREGATE_NAMES.has(name)) return aggregateCall(invocation, context);
  const { distinct, sort, filter, over, nulls, star } = invocation;
  if (distinct || sort.length > 0 || filter || over || nulls || star)
    throw SCALARS.has(name)
      ? refuse(node, 'function_not_aggregate', `${name} is not an aggregate function`)
      : unknownFunction(name, node);
  const conditional = CONDITIONALS[name];
  if (conditional) return conditional(args, node, context);
  if (name === 'format') return formatCall(args, node, context);
  if (name === 'now' && args.length === 0) return now(node, context);
  if (name === 'typeof') return typeName(args, node, context);
  const lambda = LAMBDAS[name];
  if (lambda && isLambdaCall(args)) return lambda.build(args, node, context);
  if (!SCALARS.has(name)) throw unknownFunction(name, node);
  if (args.length > MAX_ARGUMENTS)
    throw refuse(node, 'too_many_arguments', `${name} has ${args.length} arguments`);
  const values = args.map((arg) => context.statement.analyse(arg, context));
  if (name === 'sequence' && values[0] && isTime(values[0].type))
    return timeSequence(watched(context, TIME_SEQUENCE, values), node);
  return scalarCall(name, values, node, context);
}

/** How the documentation writes the function that names a type. */
export const TYPEOF = 'typeof(E) -> varchar';

/** The type's name is known before anything runs. */
function typeName(args: readonly Syntax[], node: Syntax, context: Context): Typed {
  const [arg] = args;
  if (!arg || args.length !== 1) throw refuse(node, 'function_not_found', 'typeof takes one argument');
  const [value = nothing] = watched(context, TYPEOF, [context.statement.analyse(arg, context)]);
  const type = printType(value.type).replace(/^INTERVAL .*/, (text) => text.toLowerCase());
  if (/row|map|.INTERVAL/.test(type)) throw unsupported(node, `typeof of ${type}`);
  return { ...text(type.replaceAll(', ', ','), node), type: VARCHAR };
}

/** What an unknown function could be written as. */
const INSTEAD: { readonly [name: string]: string } = {
  strftime: 'Use date_format.',
  list_transform: 'Use transform(array, x -> …).',
};

const unknownFunction = (name: string, node: Syntax) =>
  unsupported(node, `the function ${name}`, INSTEAD[name]);

/** Whether a map comes from one whose keys are in no order. */
const holdsUnordered = (result: Type, values: readonly Typed[]): boolean =>
  result.kind === 'map' && values.some(({ type, wild }) => type.kind === 'map' && wild === true);

/** A scalar function of analysed arguments. */
export function scalarCall(name: string, args: readonly Typed[], node: Syntax, context: Context): Typed {
  const overloads = SCALARS.get(name);
  if (!overloads) throw unknownFunction(name, node);
  const { chosen, values: brought, found } = choose(overloads, name, args, node);
  const values = watched(context, chosen.signature.text, brought);
  const resultType =
    chosen.resultOf?.(
      values.map((value) => value.type),
      values,
    ) ?? found.result;
  const made: Call = { args: values, result: resultType, node, context };
  return {
    type: resultType,
    sql: chosen.sql(
      values.map((value) => value.sql),
      made,
    ),
    wild: isFloating(resultType)
      ? (chosen.wild ?? false) || values.some((value) => value.wild || !isScalar(value.type))
      : holdsUnordered(resultType, values),
  };
}
