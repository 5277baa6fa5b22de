import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHome } from '../../infra/local/home.ts';
import { landingPorts } from '../../infra/local/ingest.ts';
import { landCall, quarantine } from '../../pipeline/land/index.ts';
import { makeLake, type TestLake } from '../support/cci.ts';

const PATH = '/in/call-7.json';
const encoder = new TextEncoder();
const chat = (text: string, started_at?: string): Uint8Array =>
  encoder.encode(
    JSON.stringify({
      format: 'cci-transcript',
      version: 1,
      call_id: 'call-7',
      started_at,
      channel: 'chat',
      turns: [{ speaker: 'AGENT', start_ms: 0, text }],
    }),
  );
const START = '2026-03-01T09:00:00Z';

describe('what is offered again', () => {
  let lake: TestLake;
  beforeEach(async () => {
    lake = await makeLake();
    await lake.cci('tenants', 'add', 'acme');
    await lake.cci('forms', 'publish', 'service-quality', '--tenant', 'acme');
  });
  afterEach(() => lake[Symbol.asyncDispose]());

  /** Ports of landing on a day; what is refused then is refused by an older release, which read less. */
  async function on(
    day: string,
    bytes: Uint8Array,
    does: 'lands' | 'is refused',
    path = PATH,
  ): Promise<void> {
    const home = openHome(lake.root);
    const now = () => new Date(`${day}T00:00:00Z`);
    const ports = { ...landingPorts(home, home.tenants.require('acme'), null), now };
    const offered = { path, bytes, sidecar: null, startedAt: null };
    if (does === 'lands') await landCall(ports, offered);
    else await quarantine(ports, offered, { code: 'bad_shape', message: 'not read', where: undefined });
    home.close();
  }
  const replay = () => lake.json<Record<string, unknown>>('replay', '--quarantined', '--json');
  const said = () => lake.rows('acme', 'SELECT text FROM turns');

  it('does not take the place of what landed of its call since: it stays, and is told', async () => {
    await on('2026-03-02', chat('faulty', START), 'is refused');
    await on('2026-03-05', chat('corrected', START), 'lands');
    await lake.cci('night', '--no-checks');
    const { code, out } = await lake.cci('replay', '--quarantined');
    expect(code).toBe(0);
    expect(out).toContain('1 older than what landed of the call since, and kept in quarantine\n');
    expect(out).toContain(`  still refused acme ${PATH}: replay: a newer one of its call has landed since\n`);
    expect(await replay()).toMatchObject({
      offered: 1,
      landed: 0,
      quarantined: 0,
      overtaken: 1,
      left: 0,
      night: null,
    });
    expect(await said()).toEqual([['corrected']]);
  });

  it('takes the place of what had landed before it, also when that was scored again since', async () => {
    await on('2026-03-02', chat('faulty', START), 'lands');
    await on('2026-03-05', chat('corrected', START), 'is refused');
    await lake.cci('rescore', '--tenant', 'acme');
    expect(await replay()).toMatchObject({ landed: 1, overtaken: 0 });
    expect(await said()).toEqual([['corrected']]);
  });

  it('lands in the order of arrival, whatever is tried first', async () => {
    await on('2026-03-02', chat('first', START), 'is refused');
    await on('2026-03-03', chat('second', START), 'is refused');
    await on('2026-03-04', chat('third', START), 'is refused');
    expect(await replay()).toMatchObject({
      offered: 3,
      landed: 3,
      night: { landed: 1, superseded: 2, balanced: true },
    });
    expect(await said()).toEqual([['third']]);
    await on('2026-03-05', chat('fourth', START), 'is refused');
    await on('2026-03-03', chat('between', START), 'is refused', '/in/other.json');
    expect(await replay()).toMatchObject({ offered: 2, landed: 1, overtaken: 1 });
    expect(await said()).toEqual([['fourth']]);
  });

  it('keeps the start of a call that says none when it is taken in once more', async () => {
    await on('2026-03-02', chat('hello'), 'is refused');
    await replay();
    await mkdir(lake.inbox, { recursive: true });
    await writeFile(join(lake.inbox, 'call-7.json'), chat('hello again'));
    await lake.cci('ingest', lake.inbox, '--tenant', 'acme');
    await lake.cci('night', '--no-checks');
    expect(await lake.rows('acme', 'SELECT CAST(started_at AS varchar) FROM calls')).toEqual([
      ['2026-03-02 00:00:00.000'],
    ]);
  });

  it('warns of earlier documents that cannot be read', async () => {
    await on('2026-03-02', chat('first', START), 'lands');
    const home = openHome(lake.root);
    const [landing] = home.landings.ofCall(home.tenants.require('acme').tenant_id, 'call-7');
    await home.store.put(landing?.key ?? '', encoder.encode('{'));
    home.close();
    await on('2026-03-03', chat('second', START), 'is refused');
    expect((await lake.cci('replay', '--quarantined')).err).toContain(
      `warning: acme ${PATH}: an earlier document of the call cannot be read: `,
    );
  });
});
