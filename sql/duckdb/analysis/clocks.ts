import { nativeSql } from '../native/native.ts';
import type { Syntax } from '../parser.ts';
import { printType, timestamp, zoned } from '../types/type.ts';
import { type Context, coerce, mismatch, type Typed, unsupported, watched } from './context.ts';

/** `x AT TIME ZONE 'Europe/Berlin'`: the same instant, shown by other clocks; a timestamp is one of the session's, UTC. */
export function atTimeZone(node: Syntax, context: Context): Typed {
  const [operand, zoneNode] = [node.nodes[0], node.nodes[1]?.nodes[0]];
  if (!operand || !zoneNode) throw unsupported(node, 'this AT TIME ZONE');
  const given = [operand, zoneNode].map((part) => context.statement.analyse(part, context));
  const [value, zone] = watched(context, `${given[0]?.type.kind} AT TIME ZONE`, given);
  if (!value || !zone) throw unsupported(node, 'this AT TIME ZONE');
  if (zone.type.kind !== 'varchar')
    throw unsupported(node, 'AT TIME ZONE with an interval', "Write '+02:00'.");
  const { type } = value;
  if (type.kind !== 'timestamp' && type.kind !== 'timestamp with time zone')
    throw mismatch(node, `${printType(type)} is shown by no clocks`);
  const instant = coerce(value, zoned(type.precision), node);
  const types = [instant.type, zone.type];
  return { type: instant.type, sql: nativeSql('at zone', types, instant.type, [instant.sql, zone.sql]) };
}

/** CURRENT_TIMESTAMP and LOCALTIMESTAMP, of the same moment for a whole statement. */
export function now(node: Syntax, context: Context): Typed {
  const name = node.tokens[0] ?? 'CURRENT_TIMESTAMP';
  watched(context, name, []);
  if (node.kind !== 'FunctionCall' && node.nodes.length > 0)
    throw unsupported(node, `${name} with a precision`, 'Cast it.');
  const moment = "date_trunc('milliseconds', now() AT TIME ZONE 'UTC')";
  if (name === 'LOCALTIMESTAMP') return { type: timestamp(3), sql: moment };
  return { type: zoned(3), sql: `struct_pack(t := epoch_us(${moment}), z := 'UTC')` };
}
