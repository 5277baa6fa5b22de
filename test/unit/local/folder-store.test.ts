import { mkdir, mkdtemp, readdir, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderStore } from '../../../infra/local/folder-store.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cci-store-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const keys = async (store: FolderStore, prefix: string) => {
  const found: string[] = [];
  for await (const key of store.list(prefix)) found.push(key);
  return found.sort();
};

describe('a folder as an object store', () => {
  it('gives back what was put, byte for byte, and lists it by its key', async () => {
    const store = new FolderStore(root);
    const bytes = Uint8Array.from([0, 255, 10, 13, 0]);
    await store.put('raw/a/c%3A1.json', bytes);
    await store.put('raw/b/2.json', new Uint8Array());
    expect(Buffer.compare(await store.get('raw/a/c%3A1.json'), bytes)).toBe(0);
    expect(await keys(store, 'raw/')).toEqual(['raw/a/c%3A1.json', 'raw/b/2.json']);
    expect(await keys(store, 'raw/a/')).toEqual(['raw/a/c%3A1.json']);
    expect(await keys(store, 'nothing/')).toEqual([]);
  });

  it('replaces an object whole and leaves no temporary file', async () => {
    const store = new FolderStore(root);
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => store.put('k', Buffer.from(String(n).repeat(50_000)))),
    );
    const text = Buffer.from(await store.get('k')).toString();
    expect(new Set(text.match(/.{1,2}/g)).size).toBeLessThanOrEqual(2);
    expect(await readdir(root)).toEqual(['k']);
  });

  it.each(['../outside', 'a/../../outside', '..'])(
    'refuses the key %s, which leads out of the lake',
    async (key) => {
      const store = new FolderStore(root);
      await expect(store.put(key, new Uint8Array())).rejects.toMatchObject({ code: 'key_refused' });
      await expect(store.get(key)).rejects.toMatchObject({ code: 'key_refused' });
    },
  );

  it('takes keys whose names are longer than a file system allows, and lists them as they are', async () => {
    const store = new FolderStore(root);
    const key = `raw/${encodeURIComponent(`C${':x'.repeat(63)}:`)}.20261121T120435123Z-1a2b3c4d.json`;
    const foreign = 'raw/a~b.json';
    for (const one of [key, foreign]) await store.put(one, Buffer.from(one));
    expect(await keys(store, 'raw/')).toEqual([key, foreign]);
    for (const one of [key, foreign]) expect(Buffer.from(await store.get(one)).toString()).toBe(one);
    expect(await store.has(key)).toBe(true);
    await store.delete(key);
    expect([await store.has(key), await store.has(foreign)]).toEqual([false, true]);
  });

  it('forgets what is deleted, and deleting again is no error', async () => {
    const store = new FolderStore(root);
    await store.put('k', Buffer.from('x'));
    await store.delete('k');
    await store.delete('k');
    expect(await keys(store, '')).toEqual([]);
  });
});

const HOUR_MS = 3_600_000;

/** A store of folders that nobody has touched for an hour. */
const settled = (): FolderStore => new FolderStore(root, () => Date.now() + HOUR_MS);

/** Folders below `raw` by their keys, with their stamps; undefined of those that have none. */
async function stampsOf(store: FolderStore): Promise<Map<string, string | undefined>> {
  const stamps = new Map<string, string | undefined>();
  for await (const { folder, stamp } of store.folders('raw/'))
    if (folder !== 'raw') stamps.set(folder, stamp);
  return stamps;
}

async function drained(folders: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of folders);
}

/** Waits until the file system marks a change with a later time than all before. */
async function nextTick(): Promise<void> {
  const probe = join(root, 'probe');
  const timeOf = async (): Promise<bigint> => {
    await writeFile(probe, '');
    return (await stat(probe, { bigint: true })).ctimeNs;
  };
  const before = await timeOf();
  while ((await timeOf()) === before);
}

describe('what has come beside folders that are as they were listed', () => {
  const KEYS = ['raw/a/1', 'raw/a/2', 'raw/b/1', 'raw/c/1'];
  type Change = (store: FolderStore) => Promise<unknown>;
  const path = (key: string): string => join(root, key);

  it.each([
    ['nothing happens', true, async () => undefined],
    ['an object is read', true, (store) => store.get('raw/a/1')],
    ['an object comes', false, (store) => store.put('raw/a/3', new Uint8Array())],
    ['an object goes', false, (store) => store.delete('raw/a/1')],
    [
      'an object goes and another one comes',
      false,
      async (store) => {
        await store.delete('raw/b/1');
        await store.put('raw/b/2', new Uint8Array());
      },
    ],
    ['an object gets another name', false, () => rename(path('raw/a/1'), path('raw/a/3'))],
    ['a folder goes', false, () => rm(path('raw/c'), { recursive: true })],
    ['a folder comes into one', false, () => mkdir(path('raw/a/in'))],
    ['an object comes beside the folders', false, (store) => store.put('raw/1', new Uint8Array())],
    [
      'a folder is put in the place of another one, with its times',
      false,
      async () => {
        const { atime, mtime } = await stat(path('raw/c'));
        await mkdir(path('raw/new'));
        await writeFile(path('raw/new/2'), '');
        await rm(path('raw/c'), { recursive: true });
        await rename(path('raw/new'), path('raw/c'));
        await utimes(path('raw/c'), atime, mtime);
      },
    ],
    [
      'an object comes and the time of the folder is set back',
      false,
      async () => {
        const { atime, mtime } = await stat(path('raw/b'));
        await writeFile(path('raw/b/2'), '');
        await utimes(path('raw/b'), atime, mtime);
      },
    ],
  ] as [string, boolean, Change][])('when %s: %s', async (_, same, change) => {
    const store = settled();
    for (const key of KEYS) await store.put(key, new Uint8Array());
    await nextTick();
    const stamps = (await stampsOf(store)) as Map<string, string>;
    await change(store);
    expect(await store.beside('raw/', stamps)).toEqual(same ? [] : null);
  });

  it('lists the folders that have come beside them, with those within, as a listing would', async () => {
    const store = settled();
    for (const key of KEYS) await store.put(key, new Uint8Array());
    await nextTick();
    const stamps = (await stampsOf(store)) as Map<string, string>;
    for (const key of ['raw/d/1', 'raw/d/2', 'raw/e/in/1']) await store.put(key, new Uint8Array());
    const all = [];
    for await (const folder of store.folders('raw/')) all.push(folder);
    const come = all.filter(({ folder }) => folder !== 'raw' && !stamps.has(folder));
    expect(come.flatMap(({ folder, names }) => names.map((name) => `${folder}/${name}`)).sort()).toEqual([
      'raw/d/1',
      'raw/d/2',
      'raw/e/in/1',
    ]);
    expect(await store.beside('raw/', stamps)).toEqual(expect.arrayContaining(come));
  });

  it('a folder that was changed just now has no stamp: it may change again within the same instant', async () => {
    const store = new FolderStore(root);
    for (const key of KEYS) await store.put(key, new Uint8Array());
    const stamps = await stampsOf(store);
    expect([...stamps]).toEqual(expect.arrayContaining([['raw/a', undefined]]));
    const noted = (await stampsOf(settled())) as Map<string, string>;
    expect([await store.beside('raw/', noted), await settled().beside('raw/', noted)]).toEqual([null, []]);
  });

  it('a folder with folders in it has no stamp: what comes into those does not show on it', async () => {
    const store = settled();
    await store.put('raw/a/in/1', new Uint8Array());
    const stamps = await stampsOf(store);
    expect([stamps.get('raw/a'), typeof stamps.get('raw/a/in')]).toEqual([undefined, 'string']);
  });

  it.each([
    ['a file', '1'],
    ['a folder', '../b'],
    ['nothing', 'gone'],
    ['itself', '3'],
  ])('a link to %s is an error, also in a folder that was listed before it came', async (_, target) => {
    const store = settled();
    for (const key of KEYS) await store.put(key, new Uint8Array());
    await nextTick();
    const stamps = (await stampsOf(store)) as Map<string, string>;
    await symlink(target, path('raw/a/3'));
    const refusal = { code: 'no_object', where: 'raw/a/3' };
    await expect(keys(store, 'raw/')).rejects.toMatchObject(refusal);
    await expect(drained(store.folders('raw/', stamps))).rejects.toMatchObject(refusal);
    expect(await store.beside('raw/', stamps)).toBeNull();
  });

  it('a link beside the folders that were listed is an error', async () => {
    const store = settled();
    for (const key of KEYS) await store.put(key, new Uint8Array());
    await nextTick();
    const stamps = (await stampsOf(store)) as Map<string, string>;
    await symlink('a', path('raw/d'));
    await expect(store.beside('raw/', stamps)).rejects.toMatchObject({ code: 'no_object', where: 'raw/d' });
  });

  it('lists the same whether it is told the stamps of before or not, drafts and long names included', async () => {
    const store = settled();
    for (const one of [...KEYS, `raw/a/${'%3A'.repeat(90)}`]) await store.put(one, new Uint8Array());
    await writeFile(path('raw/a/.draft'), '');
    const stamps = (await stampsOf(store)) as Map<string, string>;
    await nextTick();
    await store.put('raw/b/2', new Uint8Array());
    await mkdir(path('raw/c/in'));
    const listed = async (...known: [Map<string, string>?]) => {
      const folders = [];
      for await (const folder of store.folders('raw/', ...known)) folders.push(folder);
      return folders;
    };
    expect(await listed(stamps)).toEqual(await listed());
    expect(await listed(stamps)).toContainEqual(
      expect.objectContaining({ folder: 'raw/a', names: ['1', '2', '%3A'.repeat(90)] }),
    );
  });

  it('where nothing lies, nothing is', async () => {
    expect(await settled().beside('raw/', new Map())).toEqual([]);
    expect(await settled().beside('raw/', new Map([['raw/a', '1']]))).toBeNull();
  });
});
