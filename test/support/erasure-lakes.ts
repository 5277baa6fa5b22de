import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { parseTenantId } from '../../pipeline/contract/index.ts';
import type { TestLake } from './cci.ts';
import { copyOf, erasureScene, filesWith, SCENE, type SceneCall, wordOf } from './erasure-scene.ts';

export const ACME = parseTenantId('acme');

/** What `cci erase --json` answers. */
interface Erased {
  readonly erased: boolean;
  readonly calls: number;
  readonly places: readonly {
    readonly place: string;
    readonly count: number;
    readonly until: string | null;
  }[];
  readonly findings: readonly { readonly place: string; readonly found: number }[];
  readonly proven: boolean;
}

let original: TestLake | null = null;
const copies: TestLake[] = [];

/** Makes the lake of the scene before the tests of a file, and removes it and its copies after them. */
export function useErasureScene(): void {
  beforeAll(async () => {
    original = await erasureScene();
  }, 60_000);
  afterEach(async () => {
    for (const copy of copies.splice(0)) await copy[Symbol.asyncDispose]();
  });
  afterAll(() => original?.[Symbol.asyncDispose]());
}

/** The lake that is copied: to look at, and to take files from that were ingested. */
export function originalLake(): TestLake {
  if (original === null) throw new Error('useErasureScene() was not called');
  return original;
}

/** A copy of the scene's lake, for one test. */
export async function lakeOfTheScene(): Promise<TestLake> {
  const lake = await copyOf(originalLake());
  copies.push(lake);
  return lake;
}

/** Erases of acme what the words say. */
export const eraseWith = (lake: TestLake, ...words: string[]): Promise<Erased> =>
  lake.json<Erased>('erase', '--tenant', 'acme', ...words, '--yes', '--json');

/** Everything that a tenant's tables say, for comparing. */
export async function tablesOf(lake: TestLake, tenant: string): Promise<string[]> {
  const rows: string[] = [];
  for (const table of ['calls', 'evaluations', 'criterion_scores', 'turns'])
    for (const row of await lake.rows(tenant, `SELECT * FROM ${table}`)) rows.push(JSON.stringify(row));
  return rows.sort();
}

export const idsOf = async (lake: TestLake, tenant: string): Promise<unknown[]> =>
  (await lake.rows(tenant, 'SELECT call_id FROM calls ORDER BY call_id')).flat();

/** Files that can hold an id of acme's: not those in globex's folders, which has the same ids. */
const withoutGlobex = (paths: readonly string[]): string[] =>
  paths.filter((path) => !path.includes('globex'));

/** What is left of a call below the home, as `what: file`. */
export async function leftOf(lake: TestLake, call: SceneCall): Promise<string[]> {
  const inDatabase = (path: string): boolean => call.only === null && path.includes('state.sqlite');
  const ids = withoutGlobex(await filesWith(lake.root, call.id)).filter((path) => !inDatabase(path));
  const alike = SCENE.filter(({ id }) => id !== call.id && id.startsWith(call.id));
  // The file of call-0001.5 holds the letters of call-0001.
  const isAlike = async (path: string) =>
    (await Promise.all(alike.map(async ({ id }) => (await filesWith(lake.root, id)).includes(path)))).some(
      Boolean,
    );
  const really = [];
  for (const path of ids) if (!(await isAlike(path))) really.push(`id: ${path}`);
  const words = await filesWith(lake.root, wordOf('acme', call.id));
  const position = SCENE.indexOf(call);
  const paths = await filesWith(lake.root, join('acme', `file-${position}.json`));
  return [...really, ...words.map((path) => `words: ${path}`), ...paths.map((path) => `path: ${path}`)];
}

export const theseAre = (...ids: string[]): SceneCall[] => SCENE.filter(({ id }) => ids.includes(id));
