import { describe, expect, it } from 'vitest';
import { parseTenantId } from '../../../pipeline/contract/index.ts';
import * as datasets from '../../../reports/datasets/index.ts';
import { createDb, type QueryResult, type QueryRunner } from '../../../sql/query/index.ts';

const tenantId = parseTenantId('northwind');
const period = { from: '2026-11-01', to: '2026-11-30' };
const filters = (choices: datasets.Filters['choices'] = {}): datasets.Filters => ({
  tenantId,
  period,
  choices,
});
const page = { order: 'started_at', direction: 'desc', page: 1, pageSize: 25, drillDown: null } as const;

/** A runner that answers every question with the same rows and keeps what it was asked. */
function recorder(result: QueryResult = { columns: [], rows: [] }) {
  const asked: { sql: string; parameters: readonly unknown[] }[] = [];
  const runner: QueryRunner = {
    run: async (sql, parameters = []) => {
      asked.push({ sql, parameters });
      return result;
    },
  };
  return { db: createDb(runner), asked };
}

const db = recorder().db;
const QUERIES = {
  'call totals': datasets.callTotals(db, filters()),
  'outcome totals': datasets.outcomeTotals(db, filters()),
  'unscored reasons': datasets.unscoredReasons(db, filters()),
  'score trend by day': datasets.scoreTrend(db, filters(), 'day'),
  'score trend by week': datasets.scoreTrend(db, filters(), 'week'),
  'criterion outcomes': datasets.criterionOutcomes(db, filters()),
  'agent by criterion': datasets.agentCriterionOutcomes(db, filters()),
  'agent totals': datasets.agentTotals(db, filters()),
  calls: datasets.calls(db, filters(), page),
  'call count': datasets.callCount(db, filters(), null),
  extent: datasets.extent(db, tenantId),
  'values of a choice': datasets.choiceValues(db, tenantId, 'queue'),
};

describe('every dataset', () => {
  it.each(Object.entries(QUERIES))('%s names its tenant and puts no value into its text', (_, query) => {
    const { sql, parameters } = query.compile();
    expect(sql).toContain('"tenant_id" = ?');
    expect(parameters).toContain('northwind');
    expect(sql).not.toContain('northwind');
    expect(sql.split('?')).toHaveLength(parameters.length + 1);
  });

  it.each(Object.entries(QUERIES))('%s reads a published view', (_, query) => {
    expect(query.compile().sql).toMatch(/ from "(call_list|qa_scores)" where /);
  });

  it('gives rows as objects', async () => {
    const { db: answering } = recorder({
      columns: [
        { name: 'unscored_reason', type: 'varchar' },
        { name: 'calls', type: 'bigint' },
      ],
      rows: [['no transcript', 3]],
    });
    expect(await datasets.unscoredReasons(answering, filters()).execute()).toEqual([
      { unscored_reason: 'no transcript', calls: 3 },
    ]);
  });
});

describe('filters', () => {
  it('compare days as dates, both ends included', () => {
    const { sql, parameters } = datasets.callCount(db, filters(), null).compile();
    expect(sql).toBe(
      'select count("call_id") as "calls" from "call_list" where ("tenant_id" = ? and "call_date" >= cast(? as date) and "call_date" <= cast(? as date))',
    );
    expect(parameters).toEqual(['northwind', '2026-11-01', '2026-11-30']);
  });

  it('let any of the chosen values match', () => {
    const { sql, parameters } = datasets
      .callCount(db, filters({ queue: ['Billing', 'Sales'] }), null)
      .compile();
    expect(sql).toMatch(/ and "queue" in \(\?, \?\)\)$/);
    expect(parameters.slice(-2)).toEqual(['Billing', 'Sales']);
  });

  it('ask for "not known" as NULL, alone or beside values', () => {
    const alone = datasets.callCount(db, filters({ agent: [null] }), null).compile();
    expect(alone.sql).toMatch(/ and coalesce\("agent_id", "agent_name"\) is NULL\)$/);
    const beside = datasets.callCount(db, filters({ agent: [null, 'a1'] }), null).compile();
    expect(beside.sql).toMatch(
      / and \(coalesce\("agent_id", "agent_name"\) in \(\?\) or coalesce\("agent_id", "agent_name"\) is NULL\)\)$/,
    );
  });

  it('do not narrow when a choice is empty', () => {
    const empty = datasets.callCount(db, filters({ agent: [] }), null).compile();
    expect(empty.sql).toBe(datasets.callCount(db, filters(), null).compile().sql);
  });

  it('reach criteria by band and status through their calls', () => {
    const { sql, parameters } = datasets
      .outcomeTotals(db, filters({ band: ['Good'], team: ['North'] }))
      .compile();
    expect(sql).toMatch(
      /"agent_team" in \(\?\) and "call_id" in \(select "call_list"."call_id" from "call_list" where .*"band" in \(\?\)\)\)\)$/,
    );
    expect(parameters.filter((value) => value === 'northwind')).toHaveLength(2);
  });
});

describe('the call list', () => {
  it('orders by a column, then by call id, calls without a value last', () => {
    const query = datasets.calls(db, filters(), { ...page, order: 'percentage', direction: 'asc' });
    expect(query.compile().sql).toMatch(/order by "percentage" asc nulls last, "call_id" offset 0 limit 25$/);
  });

  it('takes the page asked for', () => {
    const { sql } = datasets.calls(db, filters(), { ...page, page: 3, pageSize: 10 }).compile();
    expect(sql).toMatch(/ offset 20 limit 10$/);
  });

  it('refuses a page that is no whole number, since it is written into the text', () => {
    const half = datasets.calls(db, filters(), { ...page, page: 1.5 });
    expect(() => half.compile()).toThrow(/whole number/);
  });

  it('narrows to calls in which an agent failed a criterion', () => {
    const drillDown = { formId: 'service', criterionId: 'greeting', agent: 'a1' };
    const { sql, parameters } = datasets.callCount(db, filters(), drillDown).compile();
    expect(sql).toMatch(
      /"call_id" in \(select "call_id" from "qa_scores" where "tenant_id" = \? and "form_id" = \? and "criterion_id" = \? and "outcome" = \? and coalesce\("agent_id", "agent_name"\) in \(\?\)\)\)$/,
    );
    expect(parameters.slice(-5)).toEqual(['northwind', 'service', 'greeting', 'fail', 'a1']);
  });

  it('narrows to calls of an agent who is not known', () => {
    const drillDown = { formId: 'service', criterionId: 'greeting', agent: null };
    expect(datasets.callCount(db, filters(), drillDown).compile().sql).toMatch(
      / and coalesce\("agent_id", "agent_name"\) is NULL\)\)$/,
    );
  });
});
