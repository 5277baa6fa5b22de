import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type RunningServer, startServer } from '../../../infra/local/server.ts';
import { type CallDocument, rawCallKey, tenantSchema } from '../../../pipeline/contract/index.ts';
import { type DocumentsHome, homeOf } from '../../support/documents-home.ts';
import { ACME, call, revision } from '../etl/builders.ts';

const acme = tenantSchema.parse({
  tenant_id: ACME,
  name: 'Acme',
  time_zone: 'UTC',
  language: 'en',
  default_form: null,
  created_at: '2026-01-01T00:00:00Z',
});
const [older, newer] = [1, 2].map((n) =>
  call({ call_id: 'call-1', revision: revision(n), queue: `queue ${n}` }),
) as [CallDocument, CallDocument];

const keyOf = ({ started_at, call_id: callId, revision: of }: CallDocument): string =>
  rawCallKey({ tenantId: ACME, dt: started_at.slice(0, 10), callId, revision: of });

let lake: DocumentsHome;
let server: RunningServer;
let told: string;
beforeEach(async () => {
  lake = await homeOf([{ tenant: acme, documents: [older, newer] }]);
  server = await startServer(lake.home, { port: 0 });
  told = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => {
    told += String(line);
    return true;
  });
});
afterEach(async () => {
  await server.close();
  lake.remove();
  vi.restoreAllMocks();
});

const damage = (document: CallDocument): Promise<void> =>
  writeFile(lake.home.store.pathOf(keyOf(document)), '{"text": "secret words');

/** What the server answers of the call to somebody who is signed in. */
async function answered(): Promise<{ status: number; body: unknown }> {
  const signedIn = await fetch(`${server.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify({ person: 'qa@acme' }),
  });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const response = await fetch(`${server.url}/api/calls/call-1`, { headers: { cookie } });
  return { status: response.status, body: await response.json() };
}

it('a call whose newest document is damaged is served as of the one before', async () => {
  await damage(newer);
  expect(await answered()).toMatchObject({ status: 200, body: { queue: 'queue 1' } });
});

it('a call of which no document can be read is said to be so, where, and to the log, without content', async () => {
  await damage(newer);
  await damage(older);
  const { status, body } = await answered();
  expect(status).toBe(503);
  expect(body).toMatchObject({
    error: {
      code: 'document_unreadable',
      where: expect.stringContaining(keyOf(newer)),
      hint: expect.stringContaining('cci replay --quarantined'),
    },
  });
  expect(told).toMatch(/^serve: \/api\/calls\/call-1: document_unreadable: .*call-1 cannot be read/);
  expect(`${JSON.stringify(body)}${told}`).not.toContain('secret');
});
