import { readFile } from 'node:fs/promises';
import {
  concerns,
  type ErasurePlan,
  type IsKept,
  isWhole,
  type Place,
  searchable,
  type Trace,
} from '../../../etl/erase/index.ts';
import type { TenantId } from '../../../pipeline/contract/index.ts';
import type { TenantRegistry } from '../state/tenants.ts';
import { type FoundFile, filesBelow, removeFiles } from './files.ts';
import { type ParquetReader, tracesOfFiles, withParquet } from './parquet.ts';
import { tracesIn } from './traces.ts';

/** What this home keeps by itself; the other places look after it. */
const OWN =
  /^(?:raw\/calls\/tenant_id=|curated\/|quarantine\/tenant_id=|state\.sqlite|session\.key$|erasure\.key$|erasing\/)/;

const isParquet = ({ name }: FoundFile): boolean => name.endsWith('.parquet');

/** Whose a file is: the tenant's that is asked about, another's, or nobody can tell. */
export type Owner = 'theirs' | 'another' | 'unknown';

/** Whether a file is one of the home's own. */
export const isOwn = ({ name }: FoundFile): boolean => OWN.test(name);

/** Whose a file is, by the folders it lies in: `unknown` when none is a tenant's. */
export function ownerByPath(name: string, tenantId: TenantId, isTenant: (text: string) => boolean): Owner {
  const parts = name.split('/').map((part) => part.replace(/^tenant_id=/, ''));
  if (parts.includes(tenantId)) return 'theirs';
  return parts.slice(0, -1).some(isTenant) ? 'another' : 'unknown';
}

/** A home's folder, and who its tenants are. */
export interface Scope {
  readonly root: string;
  readonly tenants: TenantRegistry;
}

/**
 * Whose rows or calls a file holds, by its folders, else by the tenants that it names: an export has one in each row.
 * `unknown` when nothing tells.
 */
async function ownerOf(
  { tenants }: Scope,
  reader: ParquetReader,
  file: FoundFile,
  tenantId: TenantId,
): Promise<Owner> {
  const ids = new Set<string>(tenants.list().map(({ tenant_id }) => tenant_id));
  const byPath = ownerByPath(file.name, tenantId, (text) => ids.has(text));
  if (byPath !== 'unknown') return byPath;
  const names = isParquet(file) ? await tenantsIn(reader, file) : namesIn(await readFile(file.path));
  if (names(tenantId)) return 'theirs';
  return [...ids].some(names) ? 'another' : 'unknown';
}

/** Tells tenants whose rows an export holds; one that does not say, or cannot be read, names nobody. */
async function tenantsIn(reader: ParquetReader, { path }: FoundFile): Promise<(id: string) => boolean> {
  const found = new Set((await reader.distinct(path, 'tenant_id').catch(() => null)) ?? []);
  return (id) => found.has(id);
}

/** Tells tenants that a text names as a word. A tenant id needs no escaping. */
function namesIn(bytes: Uint8Array): (id: string) => boolean {
  const text = searchable(bytes);
  return (id) => new RegExp(`(?<![A-Za-z0-9._:%-])${id}(?![A-Za-z0-9._:%-])`).test(text);
}

/** Files below the home that are none of its own and not another tenant's. */
export async function otherFilesOf(
  scope: Scope,
  reader: ParquetReader,
  tenantId: TenantId,
): Promise<(FoundFile & { readonly owner: Owner })[]> {
  const files: (FoundFile & { readonly owner: Owner })[] = [];
  for (const file of await filesBelow(scope.root)) {
    if (isOwn(file)) continue;
    const owner = await ownerOf(scope, reader, file, tenantId);
    if (owner !== 'another') files.push({ ...file, owner });
  }
  return files;
}

/** Whether a file goes. One of a format that cannot be read goes when all of the tenant does. */
async function isOfThem(
  reader: ParquetReader,
  plan: ErasurePlan,
  file: FoundFile & { readonly owner: Owner },
): Promise<boolean> {
  if (isWhole(plan) && file.owner === 'theirs') return true;
  if (concerns(plan, Buffer.from(file.name))) return true;
  if (isParquet(file)) return (await reader.count(file.path, 'call_id', plan.calls).catch(() => 0)) > 0;
  return concerns(plan, await readFile(file.path));
}

/** Exports, samples and whatever else lies below the home: a file with a row of an erased call goes as a whole. */
export function otherFiles(root: string, tenants: TenantRegistry): Place {
  const scope = { root, tenants };
  const found = (plan: ErasurePlan): Promise<string[]> =>
    withParquet(async (reader) => {
      const paths: string[] = [];
      for (const file of await otherFilesOf(scope, reader, plan.tenant_id))
        if (await isOfThem(reader, plan, file)) paths.push(file.path);
      return paths;
    });
  return {
    name: 'exports and other files below the home',
    find: async (plan) => (await found(plan)).length,
    erase: async (plan) => removeFiles(await found(plan)),
    traces: (tenantId, isKept) => tracesOfOthers(scope, tenantId, isKept),
  };
}

async function* tracesOfOthers(scope: Scope, tenantId: TenantId, isKept: IsKept): AsyncGenerator<Trace> {
  const files = await withParquet((reader) => otherFilesOf(scope, reader, tenantId));
  for (const file of files) {
    yield* tracesIn(file.name, isKept);
    if (!isParquet(file)) yield* tracesIn(await readFile(file.path), isKept);
  }
  yield* tracesOfFiles(
    files.filter(isParquet).map(({ path }) => path),
    isKept,
  );
}
