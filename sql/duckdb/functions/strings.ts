import { guard, refuse, unsupported } from '../analysis/context.ts';
import { nativeSql } from '../native/native.ts';
import { type Type, VARCHAR, varchar } from '../types/type.ts';
import { type Call, define, literalNumber, literalText, type ScalarFunction } from './define.ts';
import { REGEXPS } from './regexps.ts';

const lengthOf = (type: Type | undefined): number | null => (type?.kind === 'varchar' ? type.length : 0);
const MAX_LENGTH = 2_147_483_647;
const limited = (length: number): Type => varchar(length >= MAX_LENGTH ? null : length);

/** Trino's length of `replace`: every position may grow by the replacement. */
function replacedLength([x, , z]: readonly Type[]): Type {
  const [from, by] = [lengthOf(x), lengthOf(z)];
  return from === null || by === null ? VARCHAR : limited(from + by * (from + 1));
}

/** A literal that must have characters: an empty one means other things in the two engines. */
function nonEmpty(call: Call, index: number, what: string): string {
  const value = literalText(call, index, what);
  if (value === '') throw unsupported(call.node, `an empty ${what}`);
  return value;
}

function substr([text, start, length]: readonly string[]): string {
  const sliced =
    length === undefined ? `substr(${text}, ${start})` : `substr(${text}, ${start}, greatest(${length}, 0))`;
  const nulls = length === undefined ? '' : ` WHEN ${length} IS NULL THEN NULL`;
  return `CASE${nulls} WHEN ${start} = 0 OR ${start} > length(${text}) OR ${start} < -length(${text}) THEN substr(${text}, 1, 0) ELSE ${sliced} END`;
}

function pad(name: string): ScalarFunction {
  return define(`${name}(varchar(x), bigint, varchar(y)) -> varchar`, ([text, , filler], call) => {
    const size = literalNumber(call, 1, `the size of ${name}`);
    nonEmpty(call, 2, 'padding');
    if (size < 0 || size > 100_000)
      throw refuse(call.node, 'invalid_function_argument', 'the size is out of range');
    return `${name}(${text}, ${size}, ${filler})`;
  });
}

const trims: ScalarFunction[] = ['trim', 'ltrim', 'rtrim'].flatMap((name) => [
  define(`${name}(varchar(x)) -> varchar(x)`, ([text]) => `${name}(${text}, trino.white_space())`),
  define(`${name}(varchar(x), varchar(y)) -> varchar(x)`, ([text, characters], call) => {
    if (call.args[1]?.constant === '') return text ?? '';
    nonEmpty(call, 1, 'set of characters to trim');
    return `${name}(${text}, ${characters})`;
  }),
]);

/** Functions of texts. */
export const STRINGS: readonly ScalarFunction[] = [
  define('length(varchar(x)) -> bigint', ([text]) => `length(${text})`),
  define('lower(varchar(x)) -> varchar(x)', ([text]) =>
    guard(`trino.unproven_case(${text})`, VARCHAR, `lower(${text})`),
  ),
  define('upper(varchar(x)) -> varchar(x)', ([text]) =>
    guard(`trino.unproven_case(${text})`, VARCHAR, `trino.upper_text(${text})`),
  ),
  ...trims,
  define('substr(varchar(x), bigint) -> varchar(x)', substr),
  define('substr(varchar(x), bigint, bigint) -> varchar(x)', substr),
  define('substring(varchar(x), bigint) -> varchar(x)', substr),
  define('substring(varchar(x), bigint, bigint) -> varchar(x)', substr),
  define('concat(varchar, varchar…) -> varchar', (args) => `(${args.join(' || ')})`),
  define('concat_ws(varchar, varchar…) -> varchar', (args) => `concat_ws(${args.join(', ')})`),
  define('replace(varchar(x), varchar(y)) -> varchar(x)', ([text, from]) => {
    return `CASE WHEN ${from} = '' THEN ${text} ELSE replace(${text}, ${from}, '') END`;
  }),
  define(
    'replace(varchar(x), varchar(y), varchar(z)) -> varchar',
    ([text, from, by], call) => {
      if (call.args[1]?.constant) return `replace(${text}, ${from}, ${by})`;
      return nativeSql('replace', [VARCHAR, VARCHAR, VARCHAR], VARCHAR, [text ?? '', from ?? '', by ?? '']);
    },
    { resultOf: replacedLength },
  ),
  define(
    'strpos(varchar(x), varchar(y)) -> bigint',
    ([text, part]) =>
      `CASE WHEN ${part} = '' AND ${text} IS NOT NULL THEN CAST(1 AS BIGINT) ELSE instr(${text}, ${part}) END`,
  ),
  define(
    'starts_with(varchar(x), varchar(y)) -> boolean',
    ([text, start]) => `starts_with(${text}, ${start})`,
  ),
  define('split(varchar(x), varchar(y)) -> array(varchar(x))', ([text, by], call) => {
    nonEmpty(call, 1, 'delimiter');
    return `string_split(${text}, ${by})`;
  }),
  pad('lpad'),
  pad('rpad'),
  ...REGEXPS,
];
