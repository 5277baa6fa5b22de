import { randomBytes } from 'node:crypto';
import { revisionOf, type TenantId } from '../../pipeline/contract/index.ts';
import { indexKeys } from '../plan/index.ts';
import { type DamagedDocument, forgetDamaged, readManifest, takeLease } from '../publish/index.ts';
import type { CuratedFolder } from './ports.ts';

/** What is to be tried again. */
export interface DamageToForget {
  readonly tenantId: TenantId;
  readonly isMeant: (damaged: DamagedDocument) => boolean;
}

/**
 * Has the next night try damaged documents again. Objects whose names are no keys stay remembered: no night could read them.
 * Readers see the same version as before.
 * @returns the keys of the documents
 * @throws {NightRunning} when a night is under way on this lake
 */
export async function forgetDamage(
  curated: CuratedFolder,
  damage: readonly DamageToForget[],
  clock: () => Date,
): Promise<string[]> {
  const runId = revisionOf(clock(), randomBytes(4).toString('hex'));
  const lease = await takeLease({ root: curated.root, runId, clock });
  try {
    const forgotten: string[] = [];
    for (const { tenantId, isMeant } of damage) {
      const manifest = await readManifest(curated, tenantId);
      const meant = manifest.damaged.filter(isMeant).map(({ key }) => key);
      const nameless = new Set(indexKeys(tenantId, meant).refused.map(({ key }) => key));
      const keys = meant.filter((key) => !nameless.has(key));
      if (keys.length > 0) await forgetDamaged(curated, manifest, keys, lease);
      for (const key of keys) forgotten.push(key);
    }
    return forgotten;
  } finally {
    await lease.release();
  }
}
