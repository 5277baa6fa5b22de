import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  contactLensChat,
  type Dialogue,
  jsonBytes,
  type SampleFile,
  seeded,
  sidecarOf,
} from '../../fixtures/index.ts';
import { makeLake, type TestLake, writeSamples } from '../support/cci.ts';

const TENANTS = ['shop-one', 'shop-two'] as const;
const CHATS_EACH = 500;

/**
 * A chat as people type: bursts within one second, long pauses, emoji, an automatic line now and then. Times are whole
 * milliseconds; some messages of one second stand in the file in another order than their milliseconds.
 */
function chat(tenant: string, number: number): Dialogue {
  const random = seeded(number * 31 + (tenant === TENANTS[0] ? 0 : 7));
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random.next() * values.length)] as T;
  let time = 0;
  const turns = Array.from({ length: 3 + Math.floor(random.next() * 20) }, (_, index) => {
    time += pick([0, 1, 400, 990, 2000, 61_000, 3_600_000]);
    return {
      speaker: pick(['AGENT', 'CUSTOMER', 'AGENT', 'CUSTOMER', 'OTHER'] as const),
      start_ms: time,
      end_ms: time,
      text: `${tenant} ${number}/${index}: ${pick(['Grüß Gott', 'ok 👍🏽', '“quoted”', 'a\nb', '<b>bold</b>', ' x '])}`,
      sentiment: 'NEUTRAL' as const,
    };
  });
  return {
    tenant_id: tenant,
    call_id: `chat-${number}`,
    started_at: new Date(Date.UTC(2026, number % 12, 1 + (number % 28), number % 24, 7, 9)).toISOString(),
    time_zone: 'UTC',
    channel: 'chat',
    direction: 'inbound',
    language: 'en-US',
    queue: pick(['orders', 'returns']),
    agent: { id: `agent-${number % 9}`, name: `${tenant} agent ${number % 9}`, team: 'one' },
    customer: { ref: `customer-${number}`, name: 'Somebody' },
    redacted: false,
    duration_ms: time,
    turns,
  };
}

const chatFile = (dialogue: Dialogue): SampleFile => ({
  name: `${dialogue.call_id}.json`,
  bytes: jsonBytes(contactLensChat(dialogue)),
  sidecar: jsonBytes(sidecarOf(dialogue)),
});

const chatsOf = (tenant: string): Dialogue[] =>
  Array.from({ length: CHATS_EACH }, (_, number) => chat(tenant, number));

describe('a thousand Contact Lens chats with sidecars, over two tenants', () => {
  let lake: TestLake;
  beforeAll(async () => {
    lake = await makeLake();
    for (const tenant of TENANTS) {
      const folder = join(lake.inbox, tenant);
      await mkdir(folder, { recursive: true });
      await writeSamples(folder, chatsOf(tenant).map(chatFile));
      await lake.cci('tenants', 'add', tenant);
    }
  });
  afterAll(() => lake[Symbol.asyncDispose]());

  it.each(TENANTS)('land, all of them: %s', async (tenant) => {
    const summary = await lake.json('ingest', join(lake.inbox, tenant), '--tenant', tenant, '--json');
    expect(summary).toEqual({
      files: CHATS_EACH,
      landed: CHATS_EACH,
      duplicate: 0,
      quarantined: 0,
      refused: [],
    });
  });

  it('come through the night to the unit', async () => {
    const account = await lake.json<Record<string, unknown>>('night', '--json');
    const turns = TENANTS.flatMap(chatsOf).reduce((sum, { turns }) => sum + turns.length, 0);
    expect(account).toMatchObject({
      documents_in: 1000,
      landed: 1000,
      superseded: 0,
      quarantined: 0,
      balanced: true,
    });
    expect(account.rows).toMatchObject({ calls: 1000, evaluations: 0, criterion_scores: 0, turns });
  });

  it.each(TENANTS)('keep exactly their turns, speakers and times: %s', async (tenant) => {
    const rows = await lake.rows(
      tenant,
      'SELECT call_id, turn_index, speaker, start_ms, end_ms, text FROM turns ORDER BY call_id, turn_index',
    );
    const expected = chatsOf(tenant)
      .sort((a, b) => (a.call_id < b.call_id ? -1 : 1))
      .flatMap(({ call_id, turns }) =>
        turns.map((turn, index) => [call_id, index, turn.speaker, turn.start_ms, turn.end_ms, turn.text]),
      );
    expect(rows).toEqual(expected);
  });

  it.each(TENANTS)('keep the start, agent and queue of their sidecar: %s', async (tenant) => {
    const rows = await lake.rows(
      tenant,
      'SELECT call_id, started_at, started_at_origin, agent_id, agent_name, queue, customer_ref FROM calls ORDER BY call_id',
    );
    const expected = chatsOf(tenant)
      .sort((a, b) => (a.call_id < b.call_id ? -1 : 1))
      .map((c) => [
        c.call_id,
        c.started_at.replace('T', ' ').replace('Z', ''),
        'sidecar',
        c.agent?.id,
        c.agent?.name,
        c.queue,
        c.customer.ref,
      ]);
    expect(rows).toEqual(expected);
  });

  it('are duplicates when they are offered again, and change nothing', async () => {
    const [tenant] = TENANTS;
    const before = await lake.rows(tenant, 'SELECT * FROM calls ORDER BY call_id');
    expect(await lake.json('ingest', join(lake.inbox, tenant), '--tenant', tenant, '--json')).toMatchObject({
      duplicate: CHATS_EACH,
    });
    await lake.cci('night', '--tenant', tenant, '--since', '2000-01-01', '--no-checks');
    const after = await lake.rows(
      tenant,
      "SELECT * FROM calls WHERE agent_name LIKE 'shop-one%' ORDER BY call_id",
    );
    expect(after).toEqual(before);
  });
});
