import { aggregateSelect, documentsSelect, factSelect, quoted } from '../../shape/index.ts';
import {
  AGGREGATE_TABLES,
  type AggregateTableName,
  FACT_TABLE_NAMES,
  type FactTableName,
  PERIOD_TABLES,
  type PeriodTableName,
} from '../../tables/index.ts';
import type { LakeCatalog } from './catalog.ts';
import { athenaDialect, literal, trinoType } from './dialect.ts';
import { DOCUMENTS, filesOf, LINES, RAW, WINNERS } from './external-tables.ts';
import { daysOf } from './periods.ts';
import type { RawReading } from './raw-readings.ts';
import { aloneSql, headSql, wholeSql } from './seal.ts';

/** What one run writes of one tenant. */
export interface TenantRun {
  readonly catalog: LakeCatalog;
  readonly tenantId: string;
  /** IANA name of the tenant's zone. */
  readonly timeZone: string;
  /** Names everything that this run writes; a run that is tried again takes another one, since INSERT only ever adds. */
  readonly snapshot: string;
  /** The running month, `YYYY-MM`, UTC: its days are periods of their own, earlier months are whole (etl/plan, periodOf). */
  readonly openMonth: string;
}

const of = ({ tenantId, snapshot }: TenantRun): string =>
  `"tenant_id" = ${literal(tenantId)} AND "snapshot" = ${literal(snapshot)}`;

const inList = (texts: readonly string[]): string => `IN (${texts.map(literal).join(', ')})`;

/** SQL of the period that a day belongs to. */
const periodSql = ({ openMonth }: TenantRun, dt: string): string =>
  `CASE WHEN substr(CAST(${dt} AS varchar), 1, 7) < ${literal(openMonth)}
    THEN substr(CAST(${dt} AS varchar), 1, 7) ELSE CAST(${dt} AS varchar) END`;

const stage = (run: TenantRun, lines: string): string =>
  `INSERT INTO ${run.catalog.name(DOCUMENTS.name)} ("d", "tenant_id", "snapshot")
SELECT CAST(json_parse("line") AS ${trinoType(DOCUMENTS.columns.d ?? 'varchar')}),
  ${literal(run.tenantId)}, ${literal(run.snapshot)}
FROM (${lines}) AS "lines"
WHERE ${wholeSql('"line"')}`;

/** SQL condition: a raw document is one of those that a statement reads. */
const readSql = ({ catalog }: TenantRun, { days, passedOver, after, upTo }: RawReading): string =>
  [
    `"l"."dt" ${inList(days)}`,
    ...(after === undefined ? [] : [`"l"."$path" > ${literal(`${catalog.root}/${after}`)}`]),
    ...(upTo === undefined ? [] : [`"l"."$path" <= ${literal(`${catalog.root}/${upTo}`)}`]),
    ...(passedOver.length === 0
      ? []
      : [`"l"."$path" NOT ${inList(passedOver.map((key) => `${catalog.root}/${key}`))}`]),
  ].join(' AND ');

/**
 * Parses the raw documents that the run's winners name. Only lines that are whole by their seal, are all that their file
 * holds and lie under their own key become documents: the others are what {@link missingWinners} finds.
 */
export const stageRaw = (run: TenantRun, reading: RawReading): string =>
  stage(
    run,
    `SELECT "l"."line" FROM ${run.catalog.name(RAW.name)} AS "l"
  JOIN (SELECT DISTINCT "key", "call_id", "revision", "dt" FROM ${run.catalog.name(WINNERS.name)} WHERE ${of(run)}) AS "w"
    ON ${literal(`${run.catalog.root}/`)} || "w"."key" = "l"."$path"
    AND "w"."call_id" = ${headSql('call_id', '"l"."line"')} AND "w"."revision" = ${headSql('revision', '"l"."line"')}
    AND "w"."dt" = ${headSql('dt', '"l"."line"')} AND "w"."dt" = "l"."dt"
  WHERE "l"."tenant_id" = ${literal(run.tenantId)} AND ${readSql(run, reading)}
    AND ${aloneSql('"l"')} AND ${headSql('tenant', '"l"."line"')} = ${literal(run.tenantId)}`,
  );

/** Parses the lines that were sealed for this run. */
export const stageLines = (run: TenantRun): string =>
  stage(run, `SELECT "line" FROM ${run.catalog.name(LINES.name)} WHERE ${of(run)}`);

const staged = (run: TenantRun): string =>
  `(SELECT "d" FROM ${run.catalog.name(DOCUMENTS.name)} WHERE ${of(run)}) AS "source"`;

/**
 * Winners that did not become documents: `call_id, revision, dt`. They are damaged, gone, not alone in their file, not under
 * their own key, or landed without a seal.
 */
export const missingWinners = (run: TenantRun): string =>
  `SELECT DISTINCT "w"."call_id", "w"."revision", "w"."dt" FROM ${run.catalog.name(WINNERS.name)} AS "w"
LEFT JOIN (SELECT "d"."call_id" AS "call_id", "d"."revision" AS "revision" FROM ${staged(run)}) AS "s"
  ON "s"."call_id" = "w"."call_id" AND "s"."revision" = "w"."revision"
WHERE "w"."tenant_id" = ${literal(run.tenantId)} AND "w"."snapshot" = ${literal(run.snapshot)} AND "s"."call_id" IS NULL
ORDER BY 3, 1, 2`;

/** Calls that became documents more than once: `call_id, documents`. Any row here makes the run worthless. */
export const repeatedCalls = (run: TenantRun): string =>
  `SELECT "d"."call_id" AS "call_id", count(*) AS "documents" FROM ${staged(run)} GROUP BY 1 HAVING count(*) > 1`;

const insert = (run: TenantRun, table: PeriodTableName, rows: string, periods: readonly string[]): string => {
  const columns = Object.keys(PERIOD_TABLES[table].columns).map(quoted).join(', ');
  return `INSERT INTO ${run.catalog.name(filesOf(table).name)} (${columns}, "tenant_id", "period", "snapshot")
SELECT ${columns}, ${literal(run.tenantId)}, ${periodSql(run, '"dt"')}, ${literal(run.snapshot)}
FROM (${rows}) AS "rows"
WHERE ${periodSql(run, '"dt"')} ${inList(periods)}`;
};

/** Writes the rows of a fact table for some periods, such as one of {@link statementsOf}. */
export function insertFacts(run: TenantRun, table: FactTableName, periods: readonly string[]): string {
  const dialect = athenaDialect(run.timeZone, daysOf(periods));
  const documents = `(${documentsSelect(dialect, staged(run))}) AS "documents"`;
  return insert(run, table, factSelect(table, dialect, documents), periods);
}

/** Writes the sums of a fact table whose rows are written already. */
export const insertAggregates = (
  run: TenantRun,
  table: AggregateTableName,
  periods: readonly string[],
): string => {
  const facts = `(SELECT * FROM ${run.catalog.name(filesOf(AGGREGATE_TABLES[table].of).name)}
  WHERE ${of(run)} AND "period" ${inList(periods)}) AS "facts"`;
  return insert(
    run,
    table,
    aggregateSelect(table, athenaDialect(run.timeZone, daysOf(periods)), facts),
    periods,
  );
};

const total = (list: string): string => `COALESCE(cardinality(${list}), 0)`;

/** How many rows of each table a document makes, worked out from its lists alone and not from the tables' own statements. */
const ROWS_OF_DOCUMENT: Readonly<Record<FactTableName, string>> = {
  calls: '1',
  evaluations: total('"d"."evaluations"'),
  criterion_scores: 'reduce("d"."evaluations", 0, (s, e) -> s + cardinality(e.criteria), s -> s)',
  turns: total('"d"."transcript"."turns"'),
  entities: total('"d"."entities"'),
  key_phrases: total('"d"."key_phrases"'),
  action_items: total('"d"."ai_summary"."action_items"'),
  reviews: total('"d"."reviews"'),
};

/** Rows that the documents must make: `table_name, dt, rows`, days without rows left out. */
export const rowsDue = (run: TenantRun): string =>
  `SELECT "n"."table_name", substr("d"."started_at", 1, 10) AS "dt", sum("n"."rows") AS "rows"
FROM ${staged(run)}
CROSS JOIN UNNEST(ARRAY[${FACT_TABLE_NAMES.map((table) => `ROW(${literal(table)}, CAST(${ROWS_OF_DOCUMENT[table]} AS bigint))`).join(', ')}])
  AS "n" ("table_name", "rows")
GROUP BY 1, 2 HAVING sum("n"."rows") > 0 ORDER BY 1, 2`;

/** Rows that lie in the written files: `table_name, dt, rows`. */
export const rowsWritten = (run: TenantRun): string =>
  `${FACT_TABLE_NAMES.map(
    (table) => `SELECT ${literal(table)} AS "table_name", CAST("dt" AS varchar) AS "dt", count(*) AS "rows"
FROM ${run.catalog.name(filesOf(table).name)} WHERE ${of(run)} GROUP BY 2`,
  ).join('\nUNION ALL\n')} ORDER BY 1, 2`;
