import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
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
}

/** Closed months and the running one, two agents, three customers; `call-0001` is the beginning of another call's id. */
export const SCENE: readonly SceneCall[] = [
  { id: 'call-0001', agent: 'agent-ann', customer: 'C-77001', day: '2026-03-02' },
  { id: 'call-0002', agent: 'agent-ann', customer: 'C-77002', day: '2026-03-09' },
  { id: 'call-0003', agent: 'agent-bob', customer: 'C-77001', day: '2026-04-11' },
  { id: 'call-0004', agent: 'agent-bob', customer: 'C-77003', day: '2026-04-20' },
  { id: 'call-0001.5', agent: 'agent-bob', customer: 'C-77003', day: '2026-04-21' },
];

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

const sidecar = ({ id, agent, customer, day }: SceneCall): string =>
  JSON.stringify({
    call_id: id,
    started_at: `${day}T09:30:00Z`,
    agent: { id: agent, name: `Name of ${agent}`, team: 'Team' },
    customer: { ref: customer },
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
      await writeFile(join(folder, `file-${position}.json`), transcript(tenant, call));
      await writeFile(join(folder, `file-${position}.meta.json`), sidecar(call));
      // The same file cut short: it can only be kept as it is, sidecar and all.
      await writeFile(join(folder, `cut-${position}.json`), transcript(tenant, call).slice(0, -20));
      await writeFile(join(folder, `cut-${position}.meta.json`), sidecar(call));
    }
    await lake.cci('tenants', 'add', tenant);
    await lake.cci('forms', 'publish', 'service-quality', '--tenant', tenant);
    await lake.cci('ingest', folder, '--tenant', tenant);
  }
  await lake.cci('night');
  return lake;
}

/** All bytes and names below a folder that hold a text, in any encoding that keeps ASCII. */
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
