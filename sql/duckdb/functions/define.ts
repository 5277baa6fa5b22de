import type { Context, Typed } from '../analysis/context.ts';
import { unsupported } from '../analysis/context.ts';
import { type Body, declareNative, nativeSql } from '../native/native.ts';
import type { Position } from '../parser.ts';
import type { Type } from '../types/type.ts';
import { type Signature, signature } from './signature.ts';

/** A call whose overload is found: its arguments already have the types of the signature. */
export interface Call {
  readonly args: readonly Typed[];
  readonly result: Type;
  readonly node: Position;
  readonly context: Context;
  /** Types of the arguments as they were given, where a function asks for them. */
  readonly given?: readonly Type[];
}

/** A function that is proven to mean the same here, for one signature. */
export interface ScalarFunction {
  readonly signature: Signature;
  /** The DuckDB expression; its type is the result's. */
  readonly sql: (args: readonly string[], call: Call) => string;
  /** The result's type where the signature alone does not say it. */
  readonly resultOf?: (types: readonly Type[], call: readonly Typed[]) => Type;
  /** Whether the result may be NaN. */
  readonly wild?: boolean;
}

type Options = Pick<ScalarFunction, 'resultOf' | 'wild'>;

/** Declares a function: its signature in Trino's notation and what it becomes. */
export const define = (text: string, sql: ScalarFunction['sql'], options: Options = {}): ScalarFunction => ({
  signature: signature(text),
  sql,
  ...options,
});

interface NativeOptions extends Options {
  /** Whether it sees NULL arguments; otherwise a NULL makes the result NULL. */
  readonly seesNull?: true;
}

/** Declares a function that is written here, because DuckDB has none that is Trino's; `make` knows the types of a call. */
export function nativeOf(
  text: string,
  make: (types: readonly Type[], result: Type) => Body,
  { seesNull, ...options }: NativeOptions = {},
): ScalarFunction {
  declareNative(text, make, seesNull);
  const sql: ScalarFunction['sql'] = (args, call) => {
    const types = call.args.map(({ type }) => type);
    return nativeSql(text, types, call.result, args);
  };
  return define(text, sql, { wild: true, ...options });
}

/** Declares a function that is written here and does the same for all types of its arguments. */
export const native = (text: string, body: Body, options: NativeOptions = {}): ScalarFunction =>
  nativeOf(text, () => body, options);

/** The text of an argument that must be a literal. */
export function literalText({ args, node }: Call, index: number, what: string): string {
  const value = args[index]?.constant;
  if (typeof value !== 'string') throw unsupported(node, `${what} that is not a literal`);
  return value;
}

/** The whole number of an argument that must be a literal. */
export function literalNumber({ args, node }: Call, index: number, what: string): number {
  const value = args[index]?.constant;
  if (typeof value !== 'bigint') throw unsupported(node, `${what} that is not a literal`);
  return Number(value);
}
