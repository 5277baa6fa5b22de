/** The curated tables, one file each; Parquet types, Glue columns, DDL, row types, the statements that make them and docs are derived from them. */
import { actionItems } from './action-items.ts';
import { callDays } from './call-days.ts';
import { calls } from './calls.ts';
import { checkRuns } from './check-runs.ts';
import { criterionDays } from './criterion-days.ts';
import { criterionScores } from './criterion-scores.ts';
import { entities } from './entities.ts';
import { etlRuns } from './etl-runs.ts';
import { evaluations } from './evaluations.ts';
import { keyPhrases } from './key-phrases.ts';
import { reviews } from './reviews.ts';
import { turns } from './turns.ts';

export type { ActionItemRow } from './action-items.ts';
export type { CallDayRow } from './call-days.ts';
export type { CallRow } from './calls.ts';
export type { CheckRunRow } from './check-runs.ts';
export type { CriterionDayRow } from './criterion-days.ts';
export type { CriterionScoreRow } from './criterion-scores.ts';
export type { Dialect, Expression } from './dialect.ts';
export type { EntityRow } from './entities.ts';
export type { EtlRunRow } from './etl-runs.ts';
export type { EvaluationRow } from './evaluations.ts';
export type { KeyPhraseRow } from './key-phrases.ts';
export type { ReviewRow } from './reviews.ts';
export { callKeyColumns, evaluationKeyColumns, handlingColumns } from './shared.ts';
export * from './table.ts';
export type { TurnRow } from './turns.ts';

/** Tables that are made from call documents. */
export const FACT_TABLES = {
  calls,
  evaluations,
  criterion_scores: criterionScores,
  turns,
  entities,
  key_phrases: keyPhrases,
  action_items: actionItems,
  reviews,
} as const;
export type FactTableName = keyof typeof FACT_TABLES;
export const FACT_TABLE_NAMES = Object.keys(FACT_TABLES) as FactTableName[];

/** Small sums beside them, by day. */
export const AGGREGATE_TABLES = { call_days: callDays, criterion_days: criterionDays } as const;
export type AggregateTableName = keyof typeof AGGREGATE_TABLES;
export const AGGREGATE_TABLE_NAMES = Object.keys(AGGREGATE_TABLES) as AggregateTableName[];

/** What a night writes for each period: all of it becomes visible together. */
export const PERIOD_TABLES = { ...FACT_TABLES, ...AGGREGATE_TABLES } as const;
export type PeriodTableName = keyof typeof PERIOD_TABLES;
export const PERIOD_TABLE_NAMES = Object.keys(PERIOD_TABLES) as PeriodTableName[];

/** Records that every night adds to, apart from what it publishes. */
export const JOURNAL_TABLES = { etl_runs: etlRuns, check_runs: checkRuns } as const;
export type JournalTableName = keyof typeof JOURNAL_TABLES;
export const JOURNAL_TABLE_NAMES = Object.keys(JOURNAL_TABLES) as JournalTableName[];

/** All tables of the lake by name: those of the periods, and the records of the nights and of the checks. */
export const TABLES = { ...PERIOD_TABLES, ...JOURNAL_TABLES } as const;
export type TableName = keyof typeof TABLES;
export const TABLE_NAMES = Object.keys(TABLES) as TableName[];
