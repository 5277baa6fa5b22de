import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { currentFiles } from '../../etl/index.ts';
import { type Dialogue, sampleFile } from '../../fixtures/index.ts';
import { parseTenantId } from '../../pipeline/contract/index.ts';
import { loadCatalog, versionedName } from '../../sql/catalog.ts';
import { type AthenaSession, openSession } from '../../sql/duckdb/index.ts';
import { makeLake, type TestLake, writeSamples } from '../support/cci.ts';
import { comparable, hasTrino, startTrino, TRINO_SCRIPT, type Trino } from '../support/trino.ts';
import { mountLake } from '../support/trino-lake.ts';

const REAL = fileURLToPath(new URL('../../../shared/data/real-calls/', import.meta.url));
/** Files of vendors that are taken in as they are. */
const FOLDERS = ['aws-tca-bda', 'aws-docs', 'aws-pca'];
const CHATS = 60;
const PORT = 18_104;
const tenantId = parseTenantId('acme');
const catalog = loadCatalog();
const isReady = hasTrino() && existsSync(REAL);
if (!isReady) process.stderr.write(`engine tier skipped: there is no ${TRINO_SCRIPT}, or no ${REAL}\n`);
vi.setConfig({ hookTimeout: 600_000 });

/** Views whose rows come from people, models or nights; no file of a vendor fills them. */
const NEED_MORE_THAN_CALLS = [
  'stg_key_phrases',
  'stg_reviews',
  'stg_check_runs',
  'top_phrases',
  'review_list',
  'review_agreement',
  'quarantine_reasons',
  'check_results',
];

interface StarDialogue {
  readonly DialogueID: number;
  readonly BatchID: string;
  readonly AnonymizedWizardWorkerID: string;
  readonly Events: readonly {
    readonly Agent: string;
    readonly Action: string;
    readonly Text: string;
    readonly UnixTime: number;
  }[];
}

/** A chat between two people of the STAR collection; its files say who wrote what and when, in a form of their own. */
function chatOf({ DialogueID, BatchID, AnonymizedWizardWorkerID, Events }: StarDialogue): Dialogue {
  const said = Events.filter(({ Action }) => Action === 'utter' || Action === 'pick_suggestion');
  const start = said[0]?.UnixTime ?? 0;
  const turns = said.map(({ Agent, Text, UnixTime }) => ({
    speaker: Agent === 'User' ? ('CUSTOMER' as const) : ('AGENT' as const),
    start_ms: (UnixTime - start) * 1000,
    end_ms: (UnixTime - start) * 1000,
    text: Text,
    sentiment: 'NEUTRAL' as const,
  }));
  const id = AnonymizedWizardWorkerID.slice(0, 4);
  return {
    tenant_id: tenantId,
    call_id: `star-${DialogueID}`,
    started_at: new Date(start * 1000).toISOString(),
    time_zone: 'America/New_York',
    channel: 'chat',
    direction: 'inbound',
    language: 'en-US',
    queue: BatchID,
    agent: { id, name: `Wizard ${id}`, team: id < '8' ? 'low' : 'high' },
    customer: { ref: `user-${DialogueID}`, name: 'User' },
    redacted: true,
    duration_ms: turns.at(-1)?.end_ms ?? 0,
    turns,
  };
}

function realChats(): Dialogue[] {
  const folder = join(REAL, 'star/dialogues');
  return readdirSync(folder)
    .sort()
    .slice(0, CHATS)
    .map((name) => chatOf(JSON.parse(readFileSync(join(folder, name), 'utf8')) as StarDialogue));
}

/** Real chats scored by a form, then files of vendors by its next version, and one of the chats again; a night after each. */
async function fill(lake: TestLake): Promise<void> {
  const must = async (...words: string[]) => {
    const { code, err } = await lake.cci(...words);
    expect([0, 2], err).toContain(code);
  };
  await must('tenants', 'add', tenantId, '--time-zone', 'America/New_York');
  await must('forms', 'publish', 'service-quality', '--tenant', tenantId);
  await mkdir(lake.inbox, { recursive: true });
  await writeSamples(
    lake.inbox,
    realChats().map((dialogue) => sampleFile({ dialogue, format: 'cci-transcript', hasSidecar: false })),
  );
  await must('ingest', lake.inbox, '--tenant', tenantId);
  await must('night');
  const form = fileURLToPath(new URL('../../pipeline/evaluate/forms/service-quality.yaml', import.meta.url));
  const next = join(lake.root, '../next.yaml');
  await writeFile(
    next,
    readFileSync(form, 'utf8')
      .replace('text: Did the agent greet the customer at the start?', 'text: Did the agent say hello?')
      .replace('required: true', 'required: true\n    critical: form'),
  );
  await must('forms', 'publish', next, '--tenant', tenantId);
  await must('ingest', ...FOLDERS.map((folder) => join(REAL, folder)), '--tenant', tenantId);
  await must('rescore', '--tenant', tenantId, '--form', 'service-quality', '--call', 'star-1005');
  await must('night');
}

describe.skipIf(!isReady)('on real calls DuckDB and a real Trino agree', () => {
  let home: string;
  let lake: TestLake;
  let session: AthenaSession;
  let trino: Trino;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'cci-trino-real-'));
    lake = await makeLake();
    await fill(lake);
    const { files } = await currentFiles({ curated: { root: lake.root } }, tenantId);
    session = await openSession({ tenantId, files });
    trino = startTrino(home, PORT);
    await mountLake(trino, home, { tenantId, files }, catalog);
  });

  afterAll(async () => {
    trino?.stop();
    session?.close();
    await lake?.[Symbol.asyncDispose]();
    rmSync(home, { recursive: true, force: true });
  });

  async function agree(sql: string): Promise<number> {
    const { columns, rows } = await session.run(sql);
    const ours = { types: columns.map(({ type }) => type), rows };
    expect(comparable(sql, ours)).toBe(comparable(sql, await trino.must(sql)));
    return rows.length;
  }

  test('there are calls of every kind that the views tell apart', async () => {
    expect(
      (
        await session.run(
          `SELECT count(*) > 50, count(DISTINCT channel), count(DISTINCT form_version), count(DISTINCT agent_id) > 5,
             count(DISTINCT date_trunc('month', call_date)) > 2, count_if(auto_failed) > 0 FROM call_list`,
        )
      ).rows,
    ).toEqual([[true, 2, 2, true, true, true]]);
  });

  for (const view of catalog.views) {
    test(`in every row, value and type of ${versionedName(view)}`, async () => {
      const rows = await agree(`SELECT * FROM ${versionedName(view)}`);
      if (!NEED_MORE_THAN_CALLS.includes(view.name)) expect(rows).toBeGreaterThan(0);
    });

    test(`that a row of ${versionedName(view)} stands once`, async () => {
      const key = view.key.join(', ');
      expect(
        await agree(`SELECT ${key} FROM ${versionedName(view)} GROUP BY ${key} HAVING count(*) > 1`),
      ).toBe(0);
    });

    for (const { promise, violations } of view.invariants)
      test(`that ${versionedName(view)} keeps: ${promise}`, async () => {
        expect(await agree(violations)).toBe(0);
      });
  }
});
