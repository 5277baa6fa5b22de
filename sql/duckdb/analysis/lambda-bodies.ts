import type { Position, Syntax } from '../parser.ts';
import { INTEGER, isFloating, printType, type RowField, type Type } from '../types/type.ts';
import { type Context, type Field, mismatch, refuse, type Scope, type Typed, watched } from './context.ts';
import { condition } from './operators.ts';
import { identifierOf } from './scope.ts';

/** A function that takes lambdas: how the documentation writes it, and what a call becomes. */
export interface LambdaFunction {
  readonly text: string;
  readonly build: (args: readonly Syntax[], node: Syntax, context: Context) => Typed;
}

/** Whether a call has a lambda among its arguments. */
export const isLambdaCall = (args: readonly Syntax[]): boolean => args.some(({ kind }) => kind === 'Lambda');

/** What a lambda's argument is within DuckDB. */
export interface Argument {
  readonly type: Type;
  readonly sql: string;
}

/** The body of a lambda over its arguments. */
export function body(
  lambda: Syntax | undefined,
  args: readonly Argument[],
  context: Context,
  truth = false,
): Typed {
  if (lambda?.kind !== 'Lambda') throw new TypeError('sql: not a lambda');
  const parameters = lambda.nodes.slice(0, -1);
  const expression = lambda.nodes.at(-1);
  if (!expression || parameters.length !== args.length)
    throw refuse(lambda, 'invalid_parameter_usage', `the lambda must take ${args.length} arguments`);
  const fields = parameters.map((parameter, index): Field => {
    const { type, sql } = args[index] ?? { type: INTEGER, sql: '' };
    return { name: identifierOf(parameter), qualifier: [], type, sql, wild: isFloating(type) };
  });
  const scope: Scope = { fields, parent: context.scope, lambda: true };
  const { aggregation: _aggregation, ...plain } = context;
  const inner = { ...plain, scope, windowsAllowed: false };
  return truth ? condition(expression, inner) : context.statement.analyse(expression, inner);
}

/** Checks that a call has values, then lambdas; analyses the values. */
export function valuesOf(
  name: string,
  kinds: string,
  args: readonly Syntax[],
  node: Syntax,
  context: Context,
): Typed[] {
  const given = args.map(({ kind }) => (kind === 'Lambda' ? 'λ' : 'v')).join('');
  if (given !== kinds) throw refuse(node, 'function_not_found', `${name} does not take these arguments`);
  const values = args.filter(({ kind }) => kind !== 'Lambda');
  return [
    ...watched(
      context,
      `${name} λ`,
      values.map((arg) => context.statement.analyse(arg, context)),
    ),
  ];
}

export function elementOf(list: Typed | undefined, name: string, node: Position): Type {
  if (list?.type.kind !== 'array')
    throw mismatch(node, `${name} needs an array, not ${list ? printType(list.type) : 'nothing'}`);
  return list.type.element;
}

const unnamed = (...types: readonly Type[]): readonly RowField[] =>
  types.map((type) => ({ name: null, type }));
/** An anonymous row of fields without names. */
export const rowOf = (...types: readonly Type[]): Type => ({ kind: 'row', fields: unnamed(...types) });
