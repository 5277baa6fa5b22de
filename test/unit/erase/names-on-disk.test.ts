import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import type { Trace } from '../../../etl/erase/index.ts';
import { otherFiles } from '../../../infra/local/erase/other-files.ts';
import { searchHome } from '../../../infra/local/erase/search.ts';
import { type Home, openHome } from '../../../infra/local/home.ts';
import { ACME, planOf, tenantOf } from './scene.ts';

let root: string;
let home: Home;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cci-names-'));
  home = openHome(root);
  home.tenants.add(tenantOf(ACME));
});
afterEach(async () => {
  home.close();
  await rm(root, { recursive: true, force: true });
});

const PLAN = planOf({ calls: new Set(['call-2026-0662']) });
const TEXT = Buffer.from('of call-2026-0662');

async function zipped(): Promise<Buffer> {
  const archive = new ZipFile();
  archive.addBuffer(TEXT, 'a.csv');
  archive.end();
  return await buffer(archive.outputStream);
}

async function traces(): Promise<Trace[]> {
  const given: Trace[] = [];
  for await (const trace of otherFiles(home).traces(ACME, () => false)) given.push(trace);
  return given;
}

/** Writes a file whose path below the home has a byte a character. */
async function write(name: string, bytes: Uint8Array): Promise<void> {
  const path = join(root, name);
  await mkdir(Buffer.from(dirname(path), 'latin1'), { recursive: true });
  await writeFile(Buffer.from(path, 'latin1'), bytes);
}

describe('below the home, a file whose name is not UTF-8', () => {
  it.each([
    ['as text', 'm\xfc.csv', async () => TEXT],
    ['in a folder of such a name', 'm\xfc/\xe4/a.csv', async () => TEXT],
    ['as gzip', 'm\xfc.gz', async () => gzipSync(TEXT)],
    ['as ZIP', 'm\xfc.zip', zipped],
    ['in its name', 'm\xfc call-2026-0662.csv', async () => Buffer.from('x')],
  ])('that has an erased call %s is found and goes', async (_, name, bytes) => {
    await write(name, await bytes());
    expect(await traces()).toContainEqual(expect.objectContaining({ kind: 'call', value: 'call-2026-0662' }));
    expect(await searchHome(home, PLAN)).toMatchObject([{ found: 1 }]);
    expect(await otherFiles(home).erase(PLAN)).toBe(1);
    expect(await searchHome(home, PLAN)).toEqual([]);
  });

  it('keeps no other file from being found', async () => {
    await write('\xfc/b.csv', Buffer.from('x'));
    await writeFile(join(root, 'a.csv'), TEXT);
    expect(await otherFiles(home).erase(PLAN)).toBe(1);
    expect(await readdir(root)).not.toContain('a.csv');
  });

  it('is told to be unreadable where it is a table: no engine opens it', async () => {
    await write('m\xfc.parquet', Buffer.from('PAR1 and so on'));
    expect(await traces()).toContainEqual(expect.objectContaining({ kind: 'unreadable' }));
  });
});
