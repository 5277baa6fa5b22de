import { nativeSql } from '../native/native.ts';
import { asDecimal } from '../types/coercion.ts';
import {
  duckType,
  isFloating,
  isInteger,
  REAL,
  sameType,
  type Type,
  timestamp,
  VARCHAR,
} from '../types/type.ts';
import { fail, type Typed } from './context.ts';
import { scaled } from './operators.ts';

/** What a cast becomes: its SQL, and when the value is one whose treatment is not proven. */
export interface Conversion {
  readonly sql: string;
  readonly doubt?: string;
}

type Builder = (sql: string, from: Type, to: Type) => Conversion | null;

const toInteger: Builder = (sql, from, to) => {
  if (from.kind === 'varchar') return { sql: wholeFromText(sql, to), doubt: `trino.doubtful_number(${sql})` };
  if (isFloating(from)) return { sql: `CAST(round(${sql}) AS ${duckType(to)})` };
  if (from.kind === 'boolean') return { sql: `CAST(${sql} AS ${duckType(to)})` };
  return from.kind === 'decimal' ? { sql: `CAST(round(${sql}) AS ${duckType(to)})` } : null;
};

/** A whole number as Java reads it: blanks and control characters around it do not count. */
const wholeFromText = (sql: string, to: Type): string =>
  `CASE WHEN regexp_full_match(${sql}, '[\\x00-\\x20]*[+-]?[0-9]+[\\x00-\\x20]*') THEN CAST(regexp_extract(${sql}, '[+-]?[0-9]+') AS ${duckType(to)}) ` +
  `WHEN ${sql} IS NOT NULL THEN ${fail('INVALID_CAST_ARGUMENT', to)} END`;

const toVarchar: Builder = (sql, from, to) => {
  const length = to.kind === 'varchar' ? to.length : null;
  if (from.kind === 'varchar')
    return length === null || (from.length ?? length + 1) <= length
      ? { sql }
      : { sql: `substr(${sql}, 1, ${length})` };
  const text = textOf(sql, from);
  if (text === null) return null;
  if (length === null) return { sql: text };
  return {
    sql: `CASE WHEN length(${text}) > ${length} THEN ${fail('INVALID_CAST_ARGUMENT', to)} ELSE ${text} END`,
  };
};

/** The text that Trino writes for a value; null for types whose text is not modelled. */
export function textOf(sql: string, type: Type): string | null {
  // DuckDB leaves out the zero before the point when the decimal has no place for it.
  if (type.kind === 'decimal' && type.precision === type.scale)
    return type.scale === 38
      ? nativeSql('decimal text', [type], VARCHAR, [sql])
      : `CAST(CAST(${sql} AS DECIMAL(${type.precision + 1}, ${type.scale})) AS VARCHAR)`;
  if (isInteger(type) || type.kind === 'decimal' || type.kind === 'boolean') return `CAST(${sql} AS VARCHAR)`;
  if (type.kind === 'varchar') return sql;
  if (type.kind === 'double') return `trino.double_text(${sql})`;
  if (type.kind === 'date') return `trino.date_text(${sql})`;
  if (type.kind === 'timestamp') return `trino.timestamp_text(${sql}, ${type.precision})`;
  return TEXTS.includes(type.kind) ? nativeSql('text', [type], VARCHAR, [sql]) : null;
}

/** Types whose text is written by a function of our own. */
const TEXTS = ['real', 'timestamp with time zone', 'interval day to second', 'interval year to month'];

const toDecimal: Builder = (sql, from, to) => {
  if (from.kind === 'varchar')
    return {
      sql: `CAST(trino.decimal_digits(${sql}) AS ${duckType(to)})`,
      doubt: `trino.doubtful_decimal(${sql})`,
    };
  if (isFloating(from) || from.kind === 'boolean') return { sql: nativeSql('decimal of', [from], to, [sql]) };
  if (asDecimal(from))
    return { sql: isInteger(from) ? fromWhole(sql, to) : `CAST(${sql} AS ${duckType(to)})` };
  return null;
};

/** DuckDB checks the range of a whole number only against 18 digits of a decimal, so it goes through a HUGEINT. */
const fromWhole = (sql: string, to: Type): string =>
  to.kind === 'decimal' && to.precision + to.scale <= 38 && to.scale > 0
    ? scaled(`CAST(${sql} AS HUGEINT) * CAST('1${'0'.repeat(to.scale)}' AS HUGEINT)`, to)
    : `CAST(${sql} AS ${duckType(to)})`;

const CASTS: { readonly [kind: string]: Builder } = {
  tinyint: toInteger,
  smallint: toInteger,
  integer: toInteger,
  bigint: toInteger,
  varchar: toVarchar,
  decimal: toDecimal,
  double: (sql, from) => {
    if (from.kind === 'varchar')
      return { sql: `trino.parse_double(${sql})`, doubt: `trino.doubtful_double(${sql})` };
    return from.kind === 'boolean' ? { sql: `CAST(${sql} AS DOUBLE)` } : null;
  },
  real: (sql, from) => {
    if (from.kind === 'varchar')
      return { sql: `CAST(trino.parse_double(${sql}) AS FLOAT)`, doubt: `trino.doubtful_real(${sql})` };
    if (from.kind === 'double') return { sql: nativeSql('real of', [from], REAL, [sql]) };
    return from.kind === 'boolean' ? { sql: `CAST(${sql} AS FLOAT)` } : null;
  },
  varbinary: (sql, from) => (from.kind === 'varchar' ? { sql: `encode(${sql})` } : null),
  boolean: (sql, from) => {
    if (from.kind === 'varchar') return { sql: `trino.parse_boolean(${sql})` };
    if (isFloating(from)) return { sql: `(${sql} <> 0)` };
    return isInteger(from) || from.kind === 'decimal' ? { sql: `(${sql} <> 0)` } : null;
  },
  date: (sql, from) => {
    if (from.kind === 'varchar')
      return { sql: `trino.parse_date(${sql})`, doubt: `trino.doubtful_date(${sql})` };
    if (from.kind === 'timestamp with time zone') return { sql: `CAST(${localOf(sql, from)} AS DATE)` };
    return from.kind === 'timestamp' ? { sql: `CAST(${sql} AS DATE)` } : null;
  },
  timestamp: (sql, from, to) => {
    if (from.kind === 'varchar' && to.kind === 'timestamp')
      return {
        sql: `trino.parse_timestamp(${sql})`,
        doubt: `trino.doubtful_timestamp(${sql}, ${to.precision})`,
      };
    if (from.kind === 'timestamp with time zone' && to.kind === 'timestamp') {
      const local = localOf(sql, from);
      return { sql: from.precision > to.precision ? rounded(local, to.precision) : local };
    }
    if (from.kind === 'timestamp' && to.kind === 'timestamp' && from.precision > to.precision)
      return { sql: rounded(sql, to.precision) };
    return null;
  },
  'timestamp with time zone': (sql, from, to) => {
    const known = ['varchar', 'date', 'timestamp', 'timestamp with time zone'].includes(from.kind);
    return known ? { sql: nativeSql('zoned of', [from], to, [sql]) } : null;
  },
};

/** A builder for casts to a kind of type. */
export const castRule = (kind: string): Builder | undefined => CASTS[kind];

const rounded = (sql: string, precision: number): string =>
  `trino.round_timestamp(${sql}, ${10 ** (6 - precision)})`;

/** What the clocks of its zone show at an instant. */
export const localOf = (sql: string, from: Type): string =>
  nativeSql('local of', [from], timestamp(6), [sql]);

/** `VARCHAR` conversions that functions need. */
export const asText = (value: Typed): string | null =>
  sameType(value.type, VARCHAR) ? value.sql : textOf(value.sql, value.type);
