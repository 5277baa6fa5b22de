import { guard, unsupported } from '../analysis/context.ts';
import { scaled, unscaled } from '../analysis/operators.ts';
import { notNan } from '../analysis/predicates.ts';
import { asDecimal } from '../types/coercion.ts';
import { decimal, duckType, isScalar, printType, type Type } from '../types/type.ts';
import type { Call } from './define.ts';
import { type Signature, signature } from './signature.ts';

/** Writes a DuckDB aggregate with the call's DISTINCT, ORDER BY, FILTER and OVER. */
export type Apply = (duck: string, ...args: string[]) => string;

/** An aggregate function that is proven to mean the same here, for one signature. */
export interface AggregateFunction {
  readonly signature: Signature;
  readonly sql: (apply: Apply, call: Call) => string;
  readonly resultOf?: (types: readonly Type[]) => Type;
  /** Whether the order of its input shows in the result. */
  readonly ordered?: boolean;
  readonly wild?: boolean;
  /** Whether the result is a map whose keys come in any order. */
  readonly unordered?: boolean;
}

/** Declares an aggregate: its signature and what it becomes. */
export const defineAggregate = (
  text: string,
  sql: AggregateFunction['sql'],
  options: Partial<AggregateFunction> = {},
): AggregateFunction => ({
  signature: signature(text),
  sql,
  ...options,
});

const argument = ({ args, node }: Call, index = 0): string => {
  const value = args[index];
  if (!value) throw unsupported(node, 'this aggregate');
  return notNan(value).sql;
};

/** NaN is left as it is: sums and means carry it in both engines. */
const raw = ({ args }: Call): string => args[0]?.sql ?? '';

function comparable({ args, node }: Call, index = 0): void {
  const type = args[index]?.type;
  if (!type || !isScalar(type) || type.kind === 'json')
    throw unsupported(node, `this aggregate of ${type ? printType(type) : 'nothing'}`);
}

/** Standard errors that Trino's sketch can be made for. */
const STANDARD_ERRORS = { least: 0.0040625, most: 0.26 };

/** A standard error is refused unless it is written, since Trino fails for one that is out of range. */
function checkStandardError({ args, node }: Call): void {
  const written = /^(?:CAST\()+'([\d.eE+-]+)' AS/.exec(args[1]?.sql ?? '')?.[1];
  const error = Number(written ?? Number.NaN);
  if (!(error >= STANDARD_ERRORS.least && error <= STANDARD_ERRORS.most))
    throw unsupported(node, 'a standard error that is not a literal from 0.0040625 to 0.26');
}

const extreme = (name: 'min' | 'max'): AggregateFunction =>
  defineAggregate(`${name}(E) -> E`, (apply, call) => {
    comparable(call);
    return apply(name, argument(call));
  });

const extremeBy = (name: string, duck: string): AggregateFunction =>
  defineAggregate(`${name}(V, K) -> V`, (apply, call) => {
    comparable(call, 1);
    return apply(duck, raw(call), argument(call, 1));
  });

/** Trino may give any of the values: it is run when they are all the same, and refused at run time otherwise. */
const any = (name: string): AggregateFunction =>
  defineAggregate(`${name}(E) -> E`, (apply, call) => {
    comparable(call);
    const value = argument(call);
    const [low, high] = [apply('min', value), apply('max', value)];
    return guard(`${low} IS DISTINCT FROM ${high}`, call.result, low, 'NOT_PROVEN_ANY_OF_SEVERAL');
  });

function meanOfDecimals(apply: Apply, call: Call): string {
  const { scale = 0, precision = 1 } = asDecimal(call.args[0]?.type ?? call.result) ?? {};
  if (precision + scale > 36)
    throw unsupported(call.node, 'the mean of so long a decimal', 'Cast to double.');
  const sum = apply('sum', unscaled(raw(call), scale, scale));
  return scaled(`trino.divide_half_up(${sum}, CAST(${apply('count', raw(call))} AS HUGEINT))`, call.result);
}

/** Up to this sum (of values or, with DISTINCT, of half of them) a mean of whole numbers is exact on both engines; Trino adds them up as doubles. */
const EXACT_SUM = '4503599627370496';

function meanOfWholeNumbers(apply: Apply, call: Call): string {
  const value = raw(call);
  const doubtful = `${apply('sum', `abs(CAST(${value} AS HUGEINT))`)} > ${EXACT_SUM}`;
  return guard(doubtful, call.result, apply('avg', value));
}

const spread = (names: string, duck: string): AggregateFunction[] =>
  names.split(' ').map((name) =>
    defineAggregate(`${name}(double) -> double`, (apply, call) => apply(duck, argument(call)), {
      wild: true,
    }),
  );

/** Of two doubles, or of two reals: that is what Trino makes of all other numbers. */
const ofPairs = (name: string): AggregateFunction[] =>
  ['real', 'double'].map((type) =>
    defineAggregate(`${name}(${type}, ${type}) -> ${type}`, (apply, call) => {
      const [y, x] = [argument(call), argument(call, 1)].map((sql) => `CAST(${sql} AS DOUBLE)`) as [
        string,
        string,
      ];
      const value = apply(name, y, x);
      const endless = apply('bool_or', `isinf(${y}) OR isinf(${x})`);
      const finite = `CAST(CASE WHEN isfinite(${value}) THEN ${value} END AS ${duckType(call.result)})`;
      return guard(endless, call.result, finite);
    }),
  );

/** Exact here, where Athena's has a standard error of 2.3 %, or of the one that is asked for. */
const distinctCount: AggregateFunction['sql'] = (apply, call) => apply('count', `DISTINCT ${raw(call)}`);

const bits = (name: string, duck: string): AggregateFunction =>
  defineAggregate(`${name}(bigint) -> bigint`, (apply, call) => apply(duck, raw(call)));

/** Sums of reals are kept as doubles. */
const ofReals = (name: 'sum' | 'avg'): AggregateFunction =>
  defineAggregate(
    `${name}(real) -> real`,
    (apply, call) => `CAST(${apply(name, `CAST(${raw(call)} AS DOUBLE)`)} AS FLOAT)`,
    { wild: true },
  );

const INTERVALS = ['interval day to second', 'interval year to month'];

/** The aggregate functions. `count(*)` and LISTAGG have a grammar of their own. */
export const PLAIN_AGGREGATES: readonly AggregateFunction[] = [
  defineAggregate('count(E) -> bigint', (apply, call) => apply('count', raw(call))),
  // DuckDB's own count_if is NULL where every value is.
  defineAggregate('count_if(boolean) -> bigint', (apply, call) =>
    apply('count', `CASE WHEN ${raw(call)} THEN 1 END`),
  ),
  defineAggregate('sum(bigint) -> bigint', (apply, call) => `CAST(${apply('sum', raw(call))} AS BIGINT)`),
  defineAggregate(
    'sum(decimal(p,s)) -> decimal(38,s)',
    (apply, call) => `CAST(${apply('sum', raw(call))} AS ${duckType(call.result)})`,
    {
      resultOf: ([type]) => decimal(38, (type && asDecimal(type)?.scale) ?? 0),
    },
  ),
  defineAggregate('sum(double) -> double', (apply, call) => apply('sum', raw(call)), { wild: true }),
  defineAggregate('avg(bigint) -> double', meanOfWholeNumbers),
  defineAggregate('avg(decimal(p,s)) -> decimal(p,s)', meanOfDecimals),
  defineAggregate('avg(double) -> double', (apply, call) => apply('avg', raw(call)), { wild: true }),
  extreme('min'),
  extreme('max'),
  extremeBy('max_by', 'arg_max_null'),
  extremeBy('min_by', 'arg_min_null'),
  defineAggregate('bool_and(boolean) -> boolean', (apply, call) => apply('bool_and', raw(call))),
  defineAggregate('every(boolean) -> boolean', (apply, call) => apply('bool_and', raw(call))),
  defineAggregate('bool_or(boolean) -> boolean', (apply, call) => apply('bool_or', raw(call))),
  defineAggregate('array_agg(E) -> array(E)', (apply, call) => apply('list', raw(call)), { ordered: true }),
  any('any_value'),
  any('arbitrary'),
  ...spread('stddev stddev_samp', 'stddev_samp'),
  ...spread('stddev_pop', 'stddev_pop'),
  ...spread('variance var_samp', 'var_samp'),
  ...spread('var_pop', 'var_pop'),
  ...['corr', 'covar_pop', 'covar_samp', 'regr_slope', 'regr_intercept'].flatMap(ofPairs),
  bits('bitwise_or_agg', 'bit_or'),
  bits('bitwise_and_agg', 'bit_and'),
  bits('bitwise_xor_agg', 'bit_xor'),
  ofReals('sum'),
  ofReals('avg'),
  ...INTERVALS.map((type) =>
    defineAggregate(
      `sum(${type}) -> ${type}`,
      (apply, call) => `CAST(${apply('sum', raw(call))} AS ${duckType(call.result)})`,
    ),
  ),
  defineAggregate('approx_distinct(E) -> bigint', distinctCount),
  defineAggregate('approx_distinct(E, double) -> bigint', (apply, call) => {
    checkStandardError(call);
    return distinctCount(apply, call);
  }),
];
