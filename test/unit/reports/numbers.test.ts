import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLakeSession } from '../../../infra/local/lake-session.ts';
import {
  type CallDocument,
  type Outcome,
  parseTenantId,
  type Tenant,
} from '../../../pipeline/contract/index.ts';
import * as datasets from '../../../reports/datasets/index.ts';
import type { AthenaSession } from '../../../sql/duckdb/index.ts';
import { createDb } from '../../../sql/query/index.ts';
import { type DocumentsHome, homeOf } from '../../support/documents-home.ts';
import { sampleCalls } from '../../support/sample-calls.ts';

const NAME_ONLY = { id: null, name: 'Ada Byname', team: null, origin: 'metadata' } as const;
const nameless = (document: CallDocument): CallDocument => ({
  ...document,
  agent: document.agent && { ...document.agent, name: null },
});
const agentOf = ({ agent }: CallDocument) => agent?.id ?? agent?.name ?? null;
const tenantId = parseTenantId('northwind');
/** Some calls are of an agent of whom only the name is known, as in chats of Contact Lens. */
const documents = sampleCalls({
  ...{ tenantId, seed: 7, calls: 120, agents: 6, days: 20, until: '2026-11-20' },
}).map((document, index) =>
  index % 9 === 0 ? { ...document, agent: { ...NAME_ONLY } } : index % 9 < 4 ? nameless(document) : document,
);
const everything = { from: '2026-01-01', to: '2026-12-31' };
const all: datasets.Filters = { tenantId, period: everything, choices: {} };

const tenant: Tenant = {
  tenant_id: tenantId,
  name: 'Northwind',
  time_zone: 'UTC',
  language: 'en',
  default_form: null,
  created_at: '2026-01-01T00:00:00Z',
};

let lake: DocumentsHome;
let session: AthenaSession;
let db: ReturnType<typeof createDb>;
beforeAll(async () => {
  lake = await homeOf([{ tenant, documents }]);
  session = await openLakeSession(lake.home, tenant);
  db = createDb(session);
});
afterAll(() => {
  session.close();
  lake.remove();
});

const evaluationOf = (document: CallDocument) => document.evaluations.at(-1);
const outcomesOf = (calls: readonly CallDocument[], outcome: Outcome) =>
  calls.flatMap((call) => evaluationOf(call)?.criteria ?? []).filter((each) => each.outcome === outcome)
    .length;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('numbers over documents, computed twice', () => {
  it('average only the calls that have a percentage', async () => {
    const [totals] = await datasets.callTotals(db, all).execute();
    const scores = documents.flatMap((document) => evaluationOf(document)?.percentage ?? []);
    expect(scores.length).toBeLessThan(documents.length);
    expect(totals).toMatchObject({ calls: documents.length, calls_with_score: scores.length });
    expect(totals?.average_score).toBeCloseTo(mean(scores), 9);
    expect(totals?.unscored).toBe(documents.length - scores.length);
  });

  it('count auto-fails as calls with a score of 0', async () => {
    const [totals] = await datasets.callTotals(db, all).execute();
    const failed = documents.filter((document) => evaluationOf(document)?.auto_failed);
    expect(failed.length).toBeGreaterThan(0);
    expect(totals?.auto_failed).toBe(failed.length);
  });

  it('keep undetermined and not applicable apart from fail', async () => {
    const [totals] = await datasets.outcomeTotals(db, all).execute();
    expect(totals).toEqual({
      pass: outcomesOf(documents, 'pass'),
      partial: outcomesOf(documents, 'partial'),
      fail: outcomesOf(documents, 'fail'),
      not_applicable: outcomesOf(documents, 'not_applicable'),
      undetermined: outcomesOf(documents, 'undetermined'),
    });
  });

  it('are NULL, not 0, over no calls', async () => {
    const none = { ...all, choices: { queue: ['there is no such queue'] } };
    const [totals] = await datasets.callTotals(db, none).execute();
    expect(totals).toMatchObject({ calls: 0, calls_with_score: 0, average_score: null, auto_failed: null });
  });

  it('agree between the parts and the whole', async () => {
    const trend = await datasets.scoreTrend(db, all, 'week').execute();
    const agents = await datasets.agentTotals(db, all).execute();
    const reasons = await datasets.unscoredReasons(db, all).execute();
    const sum = (rows: readonly { calls: number }[]) => rows.reduce((total, { calls }) => total + calls, 0);
    expect(sum(trend)).toBe(documents.length);
    expect(sum(agents)).toBe(documents.length);
    expect(sum(reasons)).toBe(documents.filter((document) => document.evaluations.length === 0).length);
  });

  it('narrow criteria to the calls of a band', async () => {
    const poor = documents.filter((document) => evaluationOf(document)?.band === 'Poor');
    const [totals] = await datasets.outcomeTotals(db, { ...all, choices: { band: ['Poor'] } }).execute();
    expect(totals?.fail).toBe(outcomesOf(poor, 'fail'));
  });

  it('include both ends of the period', async () => {
    const day = documents[0]?.started_at.slice(0, 10) ?? '';
    const [totals] = await datasets.callTotals(db, { ...all, period: { from: day, to: day } }).execute();
    expect(totals?.calls).toBe(documents.filter(({ started_at }) => started_at.startsWith(day)).length);
  });

  it('list, behind a cell of the heat map, exactly the calls that failed', async () => {
    const failedIn = (agent: string | null) => ({
      formId: 'service-quality',
      criterionId: 'summary',
      agent,
    });
    for (const agent of ['a01', NAME_ONLY.name, null]) {
      const expected = documents.filter(
        (document) =>
          agentOf(document) === agent &&
          evaluationOf(document)?.criteria.some(({ id, outcome }) => id === 'summary' && outcome === 'fail'),
      );
      const [count] = await datasets.callCount(db, all, failedIn(agent)).execute();
      expect(count?.calls).toBe(expected.length);
    }
  });

  it('page through every call once', async () => {
    const seen: string[] = [];
    for (let page = 1; page <= 6; page += 1) {
      const asked = { order: 'agent_name', direction: 'asc', page, pageSize: 25, drillDown: null } as const;
      seen.push(...(await datasets.calls(db, all, asked).execute()).map(({ call_id }) => call_id));
    }
    expect(seen).toHaveLength(documents.length);
    expect(new Set(seen).size).toBe(documents.length);
  });

  it('are those of an agent of whom only the name is known, under that name', async () => {
    const named = documents.filter((document) => agentOf(document) === NAME_ONLY.name);
    const failed = outcomesOf(named, 'fail');
    expect(failed).toBeGreaterThan(0);
    const row = (await datasets.agentTotals(db, all).execute()).find(({ agent }) => agent === NAME_ONLY.name);
    expect(row).toMatchObject({ agent_name: NAME_ONLY.name, calls: named.length });
    const cells = await datasets.agentCriterionOutcomes(db, all).execute();
    const own = cells.filter(({ agent }) => agent === NAME_ONLY.name);
    expect(own.reduce((sum, { fail }) => sum + Number(fail), 0)).toBe(failed);
    const chosen = { ...all, choices: { agent: [NAME_ONLY.name] } };
    expect((await datasets.callTotals(db, chosen).execute())[0]?.calls).toBe(named.length);
    expect(Number((await datasets.outcomeTotals(db, chosen).execute())[0]?.fail)).toBe(failed);
  });

  it('name an agent whose last call came without the name', async () => {
    const rows = await datasets.agentTotals(db, all).execute();
    for (const { agent, agent_name } of rows) if (agent !== null) expect(agent_name).not.toBeNull();
  });

  it('offer "not known" as a value to choose', async () => {
    const values = await datasets.choiceValues(db, tenantId, 'agent').execute();
    const unknown = documents.filter(({ agent }) => agent === null).length;
    expect(unknown).toBeGreaterThan(0);
    expect(values.at(-1)).toEqual({ value: null, label: null, calls: unknown });
  });
});
