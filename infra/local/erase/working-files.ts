import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  concerns,
  type ErasurePlan,
  type IsKept,
  isWhole,
  type Place,
  type Trace,
  tracesIn,
} from '../../../etl/erase/index.ts';
import { SPILL_FOLDER } from '../../../etl/publish/index.ts';
import type { TenantId } from '../../../pipeline/contract/index.ts';
import { isMissing } from '../folder-store.ts';
import { type DiskPath, type FoundFile, filesBelow, nameBelow, removeFiles } from './files.ts';

/** Where half-written files can lie that a killed command left, below the root. */
const foldersOf = (tenantId: TenantId): string[] => [
  `raw/calls/tenant_id=${tenantId}`,
  `quarantine/tenant_id=${tenantId}`,
  'curated/_manifests',
];

/** How half-written files are named: `.<uuid>.tmp` of objects, `.next` of manifests and leases. */
const HALF_WRITTEN = /(?:^|\/)\.[^/]*\.tmp$|\.next$/;

async function halfWritten(root: string, tenantId: TenantId): Promise<FoundFile[]> {
  const files: FoundFile[] = [];
  for (const folder of foldersOf(tenantId))
    for (const file of await filesBelow(join(root, folder)))
      if (HALF_WRITTEN.test(file.name)) files.push(file);
  return files;
}

/** A file that a command finishes or gives up meanwhile is gone: that is no failure. */
async function bytesOf({ path }: FoundFile): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return new Uint8Array();
    throw error;
  }
}

/**
 * What a night puts aside and what a killed command left half written. To be emptied by the holder of the lease only: what a
 * night puts aside is then of a killed one.
 */
export function workingFiles(root: string): Place {
  const found = async (plan: ErasurePlan): Promise<DiskPath[]> => {
    const paths: DiskPath[] = [];
    for (const file of [
      ...(await halfWritten(root, plan.tenant_id)),
      ...(await filesBelow(join(root, SPILL_FOLDER))),
    ])
      if (isWhole(plan) || concerns(plan, await bytesOf(file))) paths.push(file.path);
    return paths;
  };
  return {
    name: 'working files',
    find: async (plan) => (await found(plan)).length,
    async erase(plan) {
      const spilt = await filesBelow(join(root, SPILL_FOLDER));
      return removeFiles([...(await found(plan)), ...spilt.map(({ path }) => path)]);
    },
    traces: (tenantId, isKept) => tracesOfWork(root, tenantId, isKept),
  };
}

async function* tracesOfWork(root: string, tenantId: TenantId, isKept: IsKept): AsyncGenerator<Trace> {
  for (const file of [
    ...(await halfWritten(root, tenantId)),
    ...(await filesBelow(join(root, SPILL_FOLDER))),
  ])
    yield* tracesIn(await bytesOf(file), isKept, nameBelow(root, file.path.toString()));
}
