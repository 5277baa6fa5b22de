import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeLake, type TestLake } from '../support/cci.ts';

describe('a folder without a lake', () => {
  let lake: TestLake;
  beforeEach(async () => {
    lake = await makeLake();
  });
  afterEach(() => lake[Symbol.asyncDispose]());

  const COMMANDS = [
    ['erase', '--verify', '--json'],
    ['erase', '--tenant', 'acme', '--call', 'call-1', '--yes'],
    ['erase', '--retention', '--yes'],
    ['tenants', 'list', '--format', 'json'],
    ['tenants', 'set', 'acme', '--name', 'Acme'],
    ['forms', 'publish', 'service-quality', '--tenant', 'acme'],
    ['forms', 'list', '--tenant', 'acme'],
    ['ingest', '.', '--tenant', 'acme'],
    ['rescore', '--tenant', 'acme'],
    ['calls', 'list', '--tenant', 'acme'],
    ['night'],
    ['night', '--plan'],
    ['replay', '--quarantined'],
    ['replay', '--since', '2026-01-01'],
    ['sql', '--tenant', 'acme', 'SELECT 1'],
    ['checks', 'run'],
    ['export', 'criterion-scores', '--tenant', 'acme', '--format', 'csv', '--out', '/no/such/x'],
    ['serve'],
  ];

  it.each(COMMANDS)('is not made one by "cci %s %s"', async (...words) => {
    expect(await lake.cci(...words)).toEqual({
      code: 1,
      out: '',
      err: `cci: infra: no lake at ${lake.root}\n     Set CCI_HOME to the folder of your lake, or begin one there: cci tenants add acme\n`,
    });
    expect(existsSync(lake.root)).toBe(false);
  });

  it('is not made one because it is there', async () => {
    await mkdir(lake.root);
    expect(await lake.cci('tenants', 'list')).toMatchObject({ code: 1, out: '' });
    expect(await readdir(lake.root)).toEqual([]);
  });

  it('becomes one with its first tenant', async () => {
    expect(await lake.cci('tenants', 'add', 'acme')).toMatchObject({ code: 0 });
    expect(await lake.cci('tenants', 'list')).toMatchObject({ code: 0 });
  });
});

it('a proof of a lake in which nobody is registered says that there is nothing to prove', async () => {
  await using lake = await makeLake();
  await lake.cci('tenants', 'add', 'acme');
  await lake.cci('erase', '--tenant', 'acme', '--all', '--yes');
  expect(await lake.cci('erase', '--verify')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^acme: 1 erasure/),
  });
  await using empty = await makeLake();
  await empty.cci('tenants', 'add', 'Not A Tenant');
  expect(await empty.cci('erase', '--verify')).toMatchObject({
    code: 0,
    out: '',
    err: expect.stringContaining('nothing to prove'),
  });
});
