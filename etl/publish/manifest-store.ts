import { dirname } from 'node:path';
import type { TenantId } from '../../pipeline/contract/index.ts';
import { type Fence, makeFolder, readText, replaceFile } from './durable.ts';
import { ManifestChanged, ManifestRefused } from './errors.ts';
import { emptyManifest, filesOfManifest, type Manifest, manifestSchema } from './manifest.ts';
import { manifestFile } from './paths.ts';
import { READ_ONCE } from './read-once.ts';

async function textOf(path: string): Promise<string | null> {
  try {
    return await readText(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** The last few that were read, by file: a night reads each several times, and so does every question of a reader. */
const parsed = new Map<string, { readonly text: string; readonly manifest: Manifest }>();
const KEPT_PARSED = 16;

/** The manifest of a text; one that nobody has replaced since is not parsed again. */
function manifestOf(text: string, where: string, tenantId: TenantId): Manifest {
  const before = parsed.get(where);
  parsed.delete(where);
  const read = before?.text === text ? before : { text, manifest: parse(text, where, tenantId) };
  parsed.set(where, read);
  const [oldest = where] = parsed.keys();
  if (parsed.size > KEPT_PARSED) parsed.delete(oldest);
  return read.manifest;
}

function parse(text: string, where: string, tenantId: TenantId): Manifest {
  const manifest = parseSchema(text, where);
  const foreign = filesOfManifest(manifest).some(
    (file) => file.path.split('/')[2] !== `tenant_id=${tenantId}`,
  );
  if (manifest.tenant_id === tenantId && !foreign) return manifest;
  throw new ManifestRefused('publish: a manifest names another tenant', { where });
}

function parseSchema(text: string, where: string): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(text), READ_ONCE);
  } catch (cause) {
    throw new ManifestRefused('publish: a manifest cannot be read', {
      where,
      hint: 'Move it aside and run the night again: the raw documents hold everything that it names.',
      cause,
    });
  }
}

/**
 * The manifest that a tenant's readers see now; version 0, without files, before the first night.
 * @throws {ManifestRefused} when it is damaged, of another version or of another tenant
 */
export async function readManifest(
  curated: { readonly root: string },
  tenantId: TenantId,
): Promise<Manifest> {
  const path = manifestFile(curated.root, tenantId);
  const text = await textOf(path);
  return text === null ? emptyManifest(tenantId) : manifestOf(text, path, tenantId);
}

/**
 * Makes a manifest the one that readers see. All files that it names must be complete and on disk.
 * @param lease of the night that publishes
 * @throws {ManifestChanged} when the visible one is not the predecessor of this one
 * @throws {LeaseLost} when another night has taken over
 */
export async function publishManifest(
  curated: { readonly root: string },
  next: Manifest,
  lease?: Fence,
): Promise<void> {
  const path = manifestFile(curated.root, next.tenant_id);
  await makeFolder(dirname(path));
  const visible = await readManifest(curated, next.tenant_id);
  if (visible.version !== next.version - 1) throw changed(path);
  await replaceFile(path, textOfManifest(next), lease);
}

/**
 * Forgets what a publication counted, once that is marked elsewhere. Readers see the same version as before.
 * @throws {ManifestChanged} when another version is visible by now
 */
export const forgetCounted = (
  curated: { readonly root: string },
  published: Manifest,
  lease?: Fence,
): Promise<void> => amend(curated, published, () => ({ counted: [] }), lease);

/**
 * Forgets documents that were found damaged, so that the next night tries them. Readers see the same version as before.
 * @throws {ManifestChanged} when another version is visible by now
 */
export const forgetDamaged = (
  curated: { readonly root: string },
  published: Manifest,
  keys: readonly string[],
  lease?: Fence,
): Promise<void> =>
  amend(
    curated,
    published,
    ({ damaged }) => ({ damaged: damaged.filter(({ key }) => !keys.includes(key)) }),
    lease,
  );

/** Changes what nights know, not what readers see. */
async function amend(
  curated: { readonly root: string },
  published: Manifest,
  change: (visible: Manifest) => Partial<Pick<Manifest, 'counted' | 'damaged'>>,
  lease: Fence | undefined,
): Promise<void> {
  const path = manifestFile(curated.root, published.tenant_id);
  const visible = await readManifest(curated, published.tenant_id);
  if (visible.version !== published.version) throw changed(path);
  await replaceFile(path, textOfManifest({ ...visible, ...change(visible) }), lease);
}

const textOfManifest = (manifest: Manifest): string =>
  `${JSON.stringify(manifestSchema.parse(manifest, READ_ONCE))}\n`;

const changed = (where: string): ManifestChanged =>
  new ManifestChanged('publish: the manifest was replaced by another night', {
    where,
    hint: 'Run the night again.',
  });
