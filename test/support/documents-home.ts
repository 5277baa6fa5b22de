import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Home, openHome } from '../../infra/local/home.ts';
import { night } from '../../infra/local/night.ts';
import { type CallDocument, rawCallKey, type Tenant } from '../../pipeline/contract/index.ts';

/** A real home in a temporary folder, with given documents landed and published by a real night. */
export interface DocumentsHome {
  readonly home: Home;
  /** Lands another document, which the next night will publish. */
  land(document: CallDocument): Promise<void>;
  remove(): void;
}

/** Puts documents of some tenants into a new home and runs the night. */
export async function homeOf(
  given: readonly { tenant: Tenant; documents: readonly CallDocument[] }[],
): Promise<DocumentsHome> {
  const root = mkdtempSync(join(tmpdir(), 'cci-home-'));
  const home = openHome(root);
  for (const { tenant, documents } of given) {
    home.tenants.add(tenant);
    for (const document of documents) await put(home, document);
  }
  const account = await night(home, home.tenants.list());
  if (!account.balanced) throw new Error('the night over the test documents is out of balance');
  return {
    home,
    land: (document) => put(home, document),
    remove: () => {
      home.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

async function put(home: Home, document: CallDocument): Promise<void> {
  const { tenant_id: tenantId, call_id: callId, revision, source } = document;
  const key = rawCallKey({ tenantId, dt: document.started_at.slice(0, 10), callId, revision });
  await home.store.put(key, Buffer.from(JSON.stringify(document)));
  home.landings.record(tenantId, {
    call_id: callId,
    revision,
    content_sha256: source.content_sha256,
    sidecar_sha256: source.sidecar_sha256,
    key,
    path: source.uri ?? key,
    landed_at: document.processed_at,
    arrived_at: document.processed_at,
  });
}
