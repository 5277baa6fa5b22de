import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHome } from '../../infra/local/home.ts';
import { type CallDocument, parseTenantId } from '../../pipeline/contract/index.ts';
import { makeLake, type TestLake } from '../support/cci.ts';

const ACME = parseTenantId('acme');
const OFFER = 'how can I help';

const call = (call_id: string, help: string): string =>
  JSON.stringify({
    format: 'cci-transcript',
    version: 1,
    call_id,
    started_at: '2026-03-01T09:00:00Z',
    channel: 'voice',
    turns: [
      {
        speaker: 'AGENT',
        start_ms: 0,
        end_ms: 900,
        text: `Thank you for calling Acme, this is Ann, ${help}?`,
      },
      { speaker: 'CUSTOMER', start_ms: 1000, end_ms: 1900, text: 'My invoice is wrong.' },
    ],
  });
const result = JSON.stringify({
  tenant_id: 'acme',
  call_id: 'c1',
  call_date: '2026-03-01',
  qa_evaluation: {
    criteria: [{ id: 'greeting', passed: true }],
    total_score: 1,
    max_score: 1,
    percentage: 100,
  },
  ai_summary: {},
  source: {},
});

describe('a call whose transcript changes', () => {
  let lake: TestLake;
  beforeEach(async () => {
    lake = await makeLake();
    await mkdir(lake.inbox, { recursive: true });
    await lake.cci('tenants', 'add', 'acme');
    await lake.cci('forms', 'publish', 'service-quality', '--tenant', 'acme');
    await offer(call('c1', OFFER));
    await lake.cci('night', '--tenant', 'acme', '--no-checks');
  });
  afterEach(() => lake[Symbol.asyncDispose]());

  const offer = async (text: string): Promise<void> => {
    await writeFile(join(lake.inbox, 'c.json'), text);
    await lake.cci('ingest', join(lake.inbox, 'c.json'), '--tenant', 'acme');
  };
  const night = () => lake.cci('night', '--tenant', 'acme');
  const rescore = (...words: string[]) => lake.cci('rescore', '--tenant', 'acme', ...words);
  const quotes = () =>
    lake.rows(
      'acme',
      `SELECT attempt, percentage IS NOT NULL, e.verified
       FROM criterion_scores c JOIN evaluations USING (tenant_id, call_id, form_id, attempt)
       CROSS JOIN UNNEST(c.evidence) AS e (turn, start_ms, "offset", quote, verified)
       WHERE e.quote = '${OFFER}' ORDER BY 1`,
    );
  /** Paths of the raw documents of a call, oldest first. */
  const documents = (id: string): string[] => {
    const home = openHome(lake.root);
    const paths = home.landings.ofCall(ACME, id).map(({ key }) => home.store.pathOf(key));
    home.close();
    return paths;
  };
  /** What an older release landed: the evaluations of before as they were, over the transcript of now. */
  async function landedByAnOlderRelease(): Promise<void> {
    const [before = '', now = ''] = documents('c1');
    const [said, says] = await Promise.all(
      [before, now].map(async (path) => JSON.parse(await readFile(path, 'utf8')) as CallDocument),
    );
    const { seal: _, ...rest } = { ...says, seal: '' } as CallDocument & { seal: string };
    const others = rest.evaluations.filter(
      ({ form_id, attempt }) => form_id !== 'service-quality' || attempt > 1,
    );
    const evaluations = [...(said?.evaluations ?? []), ...others];
    await writeFile(now, JSON.stringify({ ...rest, evaluations }));
  }

  it('has clean nights: what was said of the transcript before keeps its scores and quotes', async () => {
    const before = await quotes();
    expect(before).toContainEqual([1, true, true]);
    await offer(call('c1', 'how may I help you'));
    expect(await night()).toMatchObject({ code: 0, err: '' });
    expect(await quotes()).toEqual(before.map(([attempt, scored]) => [attempt, scored, false]));
  });

  it('has clean nights when a result without a transcript takes its place', async () => {
    await offer(result);
    expect(await night()).toMatchObject({ code: 0, err: '' });
    expect((await quotes()).every(([, scored, verified]) => scored === true && verified === false)).toBe(
      true,
    );
  });

  it.each([
    ['corrected transcript', call('c1', 'how may I help you'), /^1 call scored again, 0 left/],
    ['result', result, /^0 calls scored again, 0 left .*\n1 call not scored: only quotes held against/],
  ])(
    'is mended by rescoring, as the check advises, after an older release landed a %s',
    async (_, text, told) => {
      await offer(text);
      await landedByAnOlderRelease();
      const failed = await night();
      expect([failed.code, failed.err]).toEqual([
        2,
        expect.stringContaining('cci rescore --tenant T --call ID'),
      ]);
      expect(await rescore('--call', 'c1')).toMatchObject({ code: 0, out: expect.stringMatching(told) });
      expect(await night()).toMatchObject({ code: 0, err: '' });
    },
  );

  it('is named when it cannot be scored again, and the others are', async () => {
    await offer(call('c1', 'how may I help you'));
    await offer(call('c2', OFFER));
    const damaged = documents('c1').at(-1) ?? '';
    await writeFile(damaged, '{');
    const { code, out, err } = await rescore();
    expect([code, out]).toEqual([2, expect.stringMatching(/^1 call scored again, 0 left/)]);
    expect(err).toContain(
      'not scored: c1: land: the newest document of a call is damaged: contract: not a JSON text',
    );
    expect(documents('c2')).toHaveLength(2);
  });
});
