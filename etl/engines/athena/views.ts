import { quoted } from '../../shape/index.ts';
import { PERIOD_TABLE_NAMES, PERIOD_TABLES, type PeriodTableName } from '../../tables/index.ts';
import type { LakeCatalog } from './catalog.ts';
import { literal } from './dialect.ts';
import {
  CHANGES,
  DOCUMENTS,
  type ExternalTable,
  filesOf,
  LINES,
  POINTERS,
  RAW,
  WINNERS,
} from './external-tables.ts';

/** View of what is visible: `tenant_id, period, snapshot`. */
export const CURRENT_VIEW = 'lake_current';

const POINTER_TYPE =
  'row("pointer_version" bigint, "tenant_id" varchar, "period" varchar, "entries" array(row("version" bigint, "snapshot" varchar, "since" varchar, "change" varchar)))';
const CHANGE_TYPE = 'row("tenant_id" varchar, "change" varchar, "outcome" varchar, "since" varchar)';

/** Condition on a text: an instant as it is written everywhere. */
const isInstant = (text: string): string =>
  `regexp_like(${text}, '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$')`;

/** Conditions on a line of the pointers' table: what this version writes at this path ({@link pointerSchema}), as far as it is read here. */
const POINTER_RULES = [
  '"v"."pointer_version" = 1',
  '"v"."tenant_id" = "tenant_id"',
  '"v"."period" = "name"',
  'cardinality("v"."entries") > 0',
  `all_match("v"."entries", e -> e."version" >= 0 AND (e."since" IS NULL) <> (e."change" IS NULL)
      AND (e."since" IS NULL OR ${isInstant('e."since"')}))`,
  // Null says that the period is empty, and so has to be there.
  `all_match(CAST(json_extract("json", '$.entries') AS array(map(varchar, json))), e -> contains(map_keys(e), 'snapshot'))`,
  `transform("v"."entries", e -> e."version") = reverse(array_sort(array_distinct(transform("v"."entries", e -> e."version"))))`,
];

/** The same for a line of the changes' table ({@link parseChange}). */
const CHANGE_RULES = [
  '"v"."tenant_id" = "tenant_id"',
  '"v"."change" = "name"',
  `"v"."outcome" IN ('committed', 'aborted')`,
  isInstant('"v"."since"'),
];

/** How objects of a table are named, what they hold and what has to be true of it. */
interface CheckedLines {
  readonly table: ExternalTable;
  /** Of `"$path"`; its only group is `name`. */
  readonly path: string;
  readonly type: string;
  readonly rules: readonly string[];
}

/**
 * Lines of a table as `tenant_id, v`. Whoever reads anything of one that breaks a rule gets no answer: the query fails by a
 * cast that nothing passes, whose message names the object, since Athena has no function to fail with. No key stands beside
 * `v`: an engine would leave lines out by it, such as by the periods of files, before they were looked at.
 */
const checkedLines = (catalog: LakeCatalog, { table, path, type, rules }: CheckedLines): string =>
  `SELECT "tenant_id", CASE WHEN COALESCE(
    ${rules.join('\n    AND ')}, false) THEN "v"
    ELSE CAST(CAST(CAST('no object that this version wrote: ' || "path" AS bigint) AS json) AS ${type}) END AS "v"
  FROM (
    SELECT "tenant_id", "path", "name", "json", TRY(CAST("json" AS ${type})) AS "v"
    FROM (
      SELECT "tenant_id", "$path" AS "path", regexp_extract("$path", ${literal(path)}, 1) AS "name",
        TRY(json_parse("line")) AS "json"
      FROM ${catalog.name(table.name)}
    ) AS "parsed"
  ) AS "typed"`;

/**
 * The snapshot of each tenant and period that counts at the moment at which the query began. An entry counts from its
 * `since` on, which lies after the moment it was written: however often one query reads the pointers, and whatever is
 * published meanwhile, it comes to the same snapshots. Entries of a change count once the change as a whole is committed.
 * A pointer or change that is damaged, of another version or at another's path fails the query: nothing would be the wrong
 * answer. Only an object without a line, of 0 bytes, cannot be seen from here; the sweep and the next publication refuse it.
 */
export const currentSelect = (catalog: LakeCatalog): string => `WITH
pointers AS (
  ${checkedLines(catalog, { table: POINTERS, path: '/period=([^/]+)\\.json$', type: POINTER_TYPE, rules: POINTER_RULES })}
),
entries AS (
  SELECT "tenant_id", "v"."period", "e"."version", "e"."snapshot", "e"."since", "e"."change"
  FROM pointers CROSS JOIN UNNEST("v"."entries") AS "e" ("version", "snapshot", "since", "change")
),
changes AS (
  ${checkedLines(catalog, { table: CHANGES, path: '/([^/]+)\\.json$', type: CHANGE_TYPE, rules: CHANGE_RULES })}
),
dated AS (
  SELECT entries."tenant_id", "period", "version", "snapshot",
    CASE WHEN entries."change" IS NULL THEN entries."since"
      WHEN changes."v"."outcome" = 'committed' THEN changes."v"."since" END AS "since"
  FROM entries
  LEFT JOIN changes ON changes."tenant_id" = entries."tenant_id" AND changes."v"."change" = entries."change"
),
latest AS (
  SELECT "tenant_id", "period", max_by("snapshot", "version") AS "snapshot"
  FROM dated WHERE from_iso8601_timestamp("since") <= current_timestamp
  GROUP BY "tenant_id", "period"
)
SELECT "tenant_id", "period", "snapshot" FROM latest WHERE "snapshot" IS NOT NULL`;

/** A curated table as readers see it: its columns, then the partition keys, of the snapshots that count. */
export function tableSelect(catalog: LakeCatalog, table: PeriodTableName): string {
  const columns = [...Object.keys(PERIOD_TABLES[table].columns), 'tenant_id', 'period']
    .map((name) => `"f".${quoted(name)}`)
    .join(', ');
  return `SELECT ${columns}
FROM ${catalog.name(filesOf(table).name)} AS "f"
JOIN ${catalog.name(CURRENT_VIEW)} AS "c"
  ON "c"."tenant_id" = "f"."tenant_id" AND "c"."period" = "f"."period" AND "c"."snapshot" = "f"."snapshot"`;
}

/** Everything that a lake's catalog needs once, in order: the external tables, then the views. Safe to repeat. */
export const lakeStatements = (catalog: LakeCatalog): string[] => [
  ...[RAW, LINES, WINNERS, DOCUMENTS, POINTERS, CHANGES, ...PERIOD_TABLE_NAMES.map(filesOf)].map((table) =>
    catalog.createTable(table),
  ),
  catalog.createView(CURRENT_VIEW, currentSelect(catalog)),
  ...PERIOD_TABLE_NAMES.map((table) => catalog.createView(table, tableSelect(catalog, table))),
];
