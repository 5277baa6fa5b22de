import type { LakeDb } from '../../sql/query/index.ts';
import * as datasets from '../datasets/index.ts';
import type { Question } from './question.ts';

/** A question whose preset has become days. */
export interface Resolved {
  readonly filters: datasets.Filters;
  /** The period before, of the same length; null when the period is everything. */
  readonly previous: datasets.Period | null;
  readonly question: Question;
}

type Db = LakeDb;
type OneRow = typeof datasets.callTotals | typeof datasets.outcomeTotals;

async function compared<Q extends OneRow>(query: Q, db: Db, { filters, previous }: Resolved) {
  type Row = Awaited<ReturnType<ReturnType<Q>['execute']>>[number];
  const rowOf = async (period: datasets.Period) =>
    (await query(db, { ...filters, period }).execute())[0] as Row | undefined;
  return {
    current: (await rowOf(filters.period)) ?? null,
    previous: previous === null ? null : ((await rowOf(previous)) ?? null),
  };
}

/** What each dataset's address answers. */
export const ANSWERS = {
  'call-totals': (db: Db, asked: Resolved) => compared(datasets.callTotals, db, asked),
  'outcome-totals': (db: Db, asked: Resolved) => compared(datasets.outcomeTotals, db, asked),
  'unscored-reasons': async (db: Db, { filters }: Resolved) => ({
    rows: await datasets.unscoredReasons(db, filters).execute(),
  }),
  'score-trend': async (db: Db, { filters, question }: Resolved) => ({
    grain: question.grain,
    rows: await datasets.scoreTrend(db, filters, question.grain).execute(),
  }),
  'criterion-outcomes': async (db: Db, { filters }: Resolved) => ({
    rows: await datasets.criterionOutcomes(db, filters).execute(),
  }),
  'agent-criterion-outcomes': async (db: Db, { filters }: Resolved) => ({
    rows: await datasets.agentCriterionOutcomes(db, filters).execute(),
  }),
  'agent-totals': async (db: Db, { filters }: Resolved) => ({
    rows: await datasets.agentTotals(db, filters).execute(),
  }),
  calls: async (db: Db, { filters, question }: Resolved) => {
    const { order, direction, page, page_size: pageSize, drillDown } = question;
    const [count] = await datasets.callCount(db, filters, drillDown).execute();
    return {
      total: count?.calls ?? 0,
      page,
      page_size: pageSize,
      rows: await datasets.calls(db, filters, { order, direction, page, pageSize, drillDown }).execute(),
    };
  },
} as const;
export type DatasetId = keyof typeof ANSWERS;

/** The periods that a question came to mean; part of every answer. */
export interface Periods {
  readonly period: datasets.Period;
  readonly previous_period: datasets.Period | null;
}

/** What a dataset's address answers, as JSON. */
export type Answer<D extends DatasetId> = Awaited<ReturnType<(typeof ANSWERS)[D]>> & Periods;

/** The values of every choice, for the filter bar, and the days that there are calls of. */
export async function choices(db: Db, tenantId: datasets.Filters['tenantId']) {
  const values: { [C in datasets.ChoiceId]?: Awaited<ReturnType<typeof valuesOf>> } = {};
  for (const id of datasets.CHOICE_IDS) values[id] = await valuesOf(db, tenantId, id);
  const [extent] = await datasets.extent(db, tenantId).execute();
  return {
    values: values as { [C in datasets.ChoiceId]: Awaited<ReturnType<typeof valuesOf>> },
    first_day: extent?.first_day ?? null,
    last_day: extent?.last_day ?? null,
    calls: extent?.calls ?? 0,
  };
}
export type Choices = Awaited<ReturnType<typeof choices>>;

const valuesOf = (db: Db, tenantId: datasets.Filters['tenantId'], id: datasets.ChoiceId) =>
  datasets.choiceValues(db, tenantId, id).execute();
