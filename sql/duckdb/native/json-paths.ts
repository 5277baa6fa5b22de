import { isObject, type Json, JsonNumber, JsonReader, NotJson } from './json.ts';
import { outOfRange } from './native.ts';

/** A step of a path: a member's name, or an element's number. */
type Step = string | number;

const STEP = /\.([\p{L}\p{N}_]+)|\[(\d{1,9})\]|\["((?:[^"\\]|\\.)*)"\]/uy;

const PATHS = new Map<string, readonly Step[]>();

/**
 * The steps of a path such as `$.a[0]["b c"]`.
 * @throws {Failure} for what Trino's older JSON functions do not take, such as wildcards
 */
export function pathSteps(path: string): readonly Step[] {
  const known = PATHS.get(path);
  if (known) return known;
  const steps: Step[] = [];
  STEP.lastIndex = 1;
  while (path.startsWith('$') && STEP.lastIndex < path.length) {
    const [, name, index, quoted] = STEP.exec(path) ?? [];
    const text = name ?? quoted?.replace(/\\(.)/g, '$1');
    if (text === undefined && index === undefined) throw outOfRange();
    steps.push(text ?? Number(index));
  }
  if (!path.startsWith('$')) throw outOfRange();
  PATHS.set(path, steps);
  return steps;
}

/** The value at a path of a text, as soon as it is found: what follows it need not be JSON. Undefined when there is none. */
export function valueAt(text: string, path: string): Json | undefined {
  const steps = pathSteps(path);
  try {
    return found(new JsonReader(text), steps, 0);
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}

function found(reader: JsonReader, steps: readonly Step[], at: number): Json | undefined {
  const step = steps[at];
  if (step === undefined) return reader.value();
  if (reader.open('{')) return inObject(reader, steps, at, step);
  if (!reader.open('[')) return undefined;
  const wanted = typeof step === 'number' ? step : /^\d{1,9}$/.test(step) ? Number(step) : -1;
  for (let index = 0; reader.next(']', index === 0); index += 1) {
    if (index === wanted) return found(reader, steps, at + 1);
    reader.value();
  }
  return undefined;
}

function inObject(reader: JsonReader, steps: readonly Step[], at: number, step: Step): Json | undefined {
  for (let first = true; reader.next('}', first); first = false) {
    const name = reader.name();
    if (name === String(step)) return found(reader, steps, at + 1);
    reader.value();
  }
  return undefined;
}

/** A scalar as text: numbers as they are written; null for an object, an array or a JSON null. */
export function scalarText(value: Json | undefined): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return value instanceof JsonNumber ? value.text : null;
}

/** The number of members or elements; 0 of a scalar. */
export function sizeOf(value: Json): bigint {
  if (Array.isArray(value)) return BigInt(value.length);
  return isObject(value) ? BigInt(value.members.length) : 0n;
}

/** The elements of a text that begins with an array, up to where it is no JSON; null when it begins with something else. */
export function* elementsOf(text: string): Generator<Json, 'ended' | 'not an array' | 'broken'> {
  const reader = new JsonReader(text);
  try {
    if (!reader.open('[')) return 'not an array';
    for (let first = true; reader.next(']', first); first = false) yield reader.value();
    return 'ended';
  } catch (error) {
    if (error instanceof NotJson) return 'broken';
    throw error;
  }
}
