import { nativeSql } from '../native/native.ts';
import type { Position, Syntax } from '../parser.ts';
import { commonType } from '../types/coercion.ts';
import { array, sameType, type Type } from '../types/type.ts';
import { type Context, mismatch, type Typed, unsupported } from './context.ts';
import { type Argument, body, type LambdaFunction, rowOf, valuesOf } from './lambda-bodies.ts';

/** A function of a map and a lambda of its keys and values: `make` says which entries come out. */
export function ofMap(
  name: string,
  make: (
    result: Typed,
    entry: string,
    map: Type & { kind: 'map' },
    node: Position,
  ) => {
    readonly key: Argument;
    readonly value: Argument;
    readonly kept?: string;
  },
): LambdaFunction {
  return {
    text: `${name}(map(K,V), (k, v) -> …)`,
    build: (args, node, context) => {
      const [map] = valuesOf(name, 'vλ', args, node, context);
      if (map?.type.kind !== 'map') throw mismatch(node, `${name} needs a map`);
      const entry = context.statement.nextAlias('x');
      const { type } = map;
      const given = [
        { type: type.key, sql: `(${entry}).f1` },
        { type: type.value, sql: `(${entry}).f2` },
      ];
      const result = body(args[1], given, context, name === 'map_filter');
      const { key, value, kept } = make(result, entry, type, node);
      const entries = nativeSql(ENTRIES, [type], array(rowOf(type.key, type.value)), [map.sql]);
      const chosen = kept ? `list_filter(${entries}, lambda ${entry}: ${kept})` : entries;
      const changed = `list_transform(${chosen}, lambda ${entry}: struct_pack(f1 := ${key.sql}, f2 := ${value.sql}))`;
      const to: Type = { kind: 'map', key: key.type, value: value.type };
      const sql = nativeSql(FROM_ENTRIES, [array(rowOf(key.type, value.type))], to, [changed]);
      return { type: to, sql, wild: map.wild ?? false };
    },
  };
}

const ENTRIES = 'map_entries(map(K,V)) -> array(row(K,V))';
const FROM_ENTRIES = 'map_from_entries(array(row(K,V))) -> map(K,V)';

/** `map_zip_with(a, b, (k, v1, v2) -> …)`: the keys of both maps. */
export function mapZipWith(args: readonly Syntax[], node: Syntax, context: Context): Typed {
  const [a, b] = valuesOf('map_zip_with', 'vvλ', args, node, context);
  if (a?.type.kind !== 'map' || b?.type.kind !== 'map') throw mismatch(node, 'map_zip_with needs two maps');
  const key = commonType(a.type.key, b.type.key);
  if (!key || !sameType(key, a.type.key) || !sameType(key, b.type.key))
    throw unsupported(node, 'maps with keys of two types');
  const entry = context.statement.nextAlias('x');
  const triples = array(rowOf(key, a.type.value, b.type.value));
  const zipped = nativeSql('zip maps', [a.type, b.type], triples, [a.sql, b.sql]);
  const types = [key, a.type.value, b.type.value];
  const given = types.map((type, index) => ({ type, sql: `(${entry}).f${index + 1}` }));
  const result = body(args[2], given, context);
  const changed = `list_transform(${zipped}, lambda ${entry}: struct_pack(f1 := (${entry}).f1, f2 := ${result.sql}))`;
  const to: Type = { kind: 'map', key, value: result.type };
  return {
    type: to,
    sql: nativeSql(FROM_ENTRIES, [array(rowOf(key, result.type))], to, [changed]),
    wild: true,
  };
}
