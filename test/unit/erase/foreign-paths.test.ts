import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foreignPaths } from '../../../infra/local/erase/foreign-paths.ts';
import { type Home, openHome } from '../../../infra/local/home.ts';
import { landingPorts } from '../../../infra/local/ingest.ts';
import { landCall } from '../../../pipeline/land/index.ts';
import { ACME, planOf, tenantOf } from './scene.ts';

const CONTACT = 'contact-17';
const PLAN = planOf({ calls: new Set([CONTACT]) });

let root: string;
let home: Home;
let millisecond: number;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cci-paths-'));
  home = openHome(root);
  home.tenants.add(tenantOf(ACME));
  millisecond = 0;
});
afterEach(async () => {
  home.close();
  await rm(root, { recursive: true, force: true });
});

/** Lands revisions of a call a millisecond apart, as two ingests at once do. */
async function land(callId: string, folder: string, queue: string): Promise<void> {
  millisecond += 1;
  const now = new Date(Date.parse('2026-06-01T00:00:00.000Z') + millisecond);
  const turns = [{ speaker: 'AGENT', start_ms: 0, text: 'Hello.' }];
  await landCall(
    { ...landingPorts(home, tenantOf(ACME), null), now: () => now },
    {
      path: `/in/${folder}/chat.json`,
      bytes: Buffer.from(JSON.stringify({ format: 'cci-transcript', version: 1, channel: 'chat', turns })),
      sidecar: Buffer.from(JSON.stringify({ call_id: callId, queue, started_at: '2026-06-01T10:00:00Z' })),
      startedAt: null,
    },
  );
}

async function documents(): Promise<{ queue: string; revision: string; source: { uri: string } }[]> {
  const found = [];
  for await (const key of home.store.list(`raw/calls/tenant_id=${ACME}/`))
    found.push(JSON.parse(Buffer.from(await home.store.get(key)).toString()));
  return found.sort((a, b) => (a.revision < b.revision ? -1 : 1));
}

describe('file names of calls that stay', () => {
  it('lose the name of a call that goes, in every revision and in their order, and nothing else changes', async () => {
    await land('another', 'elsewhere', 'none');
    for (const queue of ['one', 'two', 'three']) await land('follow-up', CONTACT, queue);
    const before = await documents();
    expect(await foreignPaths(home).find(PLAN)).toBe(3);
    expect(await foreignPaths(home).erase(PLAN)).toBe(3);
    const after = await documents();
    expect(after.map(({ queue, source }) => [queue, source.uri])).toEqual([
      ['none', '/in/elsewhere/chat.json'],
      ['one', '/in/…/chat.json'],
      ['two', '/in/…/chat.json'],
      ['three', '/in/…/chat.json'],
    ]);
    const landings = home.landings.ofCall(ACME, 'follow-up');
    expect(landings.map(({ revision, path }) => [revision, path])).toEqual(
      after.slice(1).map(({ revision, source }) => [revision, source.uri]),
    );
    for (const { key } of landings) expect(await home.store.has(key)).toBe(true);
    const others = (document: object) => ({ ...document, revision: '', source: {}, seal: '' });
    expect(after.map(others)).toEqual(before.map(others));
    expect(await foreignPaths(home).erase(PLAN)).toBe(0);
  });

  it.each([
    ['before the record of it was', true],
    ['before the old document was removed', false],
  ])('are finished by the next erasure when one was killed %s', async (_, isRecordOld) => {
    await land('follow-up', CONTACT, 'one');
    const [landing] = home.landings.ofCall(ACME, 'follow-up');
    const bytes = await home.store.get(landing?.key ?? '');
    await foreignPaths(home).erase(PLAN);
    const done = await documents();
    await home.store.put(landing?.key ?? '', bytes);
    if (isRecordOld && landing) {
      home.landings.forget(ACME, 'follow-up');
      home.landings.record(ACME, landing);
    }
    expect(await foreignPaths(home).erase(PLAN)).toBe(1);
    expect(await documents()).toEqual(done);
    expect(home.landings.ofCall(ACME, 'follow-up')).toMatchObject([
      { revision: done[0]?.revision, path: '/in/…/chat.json' },
    ]);
  });
});
