import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLake, type TestLake } from '../support/cci.ts';

const TENANT = 'demo-tenant';

/** A result of the source system, in its own words: scores, Comprehend's sentiment, no transcript, no agent. */
const result = (job: string, evaluation: object) => ({
  tenant_id: TENANT,
  call_id: job,
  call_date: '2025-11-03',
  sentiment: {
    Sentiment: 'NEGATIVE',
    SentimentScore: { Positive: 0.1, Negative: 0.7, Neutral: 0.1, Mixed: 0.1 },
  },
  key_phrases: { KeyPhrases: [{ Text: 'a late parcel', Score: 0.99 }] },
  entities: { Entities: [{ Text: 'Tuesday', Type: 'DATE', Score: 0.98 }] },
  ai_summary: {
    issue: 'Parcel is late',
    resolution: null,
    outcome: 'refunded',
    action_items: ['call back'],
    tone_score: 0,
  },
  qa_evaluation: evaluation,
  source: { transcribe_job: job, pii_redacted: true },
});

const criteria = (passed: boolean) => [
  { id: 'greet_01', question: 'Greeted?', passed, score: passed ? 1 : 0, reason: 'as heard' },
  { id: 'resolve_03', question: 'Resolved?', passed, score: passed ? 1 : 0, reason: 'as heard' },
];

const RESULTS = {
  good: { criteria: criteria(true), total_score: 2, max_score: 2, percentage: 100, failed: [] },
  zero: {
    criteria: criteria(false),
    total_score: 0,
    max_score: 2,
    percentage: 0,
    failed: [{ id: 'greet_01', reason: 'no' }],
  },
  failed: {},
};

describe('results of the source systems (version 0)', () => {
  let lake: TestLake;
  beforeAll(async () => {
    lake = await makeLake();
    await mkdir(lake.inbox, { recursive: true });
    for (const [job, evaluation] of Object.entries(RESULTS)) {
      await writeFile(join(lake.inbox, `${job}.json`), JSON.stringify(result(job, evaluation)));
    }
    await lake.cci('tenants', 'add', TENANT);
    await lake.cci('tenants', 'add', 'another');
    await lake.cci('forms', 'publish', 'service-quality', '--tenant', TENANT);
  });
  afterAll(() => lake[Symbol.asyncDispose]());

  it('land for their own tenant, and for no other', async () => {
    expect(await lake.json('ingest', lake.inbox, '--tenant', 'another', '--json')).toMatchObject({
      landed: 0,
      quarantined: 3,
    });
    expect(await lake.json('ingest', lake.inbox, '--tenant', TENANT, '--json')).toMatchObject({
      landed: 3,
      quarantined: 0,
    });
    expect(await lake.json('night', '--json')).toMatchObject({ landed: 3, quarantined: 3, balanced: true });
  });

  it('keep 0, 100 and no score apart: the failed one is unscored, never 0 %', async () => {
    const rows = await lake.rows(
      TENANT,
      'SELECT call_id, evaluation_status, percentage, auto_failed, unscored_reason FROM call_list ORDER BY call_id',
    );
    expect(rows).toEqual([
      ['failed', 'unscored', null, null, expect.any(String)],
      ['good', 'scored', 100, false, null],
      ['zero', 'scored', 0, false, null],
    ]);
  });

  it('keep what the source said, a tone of 0 included', async () => {
    const rows = await lake.rows(
      TENANT,
      `SELECT call_date, sentiment, tone_score, issue, outcome, turn_count, pii_redacted
       FROM calls WHERE call_id = 'good'`,
    );
    expect(rows).toEqual([['2025-11-03', 'NEGATIVE', 0, 'Parcel is late', 'refunded', null, true]]);
  });

  it('are read from the raw lake as they are, too', async () => {
    const folder = join(lake.root, 'raw/calls', `tenant_id=${TENANT}`, 'dt=2025-11-03');
    const bare = result('bare', RESULTS.zero);
    await writeFile(join(folder, 'bare.20251104T010000000Z-00000000.json'), JSON.stringify(bare));
    expect(await lake.json('night', '--json')).toMatchObject({ landed: 4, quarantined: 0, balanced: true });
    expect(await lake.rows(TENANT, "SELECT percentage FROM call_list WHERE call_id = 'bare'")).toEqual([[0]]);
  });
});
