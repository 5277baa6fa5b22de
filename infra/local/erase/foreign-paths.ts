import type { DatabaseSync } from 'node:sqlite';
import {
  documentOf,
  type ErasurePlan,
  isNamed,
  isWhole,
  nameOf,
  type Place,
  type Tombstones,
  withoutNames,
} from '../../../etl/erase/index.ts';
import {
  type CallDocument,
  parseRawCallKey,
  type RawCallKey,
  rawCallKey,
  sealDocument,
} from '../../../pipeline/contract/index.ts';
import type { Landing } from '../../../pipeline/land/index.ts';
import type { Home } from '../home.ts';
import { wholly } from '../state/database.ts';
import { removeFiles } from './files.ts';
import { rawDocuments } from './raw-place.ts';

type Parts = Pick<Home, 'store' | 'database' | 'landings'> & { readonly tombstones: Tombstones };

/** A revision of a call that stays and whose file has the name of one that goes. */
interface Named {
  readonly key: RawCallKey;
  /** Null when its document is gone. */
  readonly document: CallDocument | null;
  readonly landing: Landing | null;
  /** The path as it may stand. */
  readonly path: string;
}

/**
 * Paths of files of calls that stay, where they name one that goes: a folder is often called like a call in it. Documents are
 * written anew without that name, as revisions of their own, so that the night that rewrites the tables takes them for news.
 * Landing hides the name of an erased call in the same way, so that the file is known when it is offered again.
 */
export function foreignPaths(home: Parts): Place {
  return {
    name: 'file names of other calls',
    // No call is known by the name of another's folder.
    takesAll: true,
    find: async (plan) => (await namedIn(home, plan)).length,
    async erase(plan) {
      const named = await namedIn(home, plan);
      // The newest first: what it leaves is where an older one may go.
      for (const one of named.sort((a, b) => (a.key.revision < b.key.revision ? 1 : -1)))
        await rename(home, one);
      return named.length;
    },
    traces: async function* () {},
  };
}

/** Tells a path as it may stand, whatever is erased now or was before. */
function shownBy({ landings, tombstones }: Parts, plan: ErasurePlan): (path: string) => string {
  const { tenant_id, calls, contents } = plan;
  const known = tombstones.recogniser(tenant_id) ?? (() => false);
  const isErased = remembering(
    (value) =>
      calls.has(value) ||
      contents.has(value) ||
      known({ kind: 'call', value }) ||
      (SHA256.test(value) && known({ kind: 'content', value })),
  );
  const landed = new Set(landings.callIds(tenant_id));
  return (path) => withoutNames(path, isErased, (id) => landed.has(id) && !isErased(id));
}

const SHA256 = /^[0-9a-f]{64}$/i;

/** Files of many calls have the names of their folders in common, and to ask for one takes a keyed hash. */
function remembering(asks: (value: string) => boolean): (value: string) => boolean {
  const answers = new Map<string, boolean>();
  return (value) => {
    const answer = answers.get(value) ?? asks(value);
    answers.set(value, answer);
    return answer;
  };
}

/** Landings of calls that stay, by the names of their revisions. */
function stayingLandings({ landings }: Parts, { tenant_id, calls }: ErasurePlan): Map<string, Landing> {
  const staying = new Map<string, Landing>();
  for (const landing of landings.all(tenant_id)) {
    const { call_id: callId, revision } = landing;
    if (!isNamed(calls, { callId, revision })) staying.set(nameOf(callId, revision), landing);
  }
  return staying;
}

async function namedIn(home: Parts, plan: ErasurePlan): Promise<Named[]> {
  if (isWhole(plan) || (plan.calls.size === 0 && plan.contents.size === 0)) return [];
  const shown = shownBy(home, plan);
  const landed = stayingLandings(home, plan);
  const named: Named[] = [];
  const add = (key: string, document: CallDocument | null, landing: Landing | null): void => {
    const stands = landing?.path ?? document?.source.uri ?? '';
    const path = shown(stands);
    if (path !== stands) named.push({ key: parseRawCallKey(key), document, landing, path });
  };
  for await (const { key, call } of rawDocuments(home.store, plan.tenant_id)) {
    if (call === null || isNamed(plan.calls, call)) continue;
    const name = nameOf(call.callId, call.revision);
    const landing = landed.get(name) ?? null;
    // Of what landed the record says the path, without reading.
    const isClean = landing !== null && shown(landing.path) === landing.path;
    const document = isClean ? null : documentOf(key, await home.store.get(key));
    // Of what is damaged the record is mended; the rest is for the proof to tell.
    if (document !== null) add(key, document, landing);
    if (isClean || document !== null) landed.delete(name);
  }
  for (const landing of landed.values()) add(landing.key, null, landing);
  return named;
}

async function rename({ store, database }: Parts, { key, document, landing, path }: Named): Promise<void> {
  const written = document === null ? key : await rewritten(store, key, document, path);
  if (landing !== null) moveLanding(database, landing, written, path);
  if (document !== null) await removeFiles([store.pathOf(rawCallKey(key))]);
}

/** Writes a document with another path, under the next revision that is free; one that a killed erasure wrote is taken for it. */
async function rewritten(
  store: Parts['store'],
  key: RawCallKey,
  document: CallDocument,
  path: string,
): Promise<RawCallKey> {
  for (let next = nextRevision(key.revision); ; next = nextRevision(next)) {
    const at = { ...key, revision: next };
    const source = { ...document.source, uri: path };
    const bytes = Buffer.concat([sealDocument({ ...document, revision: next, source }), Buffer.from('\n')]);
    const name = rawCallKey(at);
    const isThere = await store.has(name);
    if (isThere && !bytes.equals(await store.get(name))) continue;
    if (!isThere) await store.put(name, bytes);
    return at;
  }
}

/** The revision of a millisecond later: between it and the next of the call nothing lies. */
function nextRevision(revision: string): string {
  const [time = '', hash = ''] = revision.split('-');
  const at = time.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\d)(\d{3}Z)$/, '$1-$2-$3:$4:$5.$6');
  return `${new Date(Date.parse(at) + 1).toISOString().replace(/[-:.]/g, '')}-${hash}`;
}

function moveLanding(
  database: DatabaseSync,
  { call_id, revision }: Landing,
  { tenantId, ...key }: RawCallKey,
  path: string,
): void {
  wholly(database, () => {
    database
      .prepare(
        'UPDATE OR REPLACE landings SET revision = ?, key = ?, path = ? WHERE tenant_id = ? AND call_id = ? AND revision = ?',
      )
      .run(key.revision, rawCallKey({ tenantId, ...key }), path, tenantId, call_id, revision);
  });
}
