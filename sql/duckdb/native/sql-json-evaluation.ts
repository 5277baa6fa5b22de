import { isObject, type Json, JsonNumber, parseJson } from './json.ts';
import { Failure } from './native.ts';
import type { Accessor, Condition, ModePath, Operand, Path, Place } from './sql-json-paths.ts';

/** Thrown where a strict path does not fit the value. */
export class PathMismatch extends Error {}

interface Around {
  readonly root: Json;
  /** What the filter around looks at. */
  readonly current: Json;
  readonly strict: boolean;
}

const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);

/** Members as Jackson keeps them: each once, where it was first, with its last value. */
export function withoutRepeats(value: Json): Json {
  if (isArray(value)) return value.map(withoutRepeats);
  if (!isObject(value)) return value;
  const members = value.members.map(([name, held]) => [name, withoutRepeats(held)] as const);
  return { members: [...new Map(members)] };
}

/** The items that a path finds in a value. @throws {PathMismatch} @throws {Failure} */
export function itemsOf(root: Json, path: ModePath): readonly Json[] {
  return walk(path, { root, current: root, strict: path.strict });
}

function walk(path: Path, around: Around): readonly Json[] {
  let items: readonly Json[] = [path.from === '$' ? around.root : around.current];
  for (const step of path.steps) items = items.flatMap((item) => stepFrom(item, step, around));
  return items;
}

function stepFrom(item: Json, step: Accessor, around: Around): readonly Json[] {
  switch (step.kind) {
    case 'member':
    case 'all members':
      return unwrapped(item, around).flatMap((value) => members(value, step, around));
    case 'elements':
    case 'all elements':
      return elements(item, step, around);
    case 'filter':
      return unwrapped(item, around).filter(
        (value) => holds(step.condition, { ...around, current: value }) === true,
      );
    case 'size':
      if (!isArray(item) && around.strict) throw new PathMismatch();
      return [new JsonNumber(String(isArray(item) ? item.length : 1))];
    default:
      return [typeOf(item)];
  }
}

/** In lax mode an array stands for its elements. */
const unwrapped = (item: Json, { strict }: Around): readonly Json[] =>
  !strict && isArray(item) ? item : [item];

function members(value: Json, step: Accessor, { strict }: Around): readonly Json[] {
  if (!isObject(value)) {
    if (strict) throw new PathMismatch();
    return [];
  }
  if (step.kind !== 'member') return value.members.map(([, held]) => held);
  const found = value.members.find(([name]) => name === step.name);
  if (!found && strict) throw new PathMismatch();
  return found ? [found[1]] : [];
}

function elements(item: Json, step: Accessor, { strict }: Around): readonly Json[] {
  if (!isArray(item) && strict) throw new PathMismatch();
  const list = isArray(item) ? item : [item];
  if (step.kind !== 'elements') return list;
  return step.ranges.flatMap(({ from, to }) => {
    const [first, last] = [placeIn(list, from), placeIn(list, to)];
    if (strict && (first < 0 || last >= list.length || first > last)) throw new PathMismatch();
    return list.slice(Math.max(0, first), Math.max(0, last + 1));
  });
}

const placeIn = (list: readonly Json[], place: Place): number =>
  'at' in place ? place.at : list.length - 1 - place.beforeLast;

function typeOf(item: Json): string {
  if (item === null) return 'null';
  if (isArray(item)) return 'array';
  if (item instanceof JsonNumber) return 'number';
  return isObject(item) ? 'object' : typeof item;
}

/** Whether a condition holds; null when it is unknown, as of values that cannot be compared. */
function holds(condition: Condition, around: Around): boolean | null {
  switch (condition.kind) {
    case 'and':
      return both(holds(condition.left, around), holds(condition.right, around));
    case 'or': {
      const opposite = both(negated(holds(condition.left, around)), negated(holds(condition.right, around)));
      return negated(opposite);
    }
    case 'not':
      return negated(holds(condition.of, around));
    case 'exists':
      return tried(() => walk(condition.path, around).length > 0);
    case 'starts':
      return tried(() =>
        anyOf(
          walk(condition.path, around).flatMap((item) => unwrapped(item, around)),
          (item) => (typeof item === 'string' ? item.startsWith(condition.text) : null),
          around.strict,
        ),
      );
    default:
      return tried(() => compared(condition, around));
  }
}

const negated = (value: boolean | null): boolean | null => (value === null ? null : !value);
const both = (a: boolean | null, b: boolean | null): boolean | null =>
  a === false || b === false ? false : a === null || b === null ? null : true;

/** What does not fit a strict path makes a condition unknown. */
function tried(work: () => boolean | null): boolean | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof PathMismatch) return null;
    throw error;
  }
}

/** True when one is; unknown when one cannot be told, which in lax mode counts only before one is true. */
function anyOf(
  items: readonly Json[],
  test: (item: Json) => boolean | null,
  strict: boolean,
): boolean | null {
  const results = items.map(test);
  const firstTrue = results.indexOf(true);
  const firstUnknown = results.indexOf(null);
  if (firstUnknown < 0) return firstTrue >= 0;
  if (firstTrue < 0) return null;
  // Which of the two is met first decides in lax mode; this is not proven.
  if (!strict) throw new Failure('NOT_PROVEN');
  return null;
}

function compared(condition: Condition & { kind: 'compare' }, around: Around): boolean | null {
  const values = (operand: Operand) =>
    'literal' in operand
      ? [parseJson(operand.literal)]
      : walk(operand, around).flatMap((item) => unwrapped(item, around));
  const right = values(condition.right);
  return anyOf(
    values(condition.left).flatMap((left) => right.map((other): Json => [left, other])),
    (pair) => comparePair(pair as readonly Json[], condition.sign),
    around.strict,
  );
}

function comparePair([a = null, b = null]: readonly Json[], sign: string): boolean | null {
  if (a === null || b === null) {
    const same = a === b;
    if (a !== null && typeof a === 'object' && !(a instanceof JsonNumber)) return null;
    if (b !== null && typeof b === 'object' && !(b instanceof JsonNumber)) return null;
    return sign === '==' ? same : sign === '!=' ? !same : same && sign.endsWith('=');
  }
  const order = orderOf(a, b);
  if (order === null) return null;
  switch (sign) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    default:
      return order >= 0;
  }
}

function orderOf(a: Exclude<Json, null>, b: Exclude<Json, null>): number | null {
  if (a instanceof JsonNumber && b instanceof JsonNumber) {
    const [x, y] =
      a.isWhole && b.isWhole ? [BigInt(a.text), BigInt(b.text)] : [Number(a.text), Number(b.text)];
    return x < y ? -1 : x > y ? 1 : 0;
  }
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return typeof a === 'boolean' && typeof b === 'boolean' ? Number(a) - Number(b) : null;
}
