import { createHash, randomBytes } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileTooLarge, FileUnreadable } from '../../../infra/local/errors.ts';
import { FolderStore } from '../../../infra/local/folder-store.ts';
import { type Home, openHome } from '../../../infra/local/home.ts';
import { ingest, landingPorts } from '../../../infra/local/ingest.ts';
import { keepingLarge } from '../../../infra/local/large-file.ts';
import { replayQuarantined } from '../../../infra/local/replay.ts';
import { MAX_JSON_BYTES, parseTenantId, quarantineId } from '../../../pipeline/contract/index.ts';
import { quarantine } from '../../../pipeline/land/index.ts';
import { planOf, tenantOf } from '../erase/scene.ts';

const MOST = 100_000;
const ACME = tenantOf(parseTenantId('acme'));
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let root: string;
let home: Home;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cci-large-'));
  await mkdir(join(root, 'in'));
  home = openHome(join(root, 'lake'));
  home.tenants.add(ACME);
});
afterEach(async () => {
  home.close();
  await rm(root, { recursive: true });
});

const offer = () =>
  ingest(home, {
    tenant: ACME,
    paths: [join(root, 'in')],
    form: null,
    startedAt: null,
    largest: MOST,
    onFile: () => undefined,
  });

/** Bytes that no chunk of a stream ends with. */
const LARGE = Buffer.from(`${'{"a":1}\n'.repeat(40_000)}{"end`);

describe('a file that is larger than what is read', () => {
  const path = () => join(root, 'in/a.json');
  beforeEach(() => writeFile(path(), LARGE));

  it('is refused as too large, and kept byte for byte with its sidecar', async () => {
    await writeFile(join(root, 'in/a.meta.json'), '{}');
    expect(await offer()).toMatchObject({ files: 1, quarantined: 1 });
    const [record] = home.quarantine.entries(ACME.tenant_id);
    const identity = {
      path: path(),
      contentSha256: sha256(LARGE),
      sidecarSha256: sha256(Buffer.from('{}')),
    };
    expect(record).toMatchObject({
      quarantine_id: quarantineId(identity),
      code: 'too_large',
      reason: `infra: the file is above ${MOST} bytes`,
      content_sha256: identity.contentSha256,
      sidecar_sha256: identity.sidecarSha256,
      size_bytes: LARGE.length,
    });
    expect(Buffer.compare(await home.store.get(record?.key ?? ''), LARGE)).toBe(0);
    expect(Buffer.from(await home.store.get(record?.sidecar_key ?? '')).toString()).toBe('{}');
    await offer();
    expect(home.quarantine.entries(ACME.tenant_id)).toHaveLength(1);
  });

  it('is kept whole where its sidecar cannot be read', async () => {
    await mkdir(join(root, 'in/a.meta.json'));
    await offer();
    const [record] = home.quarantine.entries(ACME.tenant_id);
    expect(record).toMatchObject({ code: 'unreadable', size_bytes: LARGE.length });
  });

  it.each([
    ['by its content', { calls: [], contents: [sha256(LARGE)] }],
    ['by an id in it', { calls: ['call-2026-0001'], contents: [] }],
  ])('is not kept when it is of an erased call %s', async (_, { calls, contents }) => {
    if (calls.length > 0) await appendFile(path(), ' call-2026-0001 ');
    home.tombstones.bury(planOf({ calls: new Set(calls), contents: new Set(contents) }));
    expect(await offer()).toMatchObject({ files: 1, quarantined: 0, erased: 1 });
    expect(home.quarantine.entries(ACME.tenant_id)).toEqual([]);
  });

  it('is not kept when what is packed in it is of an erased call', async () => {
    const noise = randomBytes(2 * MOST).toString('base64');
    await writeFile(path(), gzipSync(`${noise} {"call_id":"call-2026-0001"}`));
    home.tombstones.bury(planOf({ calls: new Set(['call-2026-0001']) }));
    expect(await offer()).toMatchObject({ files: 1, quarantined: 0, erased: 1 });
  });

  it('is kept without the name of an erased call in its path', async () => {
    home.tombstones.bury(planOf({ calls: new Set(['call-2026-0001']) }));
    await rename(join(root, 'in'), join(root, 'call-2026-0001'));
    await mkdir(join(root, 'in'));
    await rename(join(root, 'call-2026-0001'), join(root, 'in/call-2026-0001'));
    expect(await offer()).toMatchObject({ quarantined: 1 });
    const [record] = home.quarantine.entries(ACME.tenant_id);
    expect(record).toMatchObject({ path: join(root, 'in/…/a.json'), content_sha256: sha256(LARGE) });
  });

  it('stays where it lies when the quarantine is replayed: it would be read into memory for nothing', async () => {
    await offer();
    const [record] = home.quarantine.entries(ACME.tenant_id);
    if (record === undefined) throw new Error('nothing was quarantined');
    await home.quarantine.release(record);
    await home.quarantine.keep({ ...record, size_bytes: MAX_JSON_BYTES + 1 }, LARGE, null);
    const request = { tenants: [ACME], reason: null, onFile: () => undefined };
    expect(await replayQuarantined(home, request)).toMatchObject({ offered: 0, left: 1 });
  });

  it('that changes while it is copied is not kept under the hash of what it was, and nothing half is left', async () => {
    const keeping = await keepingLarge(landingPorts(home, ACME, null), home.quarantine, path());
    await appendFile(path(), 'more');
    const offered = { path: path(), bytes: new Uint8Array(), sidecar: null };
    const kept = quarantine(keeping, offered, new FileTooLarge(MOST));
    await expect(kept).rejects.toThrow(FileUnreadable);
    const left = await readdir(join(root, 'lake/quarantine'), { recursive: true, withFileTypes: true });
    expect(left.filter((entry) => entry.isFile())).toEqual([]);
  });
});

describe('an object that is put part by part', () => {
  it('is there whole, and not at all when its source fails', async () => {
    const store = new FolderStore(root);
    await store.put('k/1', parts());
    expect(await readFile(join(root, 'k/1'), 'utf8')).toBe('onetwo');
    await expect(store.put('k/2', parts(new Error('broken')))).rejects.toThrow('broken');
    expect(await readdir(join(root, 'k'))).toEqual(['1']);
  });
});

async function* parts(failure?: Error): AsyncGenerator<Uint8Array> {
  yield Buffer.from('one');
  if (failure) throw failure;
  yield Buffer.from('two');
}
