import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  eraseWith,
  idsOf,
  lakeOfTheScene,
  leftOf,
  originalLake,
  tablesOf,
  theseAre,
  useErasureScene,
} from '../support/erasure-lakes.ts';
import { customerOf, filesWith, inboxOf, SCENE, type SceneCall, wordOf } from '../support/erasure-scene.ts';

useErasureScene();

describe.each<[string[], SceneCall[], string[]]>([
  [['--call', 'call-0001'], theseAre('call-0001'), []],
  [['--call', 'unshared-0006'], theseAre('unshared-0006'), []],
  [
    ['--customer', customerOf('acme', 'C-77001')],
    theseAre('call-0001', 'call-0003', 'unshared-0006'),
    [customerOf('acme', 'C-77001')],
  ],
  [
    ['--agent', 'agent-ann'],
    theseAre('call-0001', 'call-0002', 'unshared-0006'),
    [customerOf('acme', 'C-77001-never'), customerOf('acme', 'C-77002')],
  ],
  [
    ['--before', '2026-04-01'],
    theseAre('call-0001', 'call-0002', 'unshared-0006'),
    [customerOf('acme', 'C-77002')],
  ],
])('erasing with %j', (words, gone, references) => {
  it('leaves nothing of the calls in any byte below the home, and everything of the others', async () => {
    const lake = await lakeOfTheScene();
    const globex = await tablesOf(lake, 'globex');
    const done = await eraseWith(lake, ...words);
    expect(done).toMatchObject({ erased: true, calls: gone.length, findings: [], proven: true });
    for (const call of gone) expect(await leftOf(lake, call)).toEqual([]);
    for (const reference of references) expect(await filesWith(lake.root, reference)).toEqual([]);
    const staying = SCENE.filter((call) => !gone.includes(call)).map(({ id }) => id);
    expect(await idsOf(lake, 'acme')).toEqual([...staying].sort());
    for (const id of staying) expect(await filesWith(lake.root, wordOf('acme', id))).not.toEqual([]);
    expect(await tablesOf(lake, 'globex')).toEqual(globex);
    expect(await lake.cci('erase', '--verify')).toMatchObject({ code: 0 });
  }, 60_000);
});

describe('erasing a whole tenant', () => {
  it('leaves neither calls nor record, and the other tenant row for row', async () => {
    const lake = await lakeOfTheScene();
    const globex = await tablesOf(lake, 'globex');
    expect(await eraseWith(lake, '--all')).toMatchObject({ calls: SCENE.length, proven: true });
    for (const call of SCENE) expect(await leftOf(lake, call)).toEqual([]);
    expect(await filesWith(lake.root, 'acme-C-')).toEqual([]);
    expect(await lake.json<unknown[]>('tenants', 'list', '--format', 'json')).toMatchObject([
      { tenant_id: 'globex' },
    ]);
    expect(await tablesOf(lake, 'globex')).toEqual(globex);
    expect(await lake.cci('erase', '--verify', '--tenant', 'acme')).toMatchObject({ code: 0 });
    expect(await eraseWith(lake, '--all')).toMatchObject({ proven: true });
  }, 60_000);

  it('holds when the tenant is registered again: its old calls stay out, and new answers are not taken for old ones', async () => {
    const lake = await lakeOfTheScene();
    await eraseWith(lake, '--all');
    await lake.cci('tenants', 'add', 'acme');
    const again = await lake.json('ingest', inboxOf(originalLake(), 'acme'), '--tenant', 'acme', '--json');
    expect(again).toMatchObject({ landed: 0, quarantined: 0, erased: 12 });
    await lake.cci('night', '--no-checks');
    expect(await idsOf(lake, 'acme')).toEqual([]);
    expect(await lake.cci('erase', '--verify')).toMatchObject({ code: 0 });
  }, 60_000);
});

describe('a retention rule', () => {
  it('is applied by the night, announced, and keeps older calls out', async () => {
    const lake = await lakeOfTheScene();
    const days = Math.ceil((Date.now() - Date.parse('2026-04-15T00:00:00Z')) / 86_400_000);
    await lake.cci('tenants', 'set', 'acme', '--retain-days', String(days));
    const night = await lake.cci('night', '--no-checks');
    expect(night.err).toContain('4 calls from before 2026-04-15 erased');
    expect(await idsOf(lake, 'acme')).toEqual(['call-0001.5', 'call-0004']);
    expect(await lake.json('erase', '--retention', '--yes', '--json')).toMatchObject([
      { tenant_id: 'acme', before: '2026-04-15', erased: false },
    ]);
    const late = join(lake.inbox, 'late');
    await mkdir(late, { recursive: true });
    await writeFile(
      join(late, 'late.json'),
      JSON.stringify({
        format: 'cci-transcript',
        version: 1,
        channel: 'chat',
        call_id: 'late-0001',
        started_at: '2026-04-14T23:00:00Z',
        turns: [{ speaker: 'AGENT', start_ms: 0, text: 'Hello.' }],
      }),
    );
    expect(await lake.json('ingest', late, '--tenant', 'acme', '--json')).toMatchObject({
      landed: 0,
      erased: 1,
    });
    expect(await lake.cci('erase', '--verify')).toMatchObject({ code: 0 });
  }, 60_000);
});
