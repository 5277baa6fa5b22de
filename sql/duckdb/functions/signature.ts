import { asDecimal, coerces, commonType } from '../types/coercion.ts';
import {
  array,
  decimal,
  printType,
  sameType,
  type Type,
  timestamp,
  UNKNOWN,
  varchar,
  zoned,
} from '../types/type.ts';

/** A signature in Trino's notation, such as `substr(varchar(x), bigint) -> varchar(x)`; `…` after the last argument repeats it. */
export interface Signature {
  readonly text: string;
  readonly name: string;
  readonly args: readonly Pattern[];
  readonly variadic: boolean;
  readonly result: Pattern;
}

interface Pattern {
  readonly name: string;
  readonly args: readonly Pattern[];
}

/** Types that arguments are brought to, and the type of the result. */
export interface Match {
  readonly args: readonly Type[];
  readonly result: Type;
  /** Arguments that need a conversion. */
  readonly cost: number;
}

type Bindings = Map<string, Type | number | null>;

/** Reads a signature's text. */
export function signature(text: string): Signature {
  const [, name = '', inner = '', result = ''] =
    /^(\w+)\((.*)\) -> (.+)$/.exec(
      text.replace(/timestamp\((\w+)\) with time zone/g, 'timestamp with time zone($1)'),
    ) ?? [];
  const variadic = inner.endsWith('…');
  const args = inner === '' ? [] : patterns(inner.replace('…', ''));
  const [resultPattern] = patterns(result);
  if (!resultPattern || name === '') throw new TypeError(`sql: not a signature: ${text}`);
  return { text, name, args, variadic, result: resultPattern };
}

function patterns(text: string): Pattern[] {
  const list: Pattern[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (at < text.length && !(text[at] === ',' && depth === 0)) continue;
    const [, name = '', inner] = /^\s*([\w ]+?)(?:\((.*)\))?\s*$/.exec(text.slice(start, at)) ?? [];
    list.push({ name, args: inner === undefined ? [] : patterns(inner) });
    start = at + 1;
  }
  return list;
}

/** How the arguments fit a signature; null when they do not. */
export function match(wanted: Signature, given: readonly Type[]): Match | null {
  const { args, variadic } = wanted;
  if (variadic ? given.length < args.length : given.length !== args.length) return null;
  const all = given.map((_, index) => args[Math.min(index, args.length - 1)]);
  const bindings: Bindings = new Map();
  for (const [index, type] of given.entries()) {
    const pattern = all[index];
    if (!pattern || !bind(pattern, type, bindings)) return null;
  }
  const types = all.map((pattern, index) => (pattern ? build(pattern, bindings) : (given[index] ?? UNKNOWN)));
  const cost = types.filter((type, index) => !sameType(type, given[index] ?? UNKNOWN)).length;
  return { args: types, result: build(wanted.result, bindings), cost };
}

type Binder = (parts: readonly Pattern[], type: Type, bindings: Bindings) => boolean;

/** How the variables of a parameterised type are found; the other types only have to coerce. */
const BINDERS: { readonly [name: string]: Binder } = {
  varchar: ([length], type, bindings) => {
    if (type.kind !== 'varchar' && type.kind !== 'unknown') return false;
    if (length && /^\d+$/.test(length.name) && type.kind === 'varchar')
      return type.length !== null && type.length <= Number(length.name);
    if (length) widen(length.name, type.kind === 'varchar' ? type.length : 0, bindings);
    return true;
  },
  decimal: ([precision, scale], type, bindings) => {
    const digits = type.kind === 'unknown' ? { precision: 1, scale: 0 } : asDecimal(type);
    if (!digits || !precision || !scale) return false;
    bindings.set(precision.name, digits.precision).set(scale.name, digits.scale);
    return true;
  },
  timestamp: ([precision], type, bindings) => {
    // A date alone would fit both timestamp types of Trino: it is brought to one only beside a timestamp.
    if (!precision || (type.kind !== 'timestamp' && !(type.kind === 'date' && bindings.has(precision.name))))
      return false;
    widen(precision.name, type.kind === 'timestamp' ? type.precision : 0, bindings);
    return true;
  },
  array: ([element], type, bindings) => {
    if (!element || (type.kind !== 'array' && type.kind !== 'unknown')) return false;
    return bind(element, type.kind === 'array' ? type.element : UNKNOWN, bindings);
  },
  map: ([key, value], type, bindings) =>
    type.kind === 'map' &&
    !!key &&
    !!value &&
    bind(key, type.key, bindings) &&
    bind(value, type.value, bindings),
  row: (fields, type, bindings) =>
    type.kind === 'row' &&
    type.fields.length === fields.length &&
    type.fields.every((field, index) => {
      const pattern = fields[index];
      return pattern !== undefined && bind(pattern, field.type, bindings);
    }),
  'timestamp with time zone': ([precision], type, bindings) => {
    if (!precision || type.kind !== 'timestamp with time zone') return false;
    widen(precision.name, type.precision, bindings);
    return true;
  },
};

/** Finds what the variables of a pattern stand for; false when the type does not fit. */
function bind(pattern: Pattern, type: Type, bindings: Bindings): boolean {
  if (isVariable(pattern)) {
    const bound = bindings.get(pattern.name);
    const common = bound && typeof bound === 'object' ? commonType(bound, type) : type;
    if (common) bindings.set(pattern.name, common);
    return common !== null;
  }
  const binder = BINDERS[pattern.name];
  return binder ? binder(pattern.args, type, bindings) : coerces(type, { kind: pattern.name } as Type);
}

const isVariable = (pattern: Pattern): boolean => /^[A-Z]$/.test(pattern.name);

function widen(name: string, value: number | null, bindings: Bindings): void {
  const bound = bindings.get(name);
  const both = typeof bound === 'number' && value !== null ? Math.max(bound, value) : null;
  bindings.set(name, bound === undefined ? value : both);
}

function build(pattern: Pattern, bindings: Bindings): Type {
  if (isVariable(pattern)) {
    const bound = bindings.get(pattern.name);
    return bound && typeof bound === 'object' ? bound : UNKNOWN;
  }
  const numbers = pattern.args.map((arg) =>
    /^\d+$/.test(arg.name) ? Number(arg.name) : bindings.get(arg.name),
  );
  const numberAt = (index: number) => (typeof numbers[index] === 'number' ? numbers[index] : 0);
  switch (pattern.name) {
    case 'varchar':
      return varchar(pattern.args.length === 0 || numbers[0] === null ? null : numberAt(0));
    case 'decimal':
      return decimal(numberAt(0), numberAt(1));
    case 'timestamp':
      return timestamp(numberAt(0));
    case 'array':
      return array(pattern.args[0] ? build(pattern.args[0], bindings) : UNKNOWN);
    case 'timestamp with time zone':
      return zoned(numberAt(0));
    case 'row':
      return {
        kind: 'row',
        fields: pattern.args.map((_, index) => ({ name: null, type: buildAt(pattern, index, bindings) })),
      };
    case 'map':
      return { kind: 'map', key: buildAt(pattern, 0, bindings), value: buildAt(pattern, 1, bindings) };
    default:
      return { kind: pattern.name } as Type;
  }
}

const buildAt = (pattern: Pattern, index: number, bindings: Bindings): Type => {
  const arg = pattern.args[index];
  return arg ? build(arg, bindings) : UNKNOWN;
};

/** The types of arguments as Trino lists them in its errors. */
export const printTypes = (types: readonly Type[]): string => types.map(printType).join(', ');
