/** The curated tables, one file each; Parquet types, Glue columns, DDL, row types and docs are derived from them. */
import { calls } from './calls.ts';
import { criterionScores } from './criterion-scores.ts';
import { evaluations } from './evaluations.ts';
import { turns } from './turns.ts';

export type { CallRow } from './calls.ts';
export type { CriterionScoreRow } from './criterion-scores.ts';
export type { EvaluationRow } from './evaluations.ts';
export * from './table.ts';
export type { TurnRow } from './turns.ts';

/** All curated tables by name. */
export const TABLES = { calls, evaluations, criterion_scores: criterionScores, turns } as const;
export type TableName = keyof typeof TABLES;
export const TABLE_NAMES = Object.keys(TABLES) as TableName[];
