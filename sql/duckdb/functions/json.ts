import { canonicalJson, type Json, JsonNumber, NotJson, parseJson, writeJson } from '../native/json.ts';
import { elementsOf, scalarText, sizeOf, valueAt } from '../native/json-paths.ts';
import { Failure, outOfRange } from '../native/native.ts';
import { native, type ScalarFunction } from './define.ts';

function parse(text: string): string {
  const canonical = canonicalJson(text);
  if (canonical === null) throw outOfRange();
  return canonical;
}

function extract(text: string, path: string): string | null {
  const value = valueAt(text, path);
  return value === undefined ? null : writeJson(value, false);
}

function size(text: string, path: string): bigint | null {
  const value = valueAt(text, path);
  return value === undefined ? null : sizeOf(value);
}

/** How many elements; NULL for what is no array, or not whole. */
function arrayLength(text: string): bigint | null {
  const elements = elementsOf(text);
  for (let count = 0n; ; count += 1n) {
    const { done, value } = elements.next();
    if (done) return value === 'ended' ? count : null;
  }
}

/** An element by its number, from the end for a negative one; a text comes without its quotes, as Trino gives it. */
function arrayGet(text: string, index: bigint): string | null {
  const elements: Json[] = [];
  const source = elementsOf(text);
  for (;;) {
    const { done, value } = source.next();
    if (done && value !== 'ended') return null;
    if (done) break;
    elements.push(value as Json);
    if (index >= 0n && BigInt(elements.length) > index) break;
  }
  const element = elements.at(Number(index));
  // Trino breaks down over it.
  if (element === null && index < 0n) throw new Failure('NOT_PROVEN');
  if (element === undefined || element === null) return null;
  return scalarText(element) ?? writeJson(element, false);
}

/** Whether an array holds a value: whole numbers and others are told apart by how they are written. */
const holds = (matches: (element: Json, wanted: never) => boolean) => (text: string, wanted: never) => {
  if (typeof wanted === 'number' && !Number.isFinite(wanted)) return false;
  const source = elementsOf(text);
  for (;;) {
    const { done, value } = source.next();
    if (done) return value === 'ended' ? false : null;
    if (matches(value as Json, wanted)) return true;
  }
};

const MATCHES: { readonly [type: string]: (element: Json, wanted: never) => boolean } = {
  boolean: (element, wanted: boolean) => element === wanted,
  bigint: (element, wanted: bigint) =>
    element instanceof JsonNumber && element.isWhole && BigInt(element.text) === wanted,
  double: (element, wanted: number) =>
    element instanceof JsonNumber && !element.isWhole && Number(element.text) === wanted,
  varchar: (element, wanted: string) => element === wanted,
};

function isScalar(text: string): boolean {
  try {
    const value = parseJson(text);
    return value === null || typeof value !== 'object' || value instanceof JsonNumber;
  } catch (error) {
    throw error instanceof NotJson ? outOfRange() : error;
  }
}

/** Functions whose first argument may be JSON or its text. */
const both = (
  name: string,
  rest: string,
  result: string,
  body: (text: string, ...args: never[]) => unknown,
) =>
  ['json', 'varchar(x)'].map((type) =>
    native(
      `${name}(${type}${rest}) -> ${type === 'json' ? result.replace('(x)', '') : result}`,
      body as (...args: never[]) => string | null,
    ),
  );

/** Functions of JSON and of texts that hold JSON. */
export const JSON_FUNCTIONS: readonly ScalarFunction[] = [
  native('json_parse(varchar(x)) -> json', parse),
  native('json_format(json) -> varchar', (json: string) => json),
  ...both('json_extract', ', varchar', 'json', extract),
  ...both('json_extract_scalar', ', varchar', 'varchar(x)', (text, path: string) =>
    scalarText(valueAt(text, path)),
  ),
  ...both('json_size', ', varchar', 'bigint', size),
  ...both('json_array_length', '', 'bigint', arrayLength),
  ...both('json_array_get', ', bigint', 'json', arrayGet),
  ...Object.entries(MATCHES).flatMap(([type, matches]) =>
    both('json_array_contains', `, ${type}`, 'boolean', holds(matches)),
  ),
  ...both('is_json_scalar', '', 'boolean', isScalar),
];
