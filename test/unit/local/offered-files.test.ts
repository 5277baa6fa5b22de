import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bytesOf, offeredFiles, sidecarOf } from '../../../infra/local/offered-files.ts';

const OFFERED_FILES = import.meta.resolve('../../../infra/local/offered-files.ts');

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cci-offered-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function files(...names: string[]): Promise<void> {
  for (const name of names) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), name);
  }
}

/** Does some work as one who may not read everything: root may. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return await work();
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

const offered = async (...paths: string[]): Promise<string[]> =>
  (await offeredFiles(paths.map((path) => join(root, path)))).map((path) => relative(root, path));

describe('what paths offer', () => {
  it('is every transcript of a folder at any depth, without sidecars and other files', async () => {
    await files(
      'in/b.JSON',
      'in/b.META.JSON',
      'in/a.json',
      'in/a.meta.json',
      'in/x.json/é ü/c.vtt',
      'in/d.png',
    );
    expect(await offered('in')).toEqual(['in/a.json', 'in/b.JSON', 'in/x.json/é ü/c.vtt']);
    expect(await offered('in/b.META.JSON', 'in/d.png')).toEqual(['in/d.png']);
  });

  it('is what links lead to, each file once, also where a link leads back up', async () => {
    await files('in/a.json', 'other/b.json', 'kept/0001');
    await symlink('../kept/0001', join(root, 'in/linked.json'));
    await symlink('../other', join(root, 'in/folder'));
    await symlink('..', join(root, 'other/up'));
    await symlink('a.json', join(root, 'in/same.json'));
    expect(await offered('in')).toEqual(['in/a.json', 'in/folder/b.json', 'in/linked.json']);
  });

  it('includes a link of a folder that leads nowhere, which then cannot be read', async () => {
    await files('in/a.json');
    await symlink('gone', join(root, 'in/broken.json'));
    await symlink('circle.json', join(root, 'in/circle.json'));
    expect(await offered('in')).toEqual(['in/a.json', 'in/broken.json', 'in/circle.json']);
    await expect(bytesOf(join(root, 'in/broken.json'))).rejects.toMatchObject({ code: 'unreadable' });
  });

  it('is a file under its own name, which its sidecar has, where a link to it stands before it', async () => {
    await files('in/call.json', 'in/call.meta.json');
    await symlink('call.json', join(root, 'in/a-link.json'));
    expect(await offered('in')).toEqual(['in/call.json']);
    expect(await offered('in/a-link.json')).toEqual(['in/a-link.json']);
  });

  it('includes a folder that may not be searched and what may not be looked at, which then cannot be read', async () => {
    await files('in/a.json', 'in/locked/b.json', 'in/listed/c.json', 'in/z.json');
    await symlink('locked/b.json', join(root, 'in/link.json'));
    await chmod(root, 0o755);
    await chmod(join(root, 'in/locked'), 0o000);
    await chmod(join(root, 'in/listed'), 0o444);
    const seen = await asNobody(() => offered('in', 'in/locked/b.json'));
    await chmod(join(root, 'in/locked'), 0o755);
    await chmod(join(root, 'in/listed'), 0o755);
    expect(seen).toEqual([
      'in/a.json',
      'in/link.json',
      'in/listed/c.json',
      'in/locked',
      'in/z.json',
      'in/locked/b.json',
    ]);
  });

  it('is every file of a folder within, however many there are', { timeout: 120_000 }, async () => {
    const [few, many] = [8_000, join(root, 'in/many')];
    await mkdir(many, { recursive: true });
    for (let n = 0; n < few; n += 1) writeFileSync(join(many, `${n}.json`), '');
    // On a small stack as few are more than one call takes as arguments.
    const script = `const { offeredFiles } = await import(${JSON.stringify(OFFERED_FILES)});
      console.log((await offeredFiles([${JSON.stringify(join(root, 'in'))}])).length);`;
    const node = ['--stack-size=100', '--input-type=module', '-e', script];
    expect(execFileSync(process.execPath, node, { encoding: 'utf8' })).toBe(`${few}\n`);
  });

  it('is an error where a named path does not exist', async () => {
    await expect(offered('nowhere')).rejects.toMatchObject({ code: 'usage' });
    await files('a.json');
    await expect(offered('a.json/below')).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('the sidecar of a file', () => {
  it('has its name, in small or capital letters', async () => {
    await files('A.JSON', 'A.META.JSON', 'b.json', 'b.meta.json', 'c.json');
    const texts = ['A.JSON', 'b.json', 'c.json'].map(async (name) => {
      const bytes = await sidecarOf(join(root, name));
      return bytes && Buffer.from(bytes).toString();
    });
    expect(await Promise.all(texts)).toEqual(['A.META.JSON', 'b.meta.json', null]);
  });

  it('is not there beside a name that is as long as names may be', async () => {
    await files(`${'n'.repeat(250)}.json`);
    expect(await sidecarOf(join(root, `${'n'.repeat(250)}.json`))).toBeNull();
  });

  it('says so when it cannot be read', async () => {
    await mkdir(join(root, 'a.meta.json'));
    await expect(sidecarOf(join(root, 'a.json'))).rejects.toMatchObject({
      code: 'unreadable',
      message: 'infra: the sidecar cannot be read: EISDIR',
    });
  });
});
