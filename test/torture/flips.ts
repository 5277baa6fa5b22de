export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Where a value lies in a document. */
export type Path = readonly (string | number)[];

export const typeName = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

/** Every place in a document but the document itself, lists and objects before what is in them. */
export function* places(value: Json, path: Path = []): Generator<readonly [Path, Json]> {
  if (path.length > 0) yield [path, value];
  if (typeof value !== 'object' || value === null) return;
  const items: Iterable<readonly [string | number, Json]> = Array.isArray(value)
    ? value.entries()
    : Object.entries(value);
  for (const [name, item] of items) yield* places(item, [...path, name]);
}

/** The document with another value at a place; without one, the place is left out. */
export function withValue(document: Json, [name, ...rest]: Path, value: Json | undefined): Json {
  if (name === undefined) return value ?? null;
  if (Array.isArray(document)) {
    const items = document as readonly Json[];
    return items.flatMap((item, at) => {
      if (at !== name) return [item];
      return rest.length === 0 && value === undefined ? [] : [withValue(item, rest, value)];
    });
  }
  return Object.fromEntries(
    Object.entries(document as object).flatMap(([key, item]: [string, Json]) => {
      if (key !== name) return [[key, item]];
      return rest.length === 0 && value === undefined ? [] : [[key, withValue(item, rest, value)]];
    }),
  );
}

/** One value of each type. The number is no integer, so that it is wrong where one is asked for. */
const OTHERS: readonly Json[] = ['text', 12.7, true, null, {}, []];

/** Every place with a value of every other type, and integers with a fraction. */
export function* flips(document: Json): Generator<readonly [Path, Json, Json]> {
  for (const [path, value] of places(document))
    for (const other of OTHERS)
      if (typeName(other) !== typeName(value) || (typeof value === 'number' && Number.isInteger(value)))
        yield [path, value, other];
}

/** Name of the field at a place, such as `transcript.turns[].text`. */
export const fieldName = (path: Path): string => path.join('.').replaceAll(/\.\d+/g, '[]');
