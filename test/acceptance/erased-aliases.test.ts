import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TestLake } from '../support/cci.ts';
import { eraseWith, idsOf, lakeOfTheScene, useErasureScene } from '../support/erasure-lakes.ts';
import { customerOf, filesWith } from '../support/erasure-scene.ts';

useErasureScene();

const OLD = 'oldname-000017';
const NEW = 'newname-000018';
const WORDS = 'zqrenamed000017';
const transcript = (text: string): string =>
  JSON.stringify({
    format: 'cci-transcript',
    version: 1,
    channel: 'voice',
    turns: [{ speaker: 'AGENT', start_ms: 0, end_ms: 900, text }],
  });

/** Offers a file of acme's whose sidecar says the id. */
async function ingestAs(lake: TestLake, id: string): Promise<void> {
  const folder = join(lake.root, '..', 'renaming');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'file.json'), transcript(`About ${WORDS}.`));
  const sidecar = {
    call_id: id,
    started_at: '2026-03-05T09:00:00Z',
    customer: { ref: customerOf('acme', 'C-88') },
  };
  await writeFile(join(folder, 'file.meta.json'), JSON.stringify(sidecar));
  expect((await lake.cci('ingest', folder, '--tenant', 'acme')).code).toBe(0);
  await lake.cci('night', '--no-checks');
}

describe('a call that went by another id', () => {
  it.each([
    ['--call', NEW],
    ['--customer', customerOf('acme', 'C-88')],
  ])(
    'goes with %s under both, also from exports, and its old documents stay out',
    async (...words) => {
      const lake = await lakeOfTheScene();
      await ingestAs(lake, OLD);
      const backup = join(lake.root, '..', 'backup');
      await cp(join(lake.root, 'raw'), backup, { recursive: true });
      const rows = await lake.json(
        'sql',
        '--tenant',
        'acme',
        `SELECT * FROM turns WHERE call_id = '${OLD}'`,
        '--format',
        'json',
      );
      await writeFile(join(lake.root, 'turns.json'), JSON.stringify(rows));
      await ingestAs(lake, NEW);
      // Its own night drops the snapshots that show the old id.
      await eraseWith(lake, '--call', 'call-0002');
      expect(await eraseWith(lake, ...words)).toMatchObject({ proven: true });
      for (const text of [OLD, NEW, WORDS]) expect(await filesWith(lake.root, text)).toEqual([]);
      await cp(backup, join(lake.root, 'raw'), { recursive: true });
      expect((await lake.cci('night', '--no-checks')).err).toContain(
        '2 raw objects of erased calls were put back',
      );
      expect(await idsOf(lake, 'acme')).not.toContain(OLD);
      expect(await eraseWith(lake, '--call', 'call-0003')).toMatchObject({ proven: true });
      expect(await lake.cci('erase', '--verify')).toMatchObject({ code: 0 });
    },
    60_000,
  );
});

describe('a call whose file lies in a folder that is called like an erased call', () => {
  const CONTACT = 'contact-000017';
  const FOLLOW_UP = 'followup-000055';

  async function offer(lake: TestLake, name: string, sidecar: object, text: string): Promise<unknown> {
    const folder = join(lake.root, '..', 'contacts', CONTACT);
    await mkdir(folder, { recursive: true });
    const file = join(folder, `${name}.json`);
    await writeFile(file, transcript(text));
    const facts = { started_at: '2026-03-05T09:00:00Z', ...sidecar };
    await writeFile(join(folder, `${name}.meta.json`), JSON.stringify(facts));
    return lake.json('ingest', file, '--tenant', 'acme', '--json');
  }

  it('is kept in quarantine without that name when it cannot be used', async () => {
    const lake = await lakeOfTheScene();
    await offer(lake, 'voice', { call_id: CONTACT }, WORDS);
    await eraseWith(lake, '--call', CONTACT);
    const folder = join(lake.root, '..', 'contacts', CONTACT);
    await writeFile(join(folder, 'damaged.json'), '{"turns":[');
    await writeFile(join(folder, 'unread.json'), transcript('Hello.'));
    await mkdir(join(folder, 'unread.meta.json'));
    const files = ['damaged.json', 'unread.json'].map((name) => join(folder, name));
    const again = await lake.json('ingest', ...files, '--tenant', 'acme', '--json');
    expect(again).toMatchObject({ files: 2, quarantined: 2 });
    expect(await filesWith(lake.root, CONTACT)).toEqual([]);
    expect(await lake.cci('erase', '--verify')).toMatchObject({ code: 0 });
  }, 60_000);

  it('stays with all its revisions, without that name, and is known when it is offered again', async () => {
    const lake = await lakeOfTheScene();
    await offer(lake, 'voice', { call_id: CONTACT }, WORDS);
    for (const queue of ['first', 'second'])
      await offer(lake, 'chat', { call_id: FOLLOW_UP, queue }, 'Hello.');
    await lake.cci('night', '--no-checks');
    expect(await eraseWith(lake, '--call', CONTACT)).toMatchObject({ calls: 1, findings: [], proven: true });
    for (const text of [CONTACT, WORDS]) expect(await filesWith(lake.root, text)).toEqual([]);
    expect(
      await lake.rows('acme', `SELECT queue, source_uri FROM calls WHERE call_id = '${FOLLOW_UP}'`),
    ).toEqual([['second', expect.stringMatching(/contacts\/…\/chat\.json$/)]]);
    expect(await filesWith(join(lake.root, 'raw'), `"call_id":"${FOLLOW_UP}"`)).toHaveLength(2);
    const again = await offer(lake, 'chat', { call_id: FOLLOW_UP, queue: 'second' }, 'Hello.');
    expect(again).toMatchObject({ duplicate: 1 });
    expect(await offer(lake, 'mail', { call_id: 'followup-000056' }, 'Dear all.')).toMatchObject({
      landed: 1,
    });
    // A new id of the file takes the old one back, as ever.
    expect(await offer(lake, 'chat', { call_id: 'followup-000057' }, 'Hello.')).toMatchObject({ landed: 1 });
    await lake.cci('night', '--no-checks');
    expect((await idsOf(lake, 'acme')).filter((id) => String(id).startsWith('followup'))).toEqual([
      'followup-000056',
      'followup-000057',
    ]);
    expect(await lake.cci('erase', '--verify')).toMatchObject({ code: 0 });
    expect(await eraseWith(lake, '--call', CONTACT)).toMatchObject({ proven: true });
  }, 60_000);
});
