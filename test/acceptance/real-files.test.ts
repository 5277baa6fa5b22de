import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLake, type TestLake } from '../support/cci.ts';

const REAL = fileURLToPath(new URL('../../../shared/data/real-calls/', import.meta.url));
const FOLDERS = ['aws-tca-bda', 'aws-docs', 'aws-pca'];
const present = existsSync(REAL);
if (!present) process.stderr.write('real files: skipped, ../shared/data/real-calls is not here\n');

interface Summary {
  readonly files: number;
  readonly landed: number;
  readonly duplicate: number;
  readonly quarantined: number;
  readonly refused: readonly { readonly path: string; readonly reason: string }[];
}

describe.skipIf(!present)('a folder of mixed real files', () => {
  let lake: TestLake;
  let summary: Summary;
  beforeAll(async () => {
    lake = await makeLake();
    await lake.cci('tenants', 'add', 'acme', '--time-zone', 'America/New_York');
    await lake.cci('forms', 'publish', 'service-quality', '--tenant', 'acme');
    summary = await lake.json(
      'ingest',
      ...FOLDERS.map((folder) => join(REAL, folder)),
      '--tenant',
      'acme',
      '--json',
    );
  });
  afterAll(() => lake[Symbol.asyncDispose]());

  it('ends as landed or quarantined with a reason, each file once', () => {
    const offered = FOLDERS.flatMap((folder) => readdirSync(join(REAL, folder))).filter((name) =>
      /\.(json|txt)$/.test(name),
    );
    expect(summary.files).toBe(offered.length);
    expect(summary.landed + summary.quarantined + summary.duplicate).toBe(summary.files);
    expect(summary.refused).toHaveLength(summary.quarantined);
    expect(summary.refused.every(({ reason }) => reason.length > 10)).toBe(true);
  });

  it('lets every transcript through and refuses what is none by name', () => {
    expect(summary.landed).toBe(7);
    const refused = summary.refused.map(({ path, reason }) => [path.split('/').at(-1), reason] as const);
    expect(refused.filter(([name]) => name?.endsWith('.json'))).toEqual([
      ['bda-custom.json', expect.stringMatching(/Bedrock Data Automation/)],
      ['connect-evaluationforms-example-output-file.0.json', expect.stringMatching(/evaluation/i)],
    ]);
  });

  it('balances to the unit, and a second night over it gives the same lake row for row', async () => {
    const night = await lake.json<Record<string, unknown>>('night', '--json');
    expect(night).toMatchObject({
      documents_in: summary.landed + summary.quarantined,
      landed: summary.landed,
      superseded: 0,
      quarantined: summary.quarantined,
      balanced: true,
    });
    const lakeRows = () =>
      Promise.all(
        ['calls', 'evaluations', 'criterion_scores', 'turns'].map((table) =>
          lake.cci('sql', '--tenant', 'acme', `SELECT * FROM ${table}`, '--format', 'csv'),
        ),
      );
    const first = await lakeRows();
    expect(
      await lake.json('ingest', ...FOLDERS.map((f) => join(REAL, f)), '--tenant', 'acme', '--json'),
    ).toMatchObject({
      landed: 0,
      duplicate: 7,
    });
    expect(await lake.json('night', '--json')).toMatchObject({ balanced: true, landed: 0 });
    expect(await lakeRows()).toEqual(first);
    expect(await lake.json('night', '--since', '2000-01-01', '--json')).toMatchObject({
      balanced: true,
      landed: 7,
    });
    expect(await lakeRows()).toEqual(first);
  });

  it('gives the agent the right speaker where the vendor does not name them', async () => {
    const rows = await lake.rows(
      'acme',
      `SELECT c.source_provider, t.speaker, t.text FROM turns t JOIN calls c ON t.call_id = c.call_id
       WHERE t.turn_index = 0 ORDER BY 1`,
    );
    expect(rows.find(([, , text]) => String(text).startsWith('Hello. Sleepaway Camp Hotel.'))?.[1]).toBe(
      'AGENT',
    );
  });

  it('finds verified evidence in real speech', async () => {
    const [row] = await lake.rows(
      'acme',
      'SELECT count(*), count(evidence_quote), count(DISTINCT call_id) FROM qa_scores',
    );
    expect(Number(row?.[1])).toBeGreaterThan(5);
    expect(row?.[2]).toBe(7);
  });
});
