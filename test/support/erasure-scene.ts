import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeLake, type TestLake } from './cci.ts';

/** Two tenants with the same call ids, on purpose. */
export const TENANTS = ['acme', 'globex'] as const;

/** A call of the scene. */
export interface SceneCall {
  readonly id: string;
  readonly agent: string;
  readonly customer: string;
  readonly day: string;
  /** The only tenant that has it; null: both do. */
  readonly only: string | null;
}

/** Closed months and the running one, two agents, three customers; `call-0001` is the beginning of another call's id. */
export const SCENE: readonly SceneCall[] = [
  { id: 'call-0001', agent: 'agent-ann', customer: 'C-77001', day: '2026-03-02', only: null },
  { id: 'call-0002', agent: 'agent-ann', customer: 'C-77002', day: '2026-03-09', only: null },
  { id: 'call-0003', agent: 'agent-bob', customer: 'C-77001', day: '2026-04-11', only: null },
  { id: 'call-0004', agent: 'agent-bob', customer: 'C-77003', day: '2026-04-20', only: null },
  { id: 'call-0001.5', agent: 'agent-bob', customer: 'C-77003', day: '2026-04-21', only: null },
  { id: 'unshared-0006', agent: 'agent-ann', customer: 'C-77001', day: '2026-03-15', only: 'acme' },
];

/** How the customers of a tenant are called: no tenant has another's. */
export const customerOf = (tenant: string, ref: string): string => `${tenant}-${ref}`;

/** A word that is spoken in one call of one tenant only. */
export const wordOf = (tenant: string, id: string): string =>
  `zq${createHash('sha256').update(`${tenant} ${id}`).digest('hex').slice(0, 14)}`;

const transcript = (tenant: string, { id }: SceneCall): string =>
  JSON.stringify({
    format: 'cci-transcript',
    version: 1,
    channel: 'voice',
    turns: [
      { speaker: 'AGENT', start_ms: 0, end_ms: 900, text: `Good morning, ${wordOf(tenant, id)} speaking.` },
      { speaker: 'CUSTOMER', start_ms: 1000, end_ms: 1900, text: `About ${wordOf(tenant, id)}, please.` },
    ],
  });

const sidecar = (tenant: string, { id, agent, customer, day }: SceneCall): string =>
  JSON.stringify({
    call_id: id,
    started_at: `${day}T09:30:00Z`,
    agent: { id: agent, name: `Name of ${agent}`, team: 'Team' },
    customer: { ref: customerOf(tenant, customer) },
  });

/** Folder of the files that are offered for a tenant, beside the lake. */
export const inboxOf = (lake: TestLake, tenant: string): string => join(lake.inbox, tenant);

/** A lake with the calls of {@link SCENE} ingested and published for both tenants, and damaged copies in quarantine. */
export async function erasureScene(): Promise<TestLake> {
  const lake = await makeLake();
  for (const tenant of TENANTS) {
    const folder = inboxOf(lake, tenant);
    await mkdir(folder, { recursive: true });
    for (const [position, call] of SCENE.entries()) {
      if (call.only !== null && call.only !== tenant) continue;
      await writeFile(join(folder, `file-${position}.json`), transcript(tenant, call));
      await writeFile(join(folder, `file-${position}.meta.json`), sidecar(tenant, call));
      // The same file cut short: it can only be kept as it is, sidecar and all.
      await writeFile(join(folder, `cut-${position}.json`), transcript(tenant, call).slice(0, -20));
      await writeFile(join(folder, `cut-${position}.meta.json`), sidecar(tenant, call));
    }
    await lake.cci('tenants', 'add', tenant);
    await lake.cci('forms', 'publish', 'service-quality', '--tenant', tenant);
    await lake.cci('ingest', folder, '--tenant', tenant);
  }
  await lake.cci('night', '--no-checks');
  return lake;
}

/** Another lake with the same content; files to ingest stay with the first. */
export async function copyOf(lake: TestLake): Promise<TestLake> {
  const copy = await makeLake();
  await cp(lake.root, copy.root, { recursive: true });
  return copy;
}

/** All files below a folder whose bytes or names hold a text. */
export async function filesWith(folder: string, text: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    if (path.slice(folder.length).includes(text) || (await readFile(path)).includes(text)) found.push(path);
  }
  return found;
}
