import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ACME, type Lake } from '../unit/etl/builders.ts';
import { DiskModel } from './disk-model.ts';
import {
  endProcess,
  failLike,
  lakesWithNews,
  NEW,
  night,
  OLD,
  type Outcome,
  outcomeOf,
  quarantinedBy,
  saysWell,
  seenBy,
  systemError,
  UNUSABLE,
} from './fault-scene.ts';
import { filesBelow, unnamedFiles } from './lake-folder.ts';
import { type FileOperation, watchFiles } from './watch-files.ts';
import { watchedPorts } from './watch-ports.ts';

const lakeWithNews = lakesWithNews();

/** What is wrong after a night that something happened to, and after the one that repeats it. */
async function faultsAfter(lake: Lake, outcome: Outcome): Promise<string[]> {
  const seen = await seenBy(lake);
  const faults = [...seen.faults];
  const calls = String(seen.calls);
  if (calls !== String(OLD) && calls !== String(NEW)) faults.push(`a mixture stands: ${calls}`);
  if (saysWell(outcome) && calls !== String(NEW))
    faults.push('says that all is well, and shows the old data');
  await endProcess(lake);
  const again = await outcomeOf(lake.ports);
  if (!saysWell(again)) faults.push(`repeated: ${JSON.stringify(again, errorText)}`);
  const after = await seenBy(lake);
  faults.push(...after.faults.map((fault) => `repeated: ${fault}`));
  if (String(after.calls) !== String(NEW)) faults.push(`repeated: ${after.calls} stands`);
  const left = [...lake.pending.values()].filter(({ counted }) => counted === undefined);
  if (left.length > 0 || lake.kept.size !== UNUSABLE - 1) faults.push('not everything is kept and counted');
  const counted = quarantinedBy(outcome, again);
  if (counted > UNUSABLE) faults.push(`${counted} documents are counted as quarantined`);
  return faults;
}

const errorText = (_: string, value: unknown): unknown =>
  value instanceof Error ? `${value.name}: ${value.message}` : value;

/** Calls that a night must be seen to make: without one of them the test would prove less than it says. */
const CALLS = ['link', 'mkdir', 'open', 'read', 'readdir', 'rename', 'rm', 'sync', 'write', 'writeFile'];

const EVERY = process.env.FAULTS === 'every';

/** What kind of call it is: the same one is made for each table, period and file. */
const kindOf = ({ name, path }: FileOperation): string =>
  `${name} ${path
    .slice(path.indexOf('/curated/'))
    .replace(/curated\/(?!etl_runs)[a-z][a-z_]*\//, 'curated/T/')
    .replace(/period=[^/]*/, 'period=P')
    .replace(/\d{8}T\d{9}Z-[0-9a-f]{8}(\.\d)?/, 'N')}`;

/** Positions to try: every one in the slow tier, else the first and the last of each kind. */
function positionsIn(kinds: readonly string[]): number[] {
  return [...kinds.keys()].filter((i) => {
    const kind = kinds[i] ?? '';
    return EVERY || kinds.indexOf(kind) === i || kinds.lastIndexOf(kind) === i;
  });
}

describe('a call on a file that fails', () => {
  it(
    'at any position of a night leaves the old data or the new, is told, and is healed by the next night',
    async () => {
      // The engine remembers what it writes: only the second night makes the calls that all others make.
      await night((await lakeWithNews()).ports);
      const operations: FileOperation[] = [];
      const clean = await lakeWithNews();
      const end = watchFiles(clean.ports.curated.root, { before: (operation) => operations.push(operation) });
      await night(clean.ports).finally(end);
      expect((await seenBy(clean)).calls).toEqual(NEW);
      expect([...new Set(operations.map(({ name }) => name))]).toEqual(expect.arrayContaining(CALLS));

      const found: string[] = [];
      const tried = positionsIn(operations.map(kindOf));
      for (const position of tried) {
        const lake = await lakeWithNews();
        const { root } = lake.ports.curated;
        let reached = -1;
        let hit: FileOperation | undefined;
        const stop = watchFiles(root, {
          before(operation) {
            reached += 1;
            if (reached !== position) return;
            hit = operation;
            failLike(operation.name, operation.path);
          },
        });
        const outcome = await outcomeOf(lake.ports).finally(stop);
        const faults = await faultsAfter(lake, outcome);
        found.push(
          ...faults.map((fault) => `${position} ${hit?.name} ${hit?.path.slice(root.length)}: ${fault}`),
        );
        if (hit === undefined) found.push(`${position}: nothing came`);
      }
      process.stdout.write(`faults: ${tried.length} of ${operations.length} calls on files failed in turn\n`);
      expect(found).toEqual([]);
    },
    EVERY ? 900_000 : 240_000,
  );
});

describe('a port that fails', () => {
  it('at any of its calls leaves the old data or the new, is told, and is healed by the next night', async () => {
    const calls: string[] = [];
    await night(watchedPorts((await lakeWithNews()).ports, (name) => calls.push(name)));
    const found: string[] = [];
    for (const position of positionsIn(calls)) {
      const lake = await lakeWithNews();
      let reached = -1;
      const ports = watchedPorts(lake.ports, (called) => {
        reached += 1;
        if (reached === position) throw systemError('EIO', called);
      });
      const outcome = await outcomeOf(ports);
      const faults = await faultsAfter(lake, outcome);
      found.push(...faults.map((fault) => `${position} ${calls[position]}: ${fault}`));
    }
    expect(found).toEqual([]);
  }, 120_000);

  it('while it reads half a document does not make a damaged one of it', async () => {
    const found: string[] = [];
    for (let position = 0; position < 6; position += 1) {
      const lake = await lakeWithNews();
      let reads = -1;
      const read = async (key: string): Promise<Uint8Array> => {
        const bytes = await lake.ports.raw.read(key);
        reads += 1;
        return reads === position ? bytes.subarray(0, bytes.byteLength / 2) : bytes;
      };
      const ports = { ...lake.ports, raw: { ...lake.ports.raw, read } };
      const faults = await faultsAfter(lake, await outcomeOf(ports));
      found.push(...faults.map((fault) => `read ${position}: ${fault}`));
    }
    expect(found).toEqual([]);
  });
});

describe('what failed nights leave', () => {
  it('is swept once nobody can hold it', async () => {
    const lake = await lakeWithNews();
    for (const name of ['write.after', 'writeRows']) {
      const ports = watchedPorts(lake.ports, (called) => {
        if (called === name) throw systemError('ENOSPC', 'write');
      });
      expect(saysWell(await outcomeOf(ports))).toBe(false);
    }
    expect(saysWell(await outcomeOf(lake.ports))).toBe(true);
    expect(await unnamedFiles(lake.ports.curated.root, [ACME])).not.toEqual([]);
    expect(saysWell(await outcomeOf(lake.ports, '2026-08-03T04:00:00.000Z'))).toBe(true);
    expect(await unnamedFiles(lake.ports.curated.root, [ACME])).toEqual([]);
    expect(await filesBelow(join(lake.ports.curated.root, 'curated/_spill'))).toEqual([]);
  });
});

describe('a power cut', () => {
  it('at any moment leaves whole what readers are pointed to: bytes and names are on disk before', async () => {
    const lake = await lakeWithNews();
    const { root } = lake.ports.curated;
    const isPointer = (path: string): boolean => /_manifests\/(etl_runs\.)?tenant_id=acme\.json$/.test(path);
    const disk = new DiskModel(root, isPointer);
    const end = watchFiles(root, disk.watch);
    await night(lake.ports).finally(end);
    expect(await seenBy(lake)).toMatchObject({ calls: NEW, faults: [] });
    expect(disk.faults).toEqual([]);
    expect([...disk.pointedBy].sort()).toEqual(['etl_runs.tenant_id=acme.json', 'tenant_id=acme.json']);
    expect(disk.lost(join(root, 'curated/_manifests/tenant_id=acme.json'))).toEqual([]);
  });
});
