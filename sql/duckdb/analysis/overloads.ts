import type { Signature } from '../functions/signature.ts';
import { type Match, match, printTypes } from '../functions/signature.ts';
import type { Syntax } from '../parser.ts';
import type { Type } from '../types/type.ts';
import { coerce, refuse, type Typed } from './context.ts';

/** Functions that take a NULL without a type, at any place or not at the first; of the others it is ambiguous in Trino. */
const NULL_TAKERS: { readonly [name: string]: 'anywhere' | 'later' } = {
  greatest: 'anywhere',
  min: 'anywhere',
  max: 'anywhere',
  sqrt: 'anywhere',
  cbrt: 'anywhere',
  exp: 'anywhere',
  ln: 'anywhere',
  log: 'anywhere',
  log2: 'anywhere',
  log10: 'anywhere',
  power: 'anywhere',
  pow: 'anywhere',
  atan2: 'anywhere',
  sin: 'anywhere',
  cos: 'anywhere',
  tan: 'anywhere',
  degrees: 'anywhere',
  radians: 'anywhere',
  least: 'anywhere',
  count: 'anywhere',
  count_if: 'anywhere',
  length: 'anywhere',
  upper: 'anywhere',
  lower: 'anywhere',
  substr: 'later',
  substring: 'later',
  concat_ws: 'later',
  element_at: 'later',
  contains: 'later',
  date_add: 'later',
};

/** Two arrays, one of them of NULLs alone: it could be an element of the other. */
const isUntypedList = (type: Type): boolean => type.kind === 'array' && type.element.kind === 'unknown';

function isAmbiguous(name: string, types: readonly Type[]): boolean {
  if (name === 'concat' && types.length === 2 && types.filter(isUntypedList).length === 1) return true;
  const at = types.findIndex(({ kind }) => kind === 'unknown');
  const taken = NULL_TAKERS[name];
  return at >= 0 && (taken === undefined || (taken === 'later' && at === 0));
}

/**
 * Chooses the overload that needs the fewest conversions, the first of several, and converts the arguments.
 * @throws {SqlRefused} `function_not_found` when no signature fits
 */
export function choose<F extends { readonly signature: Signature }>(
  overloads: readonly F[],
  name: string,
  args: readonly Typed[],
  node: Syntax,
) {
  let best: { chosen: F; found: Match } | null = null;
  const types = args.map((arg) => arg.type);
  for (const overload of overloads) {
    const found = match(overload.signature, types);
    if (found && (!best || found.cost < best.found.cost)) best = { chosen: overload, found };
  }
  if (!best) {
    const known = overloads.map((overload) => overload.signature.text.replace(/^\w+/, name)).join('; ');
    throw refuse(
      node,
      'function_not_found',
      `${name} of (${printTypes(types)}) does not exist or is not run here`,
      `Known: ${known}.`,
    );
  }
  if (isAmbiguous(name, types))
    throw refuse(node, 'ambiguous_function_call', `${name} of a NULL without a type`, 'Cast the NULL.');
  const wanted = best.found.args;
  const values = args.map((arg, index) => {
    const { constant } = arg;
    const value = coerce(arg, wanted[index] ?? arg.type, node);
    return constant === undefined ? value : { ...value, constant };
  });
  return { ...best, values };
}
