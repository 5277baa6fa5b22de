import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { damagedFiles } from '../../fixtures/index.ts';
import { type QuarantineRecord, quarantineRecordSchema } from '../../pipeline/contract/index.ts';
import { makeLake, type TestLake, writeSamples } from '../support/cci.ts';

const TENANT = 'northwind-energy';
const damaged = damagedFiles({ seed: 5 });
const refused = damaged.filter(({ expected }) => expected.code !== 'landed');

describe('damaged input', () => {
  let lake: TestLake;
  let result: { code: number; out: string };
  beforeAll(async () => {
    lake = await makeLake();
    await mkdir(lake.inbox, { recursive: true });
    await writeSamples(
      lake.inbox,
      damaged.map(({ file }) => file),
    );
    await lake.cci('tenants', 'add', TENANT);
    const paths = damaged.map(({ file }) => join(lake.inbox, file.name));
    result = await lake.cci('ingest', ...paths, '--tenant', TENANT, '--json');
  });
  afterAll(() => lake[Symbol.asyncDispose]());

  it('never stops a batch, and is accounted for to the unit', () => {
    const summary = JSON.parse(result.out);
    expect(result.code).toBe(2);
    expect(summary).toMatchObject({
      files: damaged.length,
      landed: damaged.length - refused.length,
      duplicate: 0,
      quarantined: refused.length,
    });
    expect(summary.refused).toHaveLength(refused.length);
  });

  it('is kept byte for byte, each with the reason that it must have', async () => {
    const records = await recordsOf(lake);
    expect(records).toHaveLength(refused.length);
    for (const { file, expected } of refused) {
      const record = records.find(({ path }) => path.endsWith(`/${file.name}`));
      expect([file.name, record?.code]).toEqual([file.name, expected.code]);
      const kept = await readFile(join(lake.root, record?.key ?? ''));
      expect(Buffer.compare(kept, file.bytes), file.name).toBe(0);
    }
  });

  it('says nothing of what was in it', async () => {
    const said = [result.out, ...(await recordsOf(lake)).map((record) => record.reason)].join('\n');
    expect(said).not.toMatch(/thank you for calling|good morning|my card/i);
  });

  it('is counted once by the night', async () => {
    const landed = damaged.length - refused.length;
    expect(await lake.json('night', '--json')).toMatchObject({
      documents_in: damaged.length,
      landed,
      quarantined: refused.length,
      balanced: true,
    });
    expect(await lake.json('night', '--json')).toMatchObject({
      documents_in: 0,
      quarantined: 0,
      balanced: true,
    });
  });

  it('in the lake itself is quarantined by the night, and the rest goes on', async () => {
    const raw = (await readdir(join(lake.root, 'raw'), { recursive: true })).find((name) =>
      name.endsWith('.json'),
    );
    await writeFile(join(lake.root, 'raw', raw ?? ''), '{"schema_version": 1, "tenant_id"');
    const night = await lake.json('night', '--since', '2000-01-01', '--json');
    expect(night).toMatchObject({
      landed: damaged.length - refused.length - 1,
      quarantined: 1,
      balanced: true,
    });
  });
});

async function recordsOf(lake: TestLake): Promise<QuarantineRecord[]> {
  const folder = join(lake.root, 'quarantine');
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.json'));
  return Promise.all(
    names.map(async (name) =>
      quarantineRecordSchema.parse(JSON.parse(await readFile(join(folder, name), 'utf8'))),
    ),
  );
}
