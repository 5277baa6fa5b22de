import type { Signature } from '../functions/signature.ts';
import { type Match, match, printTypes } from '../functions/signature.ts';
import type { Syntax } from '../parser.ts';
import { coerce, refuse, type Typed } from './context.ts';

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
  if (!best || args.some((arg) => arg.interval)) {
    const known = overloads.map((overload) => overload.signature.text.replace(/^\w+/, name)).join('; ');
    throw refuse(
      node,
      'function_not_found',
      `${name} of (${printTypes(types)}) does not exist or is not run here`,
      `Known: ${known}.`,
    );
  }
  const wanted = best.found.args;
  const values = args.map((arg, index) => {
    const { constant } = arg;
    const value = coerce(arg, wanted[index] ?? arg.type, node);
    return constant === undefined ? value : { ...value, constant };
  });
  return { ...best, values };
}
