import {
  Binary,
  Bool,
  type DataType,
  DateDay,
  Decimal,
  DurationMillisecond,
  Field,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  IntervalYearMonth,
  List,
  Map_,
  Null,
  Struct,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampSecond,
  Utf8,
} from 'apache-arrow';
import { printType, type Type } from '../types/type.ts';

/** Key of a field's metadata that holds the column's type as Trino prints it. */
export const TRINO_TYPE = 'trino:type';

/** A column of a result as a field of an Arrow schema. */
export const arrowField = (name: string, type: Type): Field =>
  new Field(name, arrowType(type), true, new Map([[TRINO_TYPE, printType(type)]]));

/**
 * The Arrow type that holds every value of a Trino type exactly. An instant with its zone is a struct of the instant and the
 * zone's name, since Arrow's timestamps have one zone a column and Trino's one a value. JSON is its text. Fields of rows
 * without a name are `field0`, `field1`, … by position, as Hive calls them.
 */
export function arrowType(type: Type): DataType {
  switch (type.kind) {
    case 'decimal':
      return new Decimal(type.scale, type.precision, 128);
    case 'timestamp':
      return timestampType(type.precision);
    case 'timestamp with time zone':
      return new Struct([
        new Field('instant', timestampType(type.precision, 'UTC'), true),
        new Field('zone', new Utf8(), true),
      ]);
    case 'array':
      return new List(new Field('item', arrowType(type.element), true));
    case 'map':
      return new Map_(new Field('entries', entriesType(type), false));
    case 'row':
      return new Struct(
        type.fields.map(
          ({ name, type: field }, index) => new Field(name ?? `field${index}`, arrowType(field), true),
        ),
      );
    default:
      return SIMPLE[type.kind]();
  }
}

type MapType = Extract<Type, { kind: 'map' }>;
export const entriesType = ({ key, value }: MapType): Struct =>
  new Struct([new Field('key', arrowType(key), false), new Field('value', arrowType(value), true)]);

/** Seconds, milliseconds or microseconds: the coarsest unit that has all digits. */
export function timestampType(precision: number, zone?: string) {
  if (precision === 0) return new TimestampSecond(zone);
  return precision <= 3 ? new TimestampMillisecond(zone) : new TimestampMicrosecond(zone);
}

/** Microseconds in the unit of {@link timestampType}. */
export const unitMicros = (precision: number): bigint => {
  if (precision === 0) return 1_000_000n;
  return precision <= 3 ? 1000n : 1n;
};

type SimpleKind = Exclude<
  Type['kind'],
  'decimal' | 'timestamp' | 'timestamp with time zone' | 'array' | 'map' | 'row'
>;
const SIMPLE: { readonly [K in SimpleKind]: () => DataType } = {
  boolean: () => new Bool(),
  tinyint: () => new Int8(),
  smallint: () => new Int16(),
  integer: () => new Int32(),
  bigint: () => new Int64(),
  real: () => new Float32(),
  double: () => new Float64(),
  date: () => new DateDay(),
  varchar: () => new Utf8(),
  json: () => new Utf8(),
  varbinary: () => new Binary(),
  unknown: () => new Null(),
  'interval day to second': () => new DurationMillisecond(),
  'interval year to month': () => new IntervalYearMonth(),
};
