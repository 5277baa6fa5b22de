import { FORMATTED } from '../native/format.ts';
import { nativeSql } from '../native/native.ts';
import type { Syntax } from '../parser.ts';
import { printType, VARCHAR } from '../types/type.ts';
import { type Context, mismatch, refuse, type Typed, unsupported, watched } from './context.ts';

/** How the documentation writes it. */
export const FORMAT = 'format(varchar, …) -> varchar';

/** `format(pattern, …)` with values of any types. */
export function formatCall(args: readonly Syntax[], node: Syntax, context: Context): Typed {
  const given = args.map((arg) => context.statement.analyse(arg, context));
  const values = watched(context, FORMAT, given);
  const [pattern, ...rest] = values;
  if (!pattern || rest.length === 0)
    throw refuse(node, 'syntax_error', 'format needs a pattern and at least one value');
  if (pattern.type.kind !== 'varchar') throw mismatch(node, 'the pattern of format must be a text');
  for (const { type } of rest)
    if (!FORMATTED.includes(type.kind))
      throw unsupported(node, `format of ${printType(type)}`, 'Cast it to varchar.');
  const types = values.map(({ type }) => type);
  return {
    type: VARCHAR,
    sql: nativeSql(
      'format',
      types,
      VARCHAR,
      values.map(({ sql }) => sql),
    ),
  };
}
