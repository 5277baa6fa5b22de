import type { Syntax } from '../parser.ts';
import {
  array,
  decimal,
  JSON_TEXT,
  REAL,
  type Type,
  timestamp,
  VARBINARY,
  varchar,
  zoned,
} from '../types/type.ts';
import { refuse, unsupported } from './context.ts';
import { identifierOf } from './scope.ts';

const SIMPLE: { readonly [name: string]: Type } = {
  boolean: { kind: 'boolean' },
  tinyint: { kind: 'tinyint' },
  smallint: { kind: 'smallint' },
  int: { kind: 'integer' },
  integer: { kind: 'integer' },
  bigint: { kind: 'bigint' },
  double: { kind: 'double' },
  date: { kind: 'date' },
  real: REAL,
  json: JSON_TEXT,
  varbinary: VARBINARY,
  varchar: varchar(null),
  timestamp: timestamp(3),
  decimal: decimal(38, 0),
  dec: decimal(38, 0),
};

/**
 * The type that a type's name in a statement means.
 * @throws {SqlRefused} for types whose values are not modelled, such as CHAR and TIME
 */
export function typeOf(node: Syntax): Type {
  switch (node.kind) {
    case 'GenericType':
      return generic(node);
    case 'RowType':
      return { kind: 'row', fields: node.nodes.map(rowField) };
    case 'ArrayType':
    case 'LegacyArrayType':
      return array(typeOf(part(node, 0)));
    case 'DoublePrecisionType':
      return { kind: 'double' };
    case 'DateTimeType':
      return time(node);
    default:
      throw unsupported(node, `the type ${node.text}`);
  }
}

function time(node: Syntax): Type {
  if (!node.tokens.includes('TIMESTAMP'))
    throw unsupported(node, `the type ${node.text}`, 'Use a timestamp, or a text.');
  const precision = node.nodes[0];
  const time = checkedTimestamp(precision ? number(precision) : 3, node);
  const hasZone = node.tokens.includes('ZONE') && !node.tokens.includes('WITHOUT');
  return hasZone && time.kind === 'timestamp' ? zoned(time.precision) : time;
}

function checkedTimestamp(precision: number, node: Syntax): Type {
  if (precision > 6) throw unsupported(node, 'a timestamp of more than six digits');
  return timestamp(precision);
}

function generic(node: Syntax): Type {
  const name = identifierOf(part(node, 0));
  const parameters = node.nodes.slice(1);
  if (parameters.length === 0) {
    const simple = SIMPLE[name];
    if (!simple) throw unsupported(node, `the type ${name}`);
    return simple;
  }
  switch (name) {
    case 'varchar':
      return varchar(number(part(node, 1)));
    case 'decimal':
    case 'dec':
      return checkedDecimal(number(part(node, 1)), parameters[1] ? number(parameters[1]) : 0, node);
    case 'timestamp':
      return checkedTimestamp(number(part(node, 1)), node);
    case 'array':
      return array(typeOf(part(node, 1)));
    case 'map':
      return { kind: 'map', key: typeOf(part(node, 1)), value: typeOf(part(node, 2)) };
    default:
      throw unsupported(node, `the type ${name}`);
  }
}

function checkedDecimal(precision: number, scale: number, node: Syntax): Type {
  if (precision < 1 || precision > 38 || scale > precision)
    throw refuse(node, 'type_mismatch', `decimal(${precision}, ${scale}) is not a type`);
  return decimal(precision, scale);
}

function rowField(node: Syntax): { name: string | null; type: Type } {
  if (node.kind !== 'RowField') return { name: null, type: typeOf(node) };
  const [first, second] = node.nodes;
  if (first && second) return { name: identifierOf(first), type: typeOf(second) };
  return { name: null, type: typeOf(part(node, 0)) };
}

function number(node: Syntax): number {
  const value = Number(node.text);
  if (!Number.isSafeInteger(value))
    throw refuse(node, 'type_mismatch', `${node.text} is not a length or a precision`);
  return value;
}

function part(node: Syntax, index: number): Syntax {
  const found = node.nodes[index];
  if (!found) throw unsupported(node, `the type ${node.text}`);
  return found;
}
