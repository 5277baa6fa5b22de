import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PERIOD_TABLES, type PeriodTableName } from '../../../etl/index.ts';
import type { CallDocument } from '../../../pipeline/contract/index.ts';
import { arbitraryCall } from '../../support/arbitrary-calls.ts';
import { inFileOrder } from '../../support/file-order.ts';
import { referenceAggregates, referenceRows } from '../../support/reference-shape.ts';
import { FACTS, shapeRows } from '../../support/shape-rows.ts';
import { call, evaluation } from './builders.ts';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
  'Pacific/Honolulu',
  'America/Sao_Paulo',
];

type Rows = { readonly [T in PeriodTableName]: readonly object[] };

/** JSON knows no negative zero, so no row has one. */
const withoutNegativeZero = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNegativeZero);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutNegativeZero(item)]));
  return value === 0 ? 0 : value;
};

function oracle(documents: readonly CallDocument[], timeZone: string): Rows {
  const shaped = documents.map((document) => referenceRows(document, timeZone));
  const facts = Object.fromEntries(FACTS.map((table) => [table, shaped.flatMap((one) => [...one[table]])]));
  const calls = shaped.flatMap((one) => one.calls);
  const criterion_scores = shaped.flatMap((one) => one.criterion_scores);
  return { ...facts, ...referenceAggregates({ calls, criterion_scores }) } as unknown as Rows;
}

/** The rows in the order of the file. Rows of the day tables are sums over groups, and are sorted like any. */
const inOrder = (rows: Rows): Rows =>
  Object.fromEntries(
    Object.entries(rows).map(([table, unsorted]) => [
      table,
      withoutNegativeZero(
        inFileOrder(PERIOD_TABLES[table as PeriodTableName], unsorted as Record<string, unknown>[]),
      ),
    ]),
  ) as unknown as Rows;

const documents = fc.uniqueArray(arbitraryCall, {
  minLength: 1,
  maxLength: 12,
  selector: ({ call_id }) => call_id,
});

describe('the rows that the engine makes', () => {
  it('are those that the documentation of the columns describes, whatever the documents hold', async () => {
    await fc.assert(
      fc.asyncProperty(documents, fc.constantFrom(...ZONES), async (calls, timeZone) => {
        expect(await shapeRows(calls, timeZone)).toEqual(inOrder(oracle(calls, timeZone)));
      }),
      { numRuns: 12 },
    );
  }, 120_000);

  it('are the same wherever a document lies among others', async () => {
    await fc.assert(
      fc.asyncProperty(documents, async (calls) => {
        const together = await shapeRows(calls, 'Europe/Berlin');
        const [first] = calls;
        if (!first) return;
        const alone = await shapeRows([first], 'Europe/Berlin');
        for (const table of FACTS)
          expect(alone[table]).toEqual(
            together[table].filter((row: { call_id: string }) => row.call_id === first.call_id),
          );
      }),
      { numRuns: 4 },
    );
  });

  it('of no documents are none', async () => {
    expect(Object.values(await shapeRows([], 'UTC')).flat()).toEqual([]);
  });

  it('of more evaluations than there are digits keep their order', async () => {
    const evaluations = Array.from({ length: 120 }, (_, n) =>
      evaluation({ attempt: n + 1, scored_at: '2026-07-02T10:00:00Z' }),
    );
    const rows = await shapeRows([call({ evaluations })], 'UTC');
    expect(rows.evaluations.filter((row) => row.is_current).map(({ attempt }) => attempt)).toEqual([120]);
  });
});
