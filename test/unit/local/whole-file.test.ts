import { execFileSync } from 'node:child_process';
import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileUnwritable, UsageError } from '../../../infra/local/errors.ts';
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

  it.each(['there', 'not there yet'])('is what a link leads to, %s, and the link stays', async (when) => {
    const [target, link, second] = ['target', 'link', 'second'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    if (when === 'there') await writeFile(target, 'before');
    await symlink('target', link);
    await symlink(link, second);
    await writeWhole(second, (file) => writeFile(file, 'after'));
    expect(await readFile(target, 'utf8')).toBe('after');
    expect([await readlink(second), await readlink(link)]).toEqual([link, 'target']);
    expect((await readdir(folder)).sort()).toEqual(['link', 'second', 'target']);
  });

  it('is refused where links lead in a circle', async () => {
    const [one, two] = [join(folder, 'one'), join(folder, 'two')];
    await symlink(one, two);
    await symlink(two, one);
    await expect(writeWhole(one, (file) => writeFile(file, ''))).rejects.toThrow(FileUnwritable);
  });

  it.skipIf(process.platform === 'win32')(
    'never takes the place of a pipe, nor of one behind a link',
    async () => {
      const [pipe, link] = [join(folder, 'pipe'), join(folder, 'link')];
      execFileSync('mkfifo', [pipe]);
      await symlink(pipe, link);
      for (const out of [pipe, link]) {
        const writing = writeWhole(out, (file) => writeFile(file, ''));
        await expect(writing).rejects.toThrow(expect.objectContaining({ name: UsageError.name, where: out }));
      }
      expect((await lstat(pipe)).isFIFO()).toBe(true);
      expect((await readdir(folder)).sort()).toEqual(['link', 'pipe']);
    },
  );

  it('is not called "-", which elsewhere means stdout', async () => {
    await expect(writeWhole('-', (file) => writeFile(file, ''))).rejects.toThrow(UsageError);
  });
});
