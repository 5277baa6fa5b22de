import { mkdtemp, readdir, rm } from 'node:fs/promises';
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
