import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeLake, type TestLake } from '../../support/cci.ts';

const spoken = (call_id: string, started_at: string, agent: string, customer: string): string =>
  JSON.stringify({
    format: 'cci-transcript',
    version: 1,
    call_id,
    started_at,
    channel: 'voice',
    agent: { id: agent, name: 'Ann' },
    customer: { ref: customer },
    turns: [{ speaker: 'AGENT', start_ms: 0, end_ms: 3200, text: 'Hello' }],
  });

describe('a call whose raw document somebody removed by hand', () => {
  let lake: TestLake;
  beforeEach(async () => {
    lake = await makeLake();
    await lake.cci('tenants', 'add', 'acme');
    for (const text of [
      spoken('call-gone', '2026-01-02T10:00:00Z', 'agent-77', 'CUST-900001'),
      spoken('call-here', '2026-01-03T10:00:00Z', 'agent-1', 'CUST-900002'),
    ]) {
      const file = join(lake.root, '..', 'offered.json');
      await writeFile(file, text);
      await lake.cci('ingest', file, '--tenant', 'acme');
      await rm(file);
    }
    await lake.cci('night', '--no-checks');
    const raw = join(lake.root, 'raw');
    const names = await readdir(raw, { recursive: true });
    await rm(join(raw, names.find((name) => name.includes('call-gone.')) ?? ''));
  });
  afterEach(() => lake[Symbol.asyncDispose]());

  const calls = () => lake.rows('acme', 'SELECT call_id FROM calls ORDER BY 1');

  it.each([
    ['--customer', 'CUST-900001'],
    ['--agent', 'agent-77'],
    ['--before', '2026-01-03'],
    ['--call', 'call-gone'],
  ])('is erased by %s from the tables that still show it, and from old snapshots', async (by, value) => {
    expect(await calls()).toEqual([['call-gone'], ['call-here']]);
    const erased = await lake.json('erase', '--tenant', 'acme', by, value, '--yes', '--json');
    expect(erased).toMatchObject({ erased: true, calls: 1, proven: true });
    expect(await calls()).toEqual([['call-here']]);
    const files = await readdir(join(lake.root, 'curated'), { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.name.endsWith('.parquet')))
      expect(await readFile(join(file.parentPath, file.name), 'latin1')).not.toContain('call-gone');
  });

  it('is found in an older snapshot, when a night has retired what the tables showed', async () => {
    await lake.cci('night', '--no-checks');
    expect(await calls()).toEqual([['call-here']]);
    expect(
      await lake.json('erase', '--tenant', 'acme', '--agent', 'agent-77', '--yes', '--json'),
    ).toMatchObject({ erased: true, calls: 1, proven: true });
  });

  it('is of nobody else', async () => {
    for (const [by, value] of [
      ['--customer', 'CUST-900003'],
      ['--agent', 'agent-7'],
      ['--before', '2026-01-02'],
    ] as const)
      expect(await lake.json('erase', '--tenant', 'acme', by, value, '--yes', '--json')).toMatchObject({
        erased: false,
      });
    expect(await calls()).toEqual([['call-gone'], ['call-here']]);
  });

  it('a list that names a customer without calls goes too', async () => {
    const list = join(lake.root, 'list.csv');
    await writeFile(list, 'customer_ref\nCUST-900003\n');
    expect(
      await lake.json('erase', '--tenant', 'acme', '--customer', 'CUST-900003', '--yes', '--json'),
    ).toMatchObject({ erased: true, calls: 0, proven: true });
    await expect(readFile(list)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
