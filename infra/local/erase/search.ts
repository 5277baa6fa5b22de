import {
  type ErasurePlan,
  type Finding,
  Found,
  isTelling,
  type Needles,
  needles,
} from '../../../etl/erase/index.ts';
import type { TenantId } from '../../../pipeline/contract/index.ts';
import type { Home } from '../home.ts';
import { type Content, type ContentOf, searchedBytes, withContent } from './content.ts';
import { type FoundFile, filesOfHome } from './files.ts';
import { isOwn, otherFilesOf } from './other-files.ts';
import { spellingsOf } from './spellings.ts';
import { ERASING_FOLDER } from './unfinished.ts';
import { standsAlone } from './words.ts';

const isDatabase = ({ name }: FoundFile): boolean => name.startsWith('state.sqlite');

/** Where a file is counted, by its name below the home. */
function placeOf(file: FoundFile): string {
  if (isDatabase(file)) return 'bytes of the state database';
  const top = file.name.split('/')[0];
  return top === 'raw' || top === 'curated' || top === 'quarantine'
    ? `bytes below ${top}/`
    : 'bytes of other files';
}

interface Search {
  readonly needles: Needles;
  readonly kept: ReadonlySet<string>;
  /** What live rows of the database hold, of this tenant or another: the bytes tell nothing of these. */
  readonly inRows: ReadonlySet<string>;
  readonly contentOf: ContentOf;
}

/** What is searched of a file: every byte of what the home made, what can be read in those that others may have packed. */
function contentsOf(file: FoundFile, contentOf: ContentOf): AsyncGenerator<Content> {
  const isOurs = isOwn(file) && !/^(?:raw|quarantine)\//.test(file.name);
  return isOurs ? contentOf(file.path, 'as it is') : contentOf(file.path);
}

async function holds(
  file: FoundFile,
  { needles: wanted, kept, inRows, contentOf }: Search,
): Promise<boolean> {
  const strict = !isDatabase(file);
  for await (const content of contentsOf(file, contentOf)) {
    if (content.kind === 'unreadable') continue;
    const bytes = searchedBytes(content);
    let found = false;
    wanted.scan(bytes, (needle, at) => {
      if (found) return;
      found = strict ? standsAlone(bytes, needle, at, kept) : !inRows.has(needle);
    });
    if (found) return true;
  }
  return false;
}

/** The texts to search for: ids, also as they stand in names, hashes of content, and the customer when one was named. */
function wantedOf({ calls, contents, selector }: ErasurePlan): Set<string> {
  const texts = [...calls].flatMap((id) => [id, encodeURIComponent(id), id.replaceAll(':', '~')]);
  const person = selector.kind === 'customer' ? spellingsOf(selector.value) : [];
  return new Set([...texts, ...contents, ...person].filter(isTelling));
}

/** Those of the texts that rows of the database hold, which were checked one by one. */
function textsInRows({ database }: Home, wanted: Needles): Set<string> {
  const found = new Set<string>();
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  for (const { name } of tables)
    for (const row of database.prepare(`SELECT * FROM "${String(name)}"`).iterate())
      wanted.scan(Buffer.from(Object.values(row).join('')), (needle) => found.add(needle));
  return found;
}

/** Files that can hold something of a tenant: all below the home but those of other tenants. */
async function filesToSearch(
  { root, tenants }: Home,
  contentOf: ContentOf,
  tenantId: TenantId,
): Promise<FoundFile[]> {
  const isAnothers = ({ name }: FoundFile): boolean =>
    (/tenant_id=([a-z0-9-]+)/.exec(name)?.[1] ?? tenantId) !== tenantId;
  const own = (await filesOfHome(root)).filter((file) => isOwn(file) && !isAnothers(file));
  const others = await otherFilesOf({ root, tenants }, contentOf, tenantId);
  return [...own.filter(({ name }) => !name.startsWith(`${ERASING_FOLDER}/`)), ...others];
}

/**
 * Searches the names and every byte of the files below a home for what an erasure removed, in the clear. Ids of a few letters
 * are words of any text and are left out; the places have looked for them field by field.
 */
export function searchHome(home: Home, plan: ErasurePlan): Promise<Finding[]> {
  const wanted = needles(wantedOf(plan));
  const kept = new Set(home.landings.callIds(plan.tenant_id));
  const inRows = textsInRows(home, wanted);
  const givesAway = (name: string): boolean => {
    const bytes = Buffer.from(name);
    let found = false;
    wanted.scan(bytes, (needle, at) => {
      found ||= standsAlone(bytes, needle, at, kept);
    });
    return found;
  };
  return withContent(async (contentOf) => {
    const found = new Map<string, Found>();
    for (const file of await filesToSearch(home, contentOf, plan.tenant_id)) {
      if (!givesAway(file.name) && !(await holds(file, { needles: wanted, kept, inRows, contentOf })))
        continue;
      const place = found.get(placeOf(file)) ?? new Found();
      place.add({ kind: 'file', value: file.name }, file.name);
      found.set(placeOf(file), place);
    }
    return [...found].flatMap(([place, files]) => files.findings('erased', place, givesAway));
  });
}
