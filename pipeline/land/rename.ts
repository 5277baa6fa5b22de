import type { LandingPorts } from './ports.ts';
import { quarantine } from './quarantine.ts';

/**
 * After a file has landed under one call id, takes back the documents that the same file landed under another: its
 * sidecar came, went or changed the id, and one call must not count twice. The documents are kept in quarantine; those that
 * another file landed under that id stay.
 */
export async function withdrawRenamed(
  ports: LandingPorts,
  path: string,
  contentSha256: string,
  callId: string,
): Promise<void> {
  const tenantId = ports.tenant.tenant_id;
  const others = ports.index.ofFile(tenantId, path, contentSha256).map((landing) => landing.call_id);
  for (const other of new Set(others.filter((id) => id !== callId))) {
    const landings = ports.index.ofCall(tenantId, other);
    for (const { key } of landings.filter((landing) => landing.path === path)) {
      // Gone when an ingest was killed while it took the call back: the rest is done now.
      if (!(await ports.raw.has(key))) continue;
      const bytes = await ports.raw.get(key);
      await quarantine(ports, { path: key, bytes, sidecar: null }, renamed(callId));
      await ports.raw.delete(key);
    }
    ports.index.forget(tenantId, other, path);
  }
}

const renamed = (callId: string) => ({
  code: 'renamed',
  message: 'land: the file that this call came from goes by another call id now',
  where: callId,
});
