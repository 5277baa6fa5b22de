import { guard, mismatch, unsupported } from '../analysis/context.ts';
import { calculate } from '../analysis/operators.ts';
import { nativeSql } from '../native/native.ts';
import { asDecimal } from '../types/coercion.ts';
import { DOUBLE, decimal, duckType, isFloating, isOrderable, isScalar, type Type } from '../types/type.ts';
import { type Call, define, literalNumber, type ScalarFunction } from './define.ts';

const FLOATS = ['double', 'real'];
const WHOLE = ['integer', 'bigint', 'smallint', 'tinyint'];

const digits = (type: Type | undefined) => (type && asDecimal(type)) || { precision: 1, scale: 0 };

/** Precision that floor, ceiling and round leave to a decimal, from Trino's signatures. */
const wholeDigits = (types: readonly Type[]): Type => {
  const { precision, scale } = digits(types[0]);
  return decimal(Math.min(38, precision - scale + Math.min(scale, 1)), 0);
};

const castTo = (sql: string, { result, args, node }: Call): string => {
  // Trino fails on its own tables of powers there.
  if (digits(args[0]?.type).scale === 38)
    throw unsupported(node, 'this function of a decimal with 38 places');
  return `CAST(${sql} AS ${duckType(result)})`;
};

const rounding = (names: readonly string[], duck: string): ScalarFunction[] =>
  names.flatMap((name) => [
    ...WHOLE.map((type) => define(`${name}(${type}) -> ${type}`, ([x]) => `${x}`)),
    define(`${name}(decimal(p,s)) -> decimal(p,s)`, ([x], call) => castTo(`${duck}(${x})`, call), {
      resultOf: wholeDigits,
    }),
    ...FLOATS.map((type) =>
      define(`${name}(${type}) -> ${type}`, ([x], call) => castTo(`${duck}(${x})`, call), { wild: true }),
    ),
  ]);

/** Largest double whose neighbours are whole numbers: beyond it Trino rounds otherwise. */
const LARGEST_SAFE = '9007199254740992';

function roundTo([x]: readonly string[], call: Call): string {
  const places = literalNumber(call, 1, 'round to a number of places');
  if (Math.abs(places) > 15) throw unsupported(call.node, 'round to so many places');
  const factor = places < 0 ? `1e-${-places}` : `1e${places}`;
  return guard(
    `abs(${x}) * ${factor} > ${LARGEST_SAFE} AND isfinite(${x})`,
    DOUBLE,
    `(round(${x} * CAST('${factor}' AS DOUBLE)) / CAST('${factor}' AS DOUBLE))`,
  );
}

const ofDouble = (names: string): ScalarFunction[] =>
  names
    .split(' ')
    .map((name) => define(`${name}(double) -> double`, ([x]) => `${name}(${x})`, { wild: true }));

function extreme(name: 'greatest' | 'least'): ScalarFunction {
  return define(`${name}(E…) -> E`, (_args, call) => {
    const { result, node } = call;
    if (!isOrderable(result)) throw unsupported(node, `${name} of this type`);
    const values = call.args.map((arg) => arg.sql);
    if (!isScalar(result) || (isFloating(result) && call.args.some((arg) => arg.wild)))
      return nativeSql(
        name,
        values.map(() => result),
        result,
        values,
      );
    return `CASE WHEN ${values.map((value) => `${value} IS NOT NULL`).join(' AND ')} THEN ${name}(${values.join(', ')}) END`;
  });
}

function modulus(args: readonly string[], call: Call): string {
  const [a, b] = call.args;
  if (!a || !b || args.length !== 2) throw mismatch(call.node, 'mod takes two numbers');
  return calculate(a, b, '%', call.node).sql;
}

const bitwise = (name: string, operator: string): ScalarFunction =>
  define(`${name}(bigint, bigint) -> bigint`, ([a, b]) =>
    operator === 'xor' ? `xor(${a}, ${b})` : `(${a} ${operator} ${b})`,
  );

/** Functions of numbers. */
export const NUMBERS: readonly ScalarFunction[] = [
  ...WHOLE.map((type) => define(`abs(${type}) -> ${type}`, ([x]) => `abs(${x})`)),
  define('abs(decimal(p,s)) -> decimal(p,s)', ([x], call) => castTo(`abs(${x})`, call)),
  ...FLOATS.map((type) => define(`abs(${type}) -> ${type}`, ([x]) => `abs(${x})`, { wild: true })),
  ...rounding(['floor'], 'floor'),
  ...rounding(['ceil', 'ceiling'], 'ceil'),
  ...WHOLE.map((type) => define(`round(${type}) -> ${type}`, ([x]) => `${x}`)),
  define('round(decimal(p,s)) -> decimal(p,s)', ([x], call) => castTo(`round(${x})`, call), {
    resultOf: wholeDigits,
  }),
  define(
    'round(double) -> double',
    ([x]) => guard(`abs(${x}) > ${LARGEST_SAFE} AND isfinite(${x})`, DOUBLE, `round(${x})`),
    { wild: true },
  ),
  define('round(double, integer) -> double', roundTo, { wild: true }),
  define('truncate(decimal(p,s)) -> decimal(p,s)', ([x], call) => castTo(`trunc(${x})`, call), {
    resultOf: ([type]) => decimal(Math.max(1, digits(type).precision - digits(type).scale), 0),
  }),
  ...FLOATS.map((type) =>
    define(`truncate(${type}) -> ${type}`, ([x], call) => castTo(`trunc(${x})`, call), { wild: true }),
  ),
  ...ofDouble('sqrt cbrt exp ln log2 log10 degrees radians sin cos tan asin acos atan'),
  ...['power', 'pow'].map((name) =>
    define(`${name}(double, double) -> double`, ([x, y]) => `trino.power(${x}, ${y})`, { wild: true }),
  ),
  define('atan2(double, double) -> double', ([x, y]) => `atan2(${x}, ${y})`, { wild: true }),
  define('log(double, double) -> double', ([base, x]) => `(ln(${x}) / ln(${base}))`, { wild: true }),
  define('pi() -> double', () => 'pi()'),
  define('e() -> double', () => 'exp(CAST(1 AS DOUBLE))'),
  define('is_nan(double) -> boolean', ([x]) => `isnan(${x})`),
  define('is_finite(double) -> boolean', ([x]) => `isfinite(${x})`),
  define('is_infinite(double) -> boolean', ([x]) => `isinf(${x})`),
  define('nan() -> double', () => `CAST('nan' AS DOUBLE)`, { wild: true }),
  define('infinity() -> double', () => `CAST('inf' AS DOUBLE)`, { wild: true }),
  ...WHOLE.map((type) => define(`sign(${type}) -> ${type}`, ([x], call) => castTo(`sign(${x})`, call))),
  define('mod(integer, integer) -> integer', modulus),
  define('mod(bigint, bigint) -> bigint', modulus),
  define('mod(decimal(p,s), decimal(q,r)) -> decimal(p,s)', modulus, {
    resultOf: (_types, [a, b]) => (a && b ? calculate(a, b, '%', { line: 1, column: 1 }).type : DOUBLE),
  }),
  define('mod(double, double) -> double', modulus, { wild: true }),
  bitwise('bitwise_and', '&'),
  bitwise('bitwise_or', '|'),
  bitwise('bitwise_xor', 'xor'),
  extreme('greatest'),
  extreme('least'),
];
