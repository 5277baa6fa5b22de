import {
  concerns,
  type ErasurePlan,
  type IsKept,
  isTelling,
  isWhole,
  needles,
  type Place,
  searchable,
  type Trace,
  tracesIn,
} from '../../../etl/erase/index.ts';
import { TABLES } from '../../../etl/tables/index.ts';
import type { TenantId } from '../../../pipeline/contract/index.ts';
import type { Home } from '../home.ts';
import {
  type Content,
  type ContentOf,
  callIdsOf,
  readingContent,
  referencesOf,
  searchedBytes,
  tracesOfContent,
  withContent,
} from './content.ts';
import { type DiskPath, type FoundFile, filesOfHome, removeFiles } from './files.ts';
import { spellingsOf } from './spellings.ts';
import { standsAlone } from './words.ts';

/** What this home keeps by itself; the other places look after it. */
const OWN = new RegExp(
  [
    '^(?:(?:raw/calls|quarantine)/tenant_id=',
    `curated/(?:_manifests|_spill|${Object.keys(TABLES).join('|')})/`,
    'state\\.sqlite(?:-wal|-shm|-journal)?$',
    'session\\.key$',
    'erasure\\.key$',
    'erasing/[a-z0-9-]+\\.json$)',
  ].join('|'),
);

/** Names that no object has; half-written ones are among the working files too. */
const HIDDEN = /(?:^|\/)\./;

/** Whose a file is: the tenant's that is asked about, another's, or nobody can tell. */
export type Owner = 'theirs' | 'another' | 'unknown';

/** Whether a file is one of the home's own, which are no links. */
export const isOwn = ({ name, isLink }: FoundFile): boolean =>
  OWN.test(name) && !HIDDEN.test(name) && !isLink;

/** Whose a file is, by the innermost folder that is a tenant's: `unknown` when none is. */
export function ownerByPath(name: string, tenantId: TenantId, isTenant: (text: string) => boolean): Owner {
  const folders = name.split('/').slice(0, -1);
  const marked = folders.findLast((folder) => folder.startsWith('tenant_id='))?.slice('tenant_id='.length);
  const owner = marked ?? folders.findLast((folder) => folder === tenantId || isTenant(folder));
  if (owner === undefined) return 'unknown';
  return owner === tenantId ? 'theirs' : 'another';
}

/** A home's folder, and who its tenants are. */
export type Scope = Pick<Home, 'root' | 'tenants'>;

/**
 * Whose rows or calls a file holds, by its folders, else by the tenants that it names: an export has one in each row.
 * `unknown` when nothing tells.
 */
async function ownerOf(
  { tenants }: Scope,
  contentOf: ContentOf,
  file: FoundFile,
  tenantId: TenantId,
): Promise<Owner> {
  const ids = new Set<string>(tenants.list().map(({ tenant_id }) => tenant_id));
  const byPath = ownerByPath(file.name, tenantId, (text) => ids.has(text));
  if (byPath !== 'unknown') return byPath;
  let owner: Owner = 'unknown';
  const namedIn = tenantsNamed();
  for await (const content of contentOf(file.path)) {
    const names = namedIn(content);
    if (names(tenantId)) return 'theirs';
    if ([...ids].some(names)) owner = 'another';
  }
  return owner;
}

/**
 * Tells tenants that are named, in one part of a file after the other: in a table by their own column, else as a word in a file
 * that says somewhere before what names them, since any word of a call may be a tenant's. A tenant id needs no escaping.
 */
function tenantsNamed(): (content: Content) => (id: string) => boolean {
  let says = false;
  return (content) => {
    if (content.kind === 'column') {
      const found = new Set(content.column === 'tenant_id' ? content.texts : []);
      return (id) => found.has(id);
    }
    const text = content.kind === 'bytes' ? searchable(content.bytes) : '';
    says ||= text.includes('tenant_id');
    return (id) => says && new RegExp(`(?<![A-Za-z0-9._:%-])${id}(?![A-Za-z0-9._:%-])`).test(text);
  };
}

/** A file that is none of the home's own. */
export type OtherFile = FoundFile & { readonly owner: Owner };

/** Files below the home that are none of its own and not another tenant's. */
export async function otherFilesOf(
  scope: Scope,
  contentOf: ContentOf,
  tenantId: TenantId,
): Promise<OtherFile[]> {
  const files: OtherFile[] = [];
  for (const file of await filesOfHome(scope.root)) {
    if (isOwn(file)) continue;
    const owner = await ownerOf(scope, contentOf, file, tenantId);
    if (owner !== 'another') files.push({ ...file, owner });
  }
  return files;
}

type Speaks = (bytes: Uint8Array) => boolean;

/** Whether bytes name the customer, in a field or as a word: an export has the reference in a column of any name. */
function customerIn({ selector }: ErasurePlan, callIds: ReadonlySet<string>): Speaks {
  if (selector.kind !== 'customer' || !isTelling(selector.value)) return () => false;
  const wanted = needles([...spellingsOf(selector.value)].filter(isTelling));
  return (bytes) => {
    let found = false;
    wanted.scan(bytes, (needle, at) => {
      found ||= standsAlone(bytes, needle, at, callIds);
    });
    return found;
  };
}

const isCustomer = ({ selector }: ErasurePlan, text: string): boolean =>
  selector.kind === 'customer' && selector.value === text;

/** Whether bytes speak of a call that goes, or of the customer that was named. */
function speaksOf(plan: ErasurePlan, { landings }: Pick<Home, 'landings'>): Speaks {
  const namesCustomer = customerIn(plan, new Set(landings.callIds(plan.tenant_id)));
  return (bytes) => concerns(plan, bytes) || namesCustomer(bytes);
}

/** Whether a file goes. One of a format that cannot be read goes when all of the tenant does. */
async function isOfThem(
  contentOf: ContentOf,
  plan: ErasurePlan,
  { path, name, owner }: OtherFile,
  speaks: Speaks,
): Promise<boolean> {
  if (isWhole(plan) && owner === 'theirs') return true;
  if (speaks(Buffer.from(name))) return true;
  for await (const content of contentOf(path)) {
    if (content.kind === 'unreadable') continue;
    // Where a column says that it is one, also a short text is an id.
    if (callIdsOf(content).some((id) => plan.calls.has(id))) return true;
    if (referencesOf(content).some((text) => isCustomer(plan, text))) return true;
    if (speaks(searchedBytes(content))) return true;
  }
  return false;
}

/** Whether there is nothing that a file could be searched for: a retention rule that finds no call, each night. */
const seeksNothing = ({ calls, contents, selector }: ErasurePlan): boolean =>
  selector.kind === 'before' && calls.size === 0 && contents.size === 0;

/** Exports, samples and whatever else lies below the home: a file with a row of an erased call goes as a whole. */
export function otherFiles(home: Scope & Pick<Home, 'landings'>): Place {
  const found = async (plan: ErasurePlan): Promise<DiskPath[]> => {
    if (seeksNothing(plan)) return [];
    const speaks = speaksOf(plan, home);
    return withContent(async (contentOf) => {
      const paths: DiskPath[] = [];
      for (const file of await otherFilesOf(home, contentOf, plan.tenant_id))
        if (await isOfThem(contentOf, plan, file, speaks)) paths.push(file.path);
      return paths;
    });
  };
  return {
    name: 'exports and other files below the home',
    find: async (plan) => (await found(plan)).length,
    erase: async (plan) => removeFiles(await found(plan)),
    traces: (tenantId, isKept) => tracesOfOthers(home, tenantId, isKept),
  };
}

function tracesOfOthers(scope: Scope, tenantId: TenantId, isKept: IsKept): AsyncGenerator<Trace> {
  return readingContent(async function* (contentOf) {
    for (const { path, name } of await otherFilesOf(scope, contentOf, tenantId)) {
      yield* tracesIn(name, isKept, name);
      for await (const content of contentOf(path)) yield* tracesOfContent(name, content, isKept);
    }
  });
}
