import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listCalls } from '../../../infra/local/call-list.ts';
import { openLakeSession } from '../../../infra/local/lake-session.ts';
import { night } from '../../../infra/local/night.ts';
import { type CallDocument, type Tenant, tenantSchema } from '../../../pipeline/contract/index.ts';
import { callAnswer } from '../../../reports/api/call-answer.ts';
import { arbitraryCall } from '../../support/arbitrary-calls.ts';
import { type DocumentsHome, homeOf } from '../../support/documents-home.ts';
import { ACME, call, evaluation, revision } from '../etl/builders.ts';

const acme: Tenant = tenantSchema.parse({
  tenant_id: ACME,
  name: 'Acme',
  time_zone: 'UTC',
  language: 'en',
  default_form: null,
  created_at: '2026-01-01T00:00:00Z',
});

/** Calls of one day; it is their evaluations that are arbitrary. */
const documents = fc
  .uniqueArray(arbitraryCall, { minLength: 1, maxLength: 12, selector: ({ call_id }) => call_id })
  .map((calls) =>
    calls.map(
      (each): CallDocument => ({
        ...each,
        tenant_id: ACME,
        revision: revision(1),
        started_at: '2026-07-01T10:00:00.000Z',
      }),
    ),
  );

const COUNTED = `SELECT l.call_id, l.form_id, e.attempt, l.percentage, l.band, l.evaluation_status
FROM call_list l LEFT JOIN evaluations e ON e.call_id = l.call_id AND e.is_current ORDER BY 1`;

async function counted({ home }: DocumentsHome): Promise<readonly (readonly unknown[])[]> {
  const session = await openLakeSession(home, acme);
  try {
    return (await session.run(COUNTED)).rows;
  } finally {
    session.close();
  }
}

/** The same of documents as the call page shows them; JSON knows no negative zero. */
const shown = (calls: readonly CallDocument[]): unknown =>
  JSON.parse(
    JSON.stringify(
      calls
        .map(callAnswer)
        .map(({ call_id, evaluation: e }) => [
          call_id,
          e?.form_id ?? null,
          e?.attempt ?? null,
          e?.percentage ?? null,
          e?.band ?? null,
          e?.status ?? 'unscored',
        ])
        .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    ),
  );

/** Call, percentage, band and status, as a list has them. */
async function listed({ home }: DocumentsHome): Promise<unknown> {
  const { rows } = await listCalls(home, acme, 100);
  return JSON.parse(
    JSON.stringify(
      rows
        .map((row) => [row[0], row[6], row[7], row[8]])
        .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    ),
  );
}

describe('the score of a call', () => {
  it('is the same on its page, in the list before and after the night, and in the tables', async () => {
    await fc.assert(
      fc.asyncProperty(documents, async (calls) => {
        const lake = await homeOf([{ tenant: acme, documents: [] }]);
        try {
          for (const each of calls) await lake.land(each);
          const before = await listed(lake);
          await night(lake.home, [acme]);
          expect(await counted(lake)).toEqual(shown(calls));
          expect(await listed(lake)).toEqual(before);
        } finally {
          lake.remove();
        }
      }),
      { numRuns: 8, endOnFailure: true },
    );
  }, 120_000);

  it('is that of the last scoring, wherever it stands in the document; of one instant that of the last one there', () => {
    const scored = (form_id: string, scored_at: string) => evaluation({ form_id, scored_at });
    const formOf = (...evaluations: CallDocument['evaluations']) =>
      callAnswer(call({ evaluations })).evaluation?.form_id;
    const [early, late] = [
      scored('early', '2026-07-01T10:00:00Z'),
      scored('late', '2026-07-02T10:00:00.000Z'),
    ];
    expect(formOf(early, late)).toBe('late');
    expect(formOf(late, early)).toBe('late');
    expect(formOf(late, scored('same', '2026-07-02T10:00:00.0009Z'), early)).toBe('same');
    expect(formOf()).toBeUndefined();
  });
});
