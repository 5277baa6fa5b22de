import type { ColumnType } from '../../../etl/tables/index.ts';

/** Trino types without parameters that this layer models. */
export type SimpleKind =
  | 'boolean'
  | 'tinyint'
  | 'smallint'
  | 'integer'
  | 'bigint'
  | 'real'
  | 'double'
  | 'date'
  | 'json'
  | 'varbinary'
  | 'unknown'
  | 'interval day to second'
  | 'interval year to month';

export interface RowField {
  /** Lower case; null for an anonymous field. */
  readonly name: string | null;
  readonly type: Type;
}

/** A type of Trino. `length` null is a varchar without limit. */
export type Type =
  | { readonly kind: SimpleKind }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'varchar'; readonly length: number | null }
  | { readonly kind: 'timestamp'; readonly precision: number }
  | { readonly kind: 'timestamp with time zone'; readonly precision: number }
  | { readonly kind: 'array'; readonly element: Type }
  | { readonly kind: 'map'; readonly key: Type; readonly value: Type }
  | { readonly kind: 'row'; readonly fields: readonly RowField[] };

export const BOOLEAN: Type = { kind: 'boolean' };
export const INTEGER: Type = { kind: 'integer' };
export const BIGINT: Type = { kind: 'bigint' };
export const DOUBLE: Type = { kind: 'double' };
export const DATE: Type = { kind: 'date' };
export const REAL: Type = { kind: 'real' };
export const JSON_TEXT: Type = { kind: 'json' };
export const VARBINARY: Type = { kind: 'varbinary' };
export const UNKNOWN: Type = { kind: 'unknown' };
export const VARCHAR: Type = { kind: 'varchar', length: null };

export const decimal = (precision: number, scale: number): Type => ({ kind: 'decimal', precision, scale });
export const varchar = (length: number | null): Type => ({ kind: 'varchar', length });
export const timestamp = (precision: number): Type => ({ kind: 'timestamp', precision });
export const zoned = (precision: number): Type => ({ kind: 'timestamp with time zone', precision });
export const array = (element: Type): Type => ({ kind: 'array', element });

/** Whole numbers, narrow to wide. */
export const INTEGER_KINDS: readonly string[] = ['tinyint', 'smallint', 'integer', 'bigint'];
export const isInteger = (type: Type): boolean => INTEGER_KINDS.includes(type.kind);
export const isFloating = (type: Type): boolean => type.kind === 'double' || type.kind === 'real';
export const isNumeric = (type: Type): boolean =>
  isInteger(type) || isFloating(type) || type.kind === 'decimal';
const PARTED = ['array', 'map', 'row', 'timestamp with time zone'];
export const isInterval = (type: Type): boolean => type.kind.startsWith('interval');
/** Whether a value has no parts: it is not an array, a map, a row or an instant with its zone. */
export const isScalar = (type: Type): boolean => !PARTED.includes(type.kind);
/** Whether DuckDB's equality and order of the values are Trino's. */
export const isPlain = (type: Type): boolean => isScalar(type) && !isFloating(type);
/** Whether Trino orders values of the type. */
export const isOrderable = (type: Type): boolean => {
  if (type.kind === 'array') return isOrderable(type.element);
  if (type.kind === 'row') return type.fields.every((field) => isOrderable(field.type));
  return type.kind !== 'json' && type.kind !== 'map';
};

/** Whether values of a type may be NaN somewhere. */
export function holdsFloat(type: Type): boolean {
  if (type.kind === 'array') return holdsFloat(type.element);
  if (type.kind === 'map') return holdsFloat(type.key) || holdsFloat(type.value);
  if (type.kind === 'row') return type.fields.some((field) => holdsFloat(field.type));
  return isFloating(type);
}

/** Whether DuckDB puts values into groups as Trino does: it has no groups of maps, and tells instants of two zones apart. */
export function isGroupable(type: Type): boolean {
  if (type.kind === 'array') return isGroupable(type.element);
  if (type.kind === 'row') return type.fields.every((field) => isGroupable(field.type));
  return !['map', 'real', 'timestamp with time zone'].includes(type.kind);
}

/** The type as Trino prints it, such as `decimal(4, 1)` or `row(a integer, varchar(1))`. */
export function printType(type: Type): string {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision}, ${type.scale})`;
    case 'varchar':
      return type.length === null ? 'varchar' : `varchar(${type.length})`;
    case 'timestamp':
      return `timestamp(${type.precision})`;
    case 'timestamp with time zone':
      return `timestamp(${type.precision}) with time zone`;
    case 'array':
      return `array(${printType(type.element)})`;
    case 'map':
      return `map(${printType(type.key)}, ${printType(type.value)})`;
    case 'row':
      return `row(${type.fields.map(printField).join(', ')})`;
    case 'interval day to second':
    case 'interval year to month':
      return type.kind.toUpperCase();
    default:
      return type.kind;
  }
}

const printField = ({ name, type }: RowField): string =>
  name === null
    ? printType(type)
    : `${/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name}"`} ${printType(type)}`;

/** Whether two types are the same, names of row fields included. */
export const sameType = (a: Type, b: Type): boolean => printType(a) === printType(b);

/** The Trino type of a lake column; `timestamp` has milliseconds, as Hive tables have. */
export function typeOfColumn(type: ColumnType): Type {
  if (typeof type !== 'string') {
    if ('array' in type) return array(typeOfColumn(type.array));
    return {
      kind: 'row',
      fields: Object.entries(type.row).map(([name, field]) => ({ name, type: typeOfColumn(field) })),
    };
  }
  if (type === 'varchar') return VARCHAR;
  return type === 'timestamp' ? timestamp(3) : { kind: type };
}

const DUCK: { readonly [kind: string]: string } = {
  boolean: 'BOOLEAN',
  tinyint: 'TINYINT',
  smallint: 'SMALLINT',
  integer: 'INTEGER',
  bigint: 'BIGINT',
  real: 'FLOAT',
  double: 'DOUBLE',
  date: 'DATE',
  varchar: 'VARCHAR',
  timestamp: 'TIMESTAMP',
  json: 'VARCHAR',
  varbinary: 'BLOB',
  'interval day to second': 'BIGINT',
  'interval year to month': 'INTEGER',
  'timestamp with time zone': 'STRUCT(t BIGINT, z VARCHAR)',
  unknown: 'INTEGER',
};

/**
 * The DuckDB type that holds a Trino type's values. Fields of rows are named by position (`f1`, `f2`, …), since Trino's
 * may be anonymous or share a name. JSON is its text as Trino keeps it (no blanks, keys sorted), an interval its months or
 * milliseconds, an instant with its zone the microseconds since 1970 and the zone's name.
 */
export function duckType(type: Type): string {
  switch (type.kind) {
    case 'decimal':
      return `DECIMAL(${type.precision}, ${type.scale})`;
    case 'array':
      return `${duckType(type.element)}[]`;
    case 'map':
      return `MAP(${duckType(type.key)}, ${duckType(type.value)})`;
    case 'row':
      return `STRUCT(${type.fields.map((field, index) => `f${index + 1} ${duckType(field.type)}`).join(', ')})`;
    default: {
      const name = DUCK[type.kind];
      if (name === undefined) throw new TypeError(`sql: values of type ${type.kind} are not kept`);
      return name;
    }
  }
}
