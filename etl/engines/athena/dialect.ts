import { aheadOfUtc, type DayRange, type Elements, quoted, type ShapeDialect } from '../../shape/index.ts';
import type { ColumnType } from '../../tables/index.ts';

/** A text as SQL literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * Name of a column type in Trino, for CAST and DDL, such as `array(row("turn" integer))`. Fields are in lower case, since
 * a cast of JSON finds no others; paths find them in any case.
 */
export function trinoType(type: ColumnType): string {
  if (typeof type === 'string') return type === 'timestamp' ? 'timestamp(3)' : type;
  if ('array' in type) return `array(${trinoType(type.array)})`;
  const fields = Object.entries(type.row).map(
    ([name, field]) => `${quoted(name.toLowerCase())} ${trinoType(field)}`,
  );
  return `row(${fields.join(', ')})`;
}

/** What is no white space for JavaScript's `\s`, in the escapes of Trino's regular expressions. */
const WORD =
  '[^\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]+';

/** UNNEST spreads the fields of a row over columns, so each element is wrapped in a row of one field to stay whole. */
function elements({ relation, carry, list, element, as }: Elements): string {
  const isRow = typeof element === 'object' && 'row' in element;
  const whole = isRow ? 'x' : `CAST(ROW(x) AS row("text" ${trinoType(element)}))`;
  const columns = carry.map((name) => `${quoted('r')}.${quoted(name)}`).join(', ');
  return `SELECT ${columns}, "u".${quoted(as)}, CAST("u"."ordinal" - 1 AS integer) AS "position"
    FROM (SELECT * FROM ${relation}) AS "r"
    CROSS JOIN UNNEST(transform(${list}, x -> ROW(${whole}))) WITH ORDINALITY AS "u" (${quoted(as)}, "ordinal")`;
}

/**
 * How Trino, and so Athena, writes what the shape means.
 * @param timeZone IANA name of the tenant's zone; its clock is told to the engine, which need not know the zone
 * @param days on which all calls started, UTC; without them the statements are too long for Athena in zones with many changes
 */
export const athenaDialect = (timeZone: string, days?: DayRange): ShapeDialect => ({
  instant: (text) => `CAST(from_iso8601_timestamp(${text}) AS timestamp(3))`,
  day: (text) => `CAST(substr(${text}, 1, 10) AS date)`,
  wallClock: (instant) => `date_add('millisecond', ${aheadOfUtc(instant, timeZone, days)}, ${instant})`,
  size: (list) => `cardinality(${list})`,
  sizeWhere: (list, condition) => `cardinality(filter(${list}, x -> ${condition}))`,
  firstWhere: (list, condition, field) =>
    `element_at(filter(${list}, x -> ${condition}), 1).${quoted(field)}`,
  words: (text) => `regexp_count(${text}, '${WORD}')`,
  type: trinoType,
  elements,
});
