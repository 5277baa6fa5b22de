import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileUnwritable } from '../../../infra/local/errors.ts';
import { writeWhole } from '../../../infra/local/whole-file.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cci-whole-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a file that is written whole', () => {
  it('appears under its name, in place of what was there', async () => {
    const out = join(folder, 'scores.csv');
    await writeFile(out, 'before');
    expect(await writeWhole(out, (file) => writeFile(file, 'after').then(() => 3))).toBe(3);
    expect(await readFile(out, 'utf8')).toBe('after');
    expect(await readdir(folder)).toEqual(['scores.csv']);
  });

  it('is refused by name where there is no folder, before anything is worked out', async () => {
    const out = join(folder, 'nowhere', 'scores.csv');
    let isAsked = false;
    const writing = writeWhole(out, async () => {
      isAsked = true;
    });
    await expect(writing).rejects.toThrow(
      expect.objectContaining({ message: 'infra: the file cannot be written: ENOENT', where: out }),
    );
    expect(isAsked).toBe(false);
  });

  it('is refused by name where a folder has its name, and leaves nothing behind', async () => {
    const out = join(folder, 'taken');
    await mkdir(out);
    await expect(writeWhole(out, (file) => writeFile(file, ''))).rejects.toThrow(FileUnwritable);
    expect(await readdir(folder)).toEqual(['taken']);
  });

  it('leaves errors of the work as they are', async () => {
    const out = join(folder, 'scores.csv');
    await expect(writeWhole(out, () => Promise.reject(new RangeError('of the query')))).rejects.toThrow(
      RangeError,
    );
    expect(await readdir(folder)).toEqual([]);
  });
});
