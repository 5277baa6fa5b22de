import type { RowGroup } from './footers.ts';

/** A text or a quoted name of DuckDB's SQL. */
const TEXT = /'(?:[^']|'')*'/g;
const NAME = /"(?:[^"]|"")+"|[A-Za-z_]\w*/g;

/** The columns among `known` that the filter of a scan, as EXPLAIN writes it, names. */
export function namesIn(filter: string, known: ReadonlySet<string>): string[] {
  const names = filter.replaceAll(TEXT, "''").match(NAME) ?? [];
  return names.map((name) => name.replaceAll('"', '')).filter((name) => known.has(name));
}

/** `day>='2026-01-01'::DATE`, `n=1`, `name='it''s'`. */
const COMPARISON =
  /^"?(?<name>\w+)"?(?<operator>=|>=|<=|>|<)(?:'(?<text>(?:[^']|'')*)'(?:::\w+)?|(?<number>-?\d+(?:\.\d+)?))$/;

/**
 * Whether rows of a row group may pass the filter, by the least and greatest values of its columns. Only comparisons of a
 * column with a literal, joined by AND, are judged; anything else may let rows pass.
 */
export function mayPass(filter: string, columns: RowGroup): boolean {
  if (/ OR /.test(filter.replaceAll(TEXT, "''"))) return true;
  return conditions(filter).every((condition) => {
    const { name = '', operator, text, number } = COMPARISON.exec(condition)?.groups ?? {};
    const { least = null, greatest = null } = columns.get(name) ?? {};
    if (least === null || greatest === null) return true;
    const order = number === undefined ? textOrder(text ?? '') : numberOrder(Number(number));
    if (operator === '=') return order(least) <= 0 && order(greatest) >= 0;
    if (operator === '>') return order(greatest) > 0;
    if (operator === '>=') return order(greatest) >= 0;
    return operator === '<' ? order(least) < 0 : order(least) <= 0;
  });
}

/** The parts between AND, which may stand in a text as well. */
const conditions = (filter: string): string[] =>
  filter
    .replace(/^\w+: /, '')
    .match(/(?:'(?:[^']|'')*'|(?! AND ).)+/gs)
    ?.map((part) => part.replace(/^ AND /, '').trim()) ?? [];

/** Texts are ordered by their bytes in UTF-8; days and times are written so that this is their order. */
function textOrder(bound: string): (value: string) => number {
  const bytes = Buffer.from(bound.replaceAll("''", "'"));
  return (value) => Buffer.compare(Buffer.from(value), bytes);
}

const numberOrder =
  (bound: number) =>
  (value: string): number =>
    Number.isNaN(Number(value)) ? 0 : Number(value) - bound;
