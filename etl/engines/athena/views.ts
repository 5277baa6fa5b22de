import { quoted } from '../../shape/index.ts';
import { PERIOD_TABLE_NAMES, PERIOD_TABLES, type PeriodTableName } from '../../tables/index.ts';
import type { LakeCatalog } from './catalog.ts';
import { CHANGES, DOCUMENTS, filesOf, LINES, POINTERS, RAW, WINNERS } from './external-tables.ts';

/** View of what is visible: `tenant_id, period, snapshot`. */
export const CURRENT_VIEW = 'lake_current';

const POINTER_TYPE =
  'row("period" varchar, "entries" array(row("version" bigint, "snapshot" varchar, "since" varchar, "change" varchar)))';
const CHANGE_TYPE = 'row("change" varchar, "outcome" varchar, "since" varchar)';

/**
 * The snapshot of each tenant and period that counts at the moment at which the query began. An entry counts from its
 * `since` on, which lies after the moment it was written: however often one query reads the pointers, and whatever is
 * published meanwhile, it comes to the same snapshots. Entries of a change count once the change as a whole is committed.
 * A pointer that cannot be read fails the query: nothing would be the wrong answer.
 */
export const currentSelect = (catalog: LakeCatalog): string => `WITH
pointers AS (
  SELECT "tenant_id", CAST(json_parse("line") AS ${POINTER_TYPE}) AS "p" FROM ${catalog.name(POINTERS.name)}
),
entries AS (
  SELECT "tenant_id", "p"."period" AS "period", "e"."version", "e"."snapshot", "e"."since", "e"."change"
  FROM pointers CROSS JOIN UNNEST("p"."entries") AS "e" ("version", "snapshot", "since", "change")
),
changes AS (
  SELECT "tenant_id", CAST(json_parse("line") AS ${CHANGE_TYPE}) AS "c" FROM ${catalog.name(CHANGES.name)}
),
dated AS (
  SELECT entries."tenant_id", "period", "version", "snapshot",
    CASE WHEN entries."change" IS NULL THEN entries."since"
      WHEN changes."c"."outcome" = 'committed' THEN changes."c"."since" END AS "since"
  FROM entries
  LEFT JOIN changes ON changes."tenant_id" = entries."tenant_id" AND changes."c"."change" = entries."change"
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
