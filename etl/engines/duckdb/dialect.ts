import { aheadOfUtc, type DayRange, type Elements, type ShapeDialect } from '../../shape/index.ts';
import { duckdbType } from '../types.ts';

/** White space of JavaScript's `\s` other than the space, for RE2. */
const SPACES =
  '\\t\\n\\x0b\\f\\r\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}';

/** Most turns are words apart by single spaces: those are split, which is ten times as fast as matching words. */
const words = (text: string): string =>
  `CASE WHEN ${text} <> '' AND NOT regexp_matches(${text}, '[${SPACES}]|  |^ | $')
    THEN len(string_split(${text}, ' ')) ELSE len(regexp_extract_all(${text}, '[^ ${SPACES}]+')) END`;

function elements({ relation, carry, list, element, as }: Elements): string {
  const isRow = typeof element === 'object' && 'row' in element;
  const rows = isRow ? list : `list_transform(${list}, lambda x: {'text': x})`;
  const columns = carry.map((name) => `"${name}"`).join(', ');
  return `SELECT ${columns}, unnest(${rows}) AS "${as}",
    CAST(generate_subscripts(${list}, 1) - 1 AS INTEGER) AS "position" FROM ${relation}`;
}

/**
 * How DuckDB writes what the shape means.
 * @param timeZone IANA name of the tenant's zone
 * @param days on which all calls started, UTC; knowing them makes the statements shorter
 */
export const duckdbDialect = (timeZone: string, days?: DayRange): ShapeDialect => ({
  instant: (text) => `CAST(${text} AS TIMESTAMP)`,
  day: (text) => `CAST(substring(${text}, 1, 10) AS DATE)`,
  wallClock: (instant) => `(${instant} + to_milliseconds(${aheadOfUtc(instant, timeZone, days)}))`,
  size: (list) => `len(${list})`,
  // Filtering would copy whole elements; to count, their answers are enough.
  sizeWhere: (list, condition) =>
    `len(list_filter(list_transform(${list}, lambda x: ${condition}), lambda y: y))`,
  // Mostly it is the first element, which is had without copying the others.
  firstWhere: (list, condition, field) =>
    `CASE WHEN ${condition.replaceAll(/\bx\./g, `${list}[1].`)} THEN ${list}[1].${field}
      ELSE list_filter(${list}, lambda x: ${condition})[1].${field} END`,
  words,
  type: duckdbType,
  elements,
});
