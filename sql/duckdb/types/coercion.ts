import {
  array,
  decimal,
  INTEGER_KINDS,
  isInteger,
  type Type,
  timestamp,
  UNKNOWN,
  varchar,
  zoned,
} from './type.ts';

/** Digits that a whole number type needs as a decimal (Trino's DecimalType coercions). */
const DIGITS: { readonly [kind: string]: number } = { tinyint: 3, smallint: 5, integer: 10, bigint: 19 };

/** The decimal that holds every value of a whole number or decimal type; null for other types. */
export function asDecimal(type: Type): { precision: number; scale: number } | null {
  if (type.kind === 'decimal') return type;
  const precision = DIGITS[type.kind];
  return precision === undefined ? null : { precision, scale: 0 };
}

/**
 * The narrowest type that both coerce to, or null when there is none: Trino's `TypeCoercion.getCommonSuperType`, for the
 * types that are modelled here.
 */
export function commonType(a: Type, b: Type): Type | null {
  if (a.kind === 'unknown') return b;
  if (b.kind === 'unknown') return a;
  if (a.kind === b.kind) return commonOfKind(a, b);
  return commonNumber(a, b) ?? commonTime(a, b);
}

/** The common type of many; `unknown` for none. */
export function commonTypeOf(types: readonly Type[]): Type | null {
  let common: Type | null = UNKNOWN;
  for (const type of types) common = common && commonType(common, type);
  return common;
}

/** Whether Trino converts `from` to `to` by itself. */
export function coerces(from: Type, to: Type): boolean {
  const common = commonType(from, to);
  return common !== null && JSON.stringify(withoutNames(common)) === JSON.stringify(withoutNames(to));
}

function commonOfKind(a: Type, b: Type): Type | null {
  if (a.kind === 'varchar' && b.kind === 'varchar')
    return varchar(a.length === null || b.length === null ? null : Math.max(a.length, b.length));
  if (a.kind === 'timestamp' && b.kind === 'timestamp') return timestamp(Math.max(a.precision, b.precision));
  if (a.kind === 'timestamp with time zone' && b.kind === 'timestamp with time zone')
    return zoned(Math.max(a.precision, b.precision));
  if (a.kind === 'decimal' && b.kind === 'decimal') return commonDecimal(a, b);
  if (a.kind === 'array' && b.kind === 'array') {
    const element = commonType(a.element, b.element);
    return element && array(element);
  }
  if (a.kind === 'map' && b.kind === 'map') {
    const key = commonType(a.key, b.key);
    const value = commonType(a.value, b.value);
    return key && value && { kind: 'map', key, value };
  }
  if (a.kind === 'row' && b.kind === 'row') return commonRow(a, b);
  return a;
}

function commonRow(a: Type & { kind: 'row' }, b: Type & { kind: 'row' }): Type | null {
  if (a.fields.length !== b.fields.length) return null;
  const fields = [];
  for (const [index, field] of a.fields.entries()) {
    const other = b.fields[index];
    const type = other && commonType(field.type, other.type);
    if (!type) return null;
    fields.push({ name: field.name === other.name ? field.name : null, type });
  }
  return { kind: 'row', fields };
}

function commonDecimal(
  a: { precision: number; scale: number },
  b: { precision: number; scale: number },
): Type | null {
  const scale = Math.max(a.scale, b.scale);
  const whole = Math.max(a.precision - a.scale, b.precision - b.scale);
  return decimal(Math.min(38, whole + scale), scale);
}

function commonNumber(a: Type, b: Type): Type | null {
  if (isInteger(a) && isInteger(b))
    return INTEGER_KINDS.indexOf(a.kind) > INTEGER_KINDS.indexOf(b.kind) ? a : b;
  const [left, right] = [asDecimal(a), asDecimal(b)];
  if (left && right) return commonDecimal(left, right);
  for (const kind of ['double', 'real'] as const) {
    const other = a.kind === kind ? b : b.kind === kind ? a : null;
    if (other) return asDecimal(other) || other.kind === 'real' ? { kind } : null;
  }
  return null;
}

/** Times, each of which coerces to those after it. */
const TIMES = ['date', 'timestamp', 'timestamp with time zone'];

function commonTime(a: Type, b: Type): Type | null {
  const [before, after] = TIMES.indexOf(a.kind) < TIMES.indexOf(b.kind) ? [a, b] : [b, a];
  if (!TIMES.includes(before.kind)) return null;
  if (before.kind === 'timestamp' && after.kind === 'timestamp with time zone')
    return zoned(Math.max(before.precision, after.precision));
  return after;
}

function withoutNames(type: Type): Type {
  switch (type.kind) {
    case 'array':
      return array(withoutNames(type.element));
    case 'map':
      return { kind: 'map', key: withoutNames(type.key), value: withoutNames(type.value) };
    case 'row':
      return {
        kind: 'row',
        fields: type.fields.map((field) => ({ name: null, type: withoutNames(field.type) })),
      };
    default:
      return type;
  }
}
