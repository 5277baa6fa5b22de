import { revisionOf, type TenantId } from '../../pipeline/contract/index.ts';
import type { Revisions } from './choose.ts';
import { contentsOf, documentOf } from './facts.ts';
import { nameOf } from './names.ts';
import type { ErasePorts, QuarantinedObject } from './ports.ts';
import type { Selector } from './selector.ts';
import type { Identity } from './tombstone.ts';

/** A revision of a call that is in the lake. */
interface Piece {
  readonly callId: string;
  readonly revision: string;
  readonly name: string;
  /** That it came from; null when nobody knows. */
  readonly path: string | null;
  /** The file that it came from, by path and content; null when nobody knows. */
  readonly file: string | null;
  /** What it can be told by. */
  readonly contents: readonly string[];
  readonly hasLanded: boolean;
  /** Whether nobody can tell what it is, since it is damaged: it goes by what else is known of its call. */
  readonly isDamaged: boolean;
}

/** A revision that was taken back since its file goes by another call id. */
interface TakenBack {
  readonly id: string;
  readonly callId: string;
  readonly name: string;
  readonly path: string | null;
  readonly content: string | null;
  readonly to: string;
  readonly at: string;
}

/** What goes with some calls since it is of the same files. */
export interface Aliases {
  /** Ids that only files of these calls went by, and names of revisions whose id another file goes by now. */
  readonly calls: ReadonlySet<string>;
  /** SHA-256 (hex) of the content of what was taken back. */
  readonly contents: ReadonlySet<string>;
  /** Ids in quarantine of what was taken back. */
  readonly quarantined: ReadonlySet<string>;
}

/** What aliases are looked for in. */
export interface AliasSources {
  readonly tenantId: TenantId;
  readonly selector: Selector;
  readonly calls: ReadonlySet<string>;
  readonly revisions: Revisions;
  readonly quarantined: () => AsyncIterable<QuarantinedObject>;
  /** Tells what was erased before; null when nothing was. */
  readonly isErased: ((identity: Identity) => boolean) | null;
}

type Holdings = ErasePorts['holdings'];

const takenFrom = ({ path, content }: TakenBack): string | null => fileOf(path, content);

const fileOf = (path: string | null, content: string | null): string | null =>
  path && content ? `${content} ${path}` : null;

/** Documents that no landing names, which somebody may have put back. */
async function unlandedIn(
  holdings: Holdings,
  { tenantId, selector, calls, revisions }: AliasSources,
): Promise<Piece[]> {
  const landed = new Set<string>();
  for (const { call_id, revision } of holdings.landings(tenantId)) landed.add(nameOf(call_id, revision));
  const pieces: Piece[] = [];
  for (const [callId, documents] of revisions)
    for (const { key, call, read } of documents) {
      const { revision } = call;
      const name = nameOf(callId, revision);
      if (landed.has(name)) continue;
      // A rule is asked for each night: it would read them all.
      const isRead = selector.kind !== 'before' || calls.has(callId);
      const facts = isRead ? factsOf(key, await read()) : UNREAD;
      pieces.push({ callId, revision, name, hasLanded: false, ...facts });
    }
  return pieces;
}

/** What landed of calls that have a file in common with some, at whatever remove: all that landed can be millions. */
function landedWith(holdings: Holdings, tenantId: TenantId, calls: Set<string>, files: Set<string>): Piece[] {
  const pieces = new Map<string, Piece>();
  for (let size = -1; size !== calls.size + files.size; ) {
    size = calls.size + files.size;
    for (const { call_id: callId, revision, content_sha256, path } of holdings.landings(tenantId)) {
      const file = fileOf(path, content_sha256);
      if (!calls.has(callId) && !files.has(file ?? '')) continue;
      calls.add(callId);
      if (file !== null) files.add(file);
      const name = nameOf(callId, revision);
      const facts = { path: path || null, file, contents: [content_sha256], isDamaged: false };
      pieces.set(name, { callId, revision, name, hasLanded: true, ...facts });
    }
  }
  return [...pieces.values()];
}

const UNREAD = { path: null, file: null, contents: [], isDamaged: false };

function factsOf(key: string, bytes: Uint8Array): Pick<Piece, 'path' | 'file' | 'contents' | 'isDamaged'> {
  const source = documentOf(key, bytes)?.source;
  const path = source?.uri || null;
  return {
    path,
    file: fileOf(path, source?.content_sha256 ?? null),
    contents: contentsOf(key, bytes),
    isDamaged: source === undefined,
  };
}

async function takenBackOf(objects: AsyncIterable<QuarantinedObject>): Promise<TakenBack[]> {
  const found: TakenBack[] = [];
  for await (const { quarantine_id: id, renamed } of objects) {
    if (!renamed) continue;
    const { callId, revision, to, at } = renamed;
    const source = (await renamed.document())?.source;
    const { uri: path = null, content_sha256: content = null } = source ?? {};
    found.push({ id, callId, name: nameOf(callId, revision), path, content, to, at });
  }
  return found;
}

/** Tells the id that the file of something that was taken back goes by after all: a file may be renamed more than once. */
function endsOf(takenBack: readonly TakenBack[]): (one: TakenBack) => string {
  const hops = Map.groupBy(takenBack, ({ callId, path }) => `${callId} ${path}`);
  return (one) => {
    for (let last = one; ; ) {
      const later = (hops.get(`${last.to} ${last.path}`) ?? []).filter(({ at }) => at > last.at);
      const next = later.sort((a, b) => Number(a.at > b.at) - Number(a.at < b.at))[0];
      if (next === undefined) return last.to;
      last = next;
    }
  };
}

interface Lake {
  /** By call id. */
  readonly pieces: ReadonlyMap<string, readonly Piece[]>;
  readonly takenBack: readonly TakenBack[];
  readonly endOf: (one: TakenBack) => string;
  readonly isPutBack: (piece: Piece) => boolean;
  /** Pieces of a file that landed since something of it was taken back: its file goes by their ids after all. */
  readonly sinceThen: (one: TakenBack) => readonly Piece[];
}

/**
 * Closes a set of calls over the other ids that their files went by, which is one call each: those of which the quarantine
 * keeps what was taken back, those that a killed ingest could not take back, and what was erased before and lies there again.
 * An id that another file goes by now stays that one's call; only the revisions of the files that go are named then.
 */
export async function aliasesOf(holdings: Holdings, sources: AliasSources): Promise<Aliases> {
  const takenBack = await takenBackOf(sources.quarantined());
  const unlanded = await unlandedIn(holdings, sources);
  const related = new Set([
    ...sources.calls,
    ...unlanded.map(({ callId }) => callId),
    ...takenBack.flatMap(({ callId, to }) => [callId, to]),
  ]);
  const files = new Set(
    [...unlanded.map(({ file }) => file), ...takenBack.map(takenFrom)].filter((file) => file !== null),
  );
  const landed = landedWith(holdings, sources.tenantId, related, files);
  const pieces = Map.groupBy([...landed, ...unlanded], ({ callId }) => callId);
  const isPutBack = putBackIn(holdings, unlanded, sources);
  const lake = { pieces, takenBack, endOf: endsOf(takenBack), isPutBack, sinceThen: landedSince(pieces) };
  const calls = new Set(sources.calls);
  const back = new Set<TakenBack>();
  for (let size = -1; size !== calls.size + back.size; ) {
    size = calls.size + back.size;
    const files = filesOf(lake, calls);
    for (const one of takenBack) if (isOfThem(lake, calls, files, one)) back.add(one);
    nameAliases(lake, { calls, back, files });
  }
  const contents = new Set([...back].flatMap(({ content }) => content ?? []));
  return { calls, contents, quarantined: new Set([...back].map(({ id }) => id)) };
}

/** Whether what was taken back is of a file that goes. */
function isOfThem(
  { pieces, endOf, sinceThen }: Lake,
  calls: ReadonlySet<string>,
  files: ReadonlySet<string>,
  one: TakenBack,
): boolean {
  if (files.has(takenFrom(one) ?? '')) return true;
  const end = endOf(one);
  const isTheirs = ({ path, name }: Piece): boolean => path === one.path && path !== null && calls.has(name);
  return (
    (calls.has(end) || pieces.get(end)?.some(isTheirs) === true) &&
    sinceThen(one).every(({ callId, name }) => calls.has(callId) || calls.has(name))
  );
}

function landedSince(pieces: Lake['pieces']): Lake['sinceThen'] {
  const byFile = Map.groupBy([...pieces.values()].flat(), ({ file }) => file);
  return (one) => {
    const file = takenFrom(one);
    const same = file === null ? [] : (byFile.get(file) ?? []);
    return same.filter(({ revision }) => revision > revisionOf(new Date(one.at), ''));
  };
}

interface Closing {
  readonly calls: Set<string>;
  readonly back: ReadonlySet<TakenBack>;
  readonly files: ReadonlySet<string>;
}

/** Names each call of which something goes: it, or what of it goes when something of it stays. */
function nameAliases({ pieces, isPutBack }: Lake, { calls, back, files }: Closing): void {
  const withdrawn = Map.groupBy(back, ({ callId }) => callId);
  const gone = files.union(new Set(Array.from(back, (one) => takenFrom(one) ?? '')));
  const goes = (piece: Piece): boolean =>
    calls.has(piece.name) || gone.has(piece.file ?? '') || isPutBack(piece);
  for (const callId of new Set([...pieces.keys(), ...withdrawn.keys()]).difference(calls)) {
    const own = pieces.get(callId) ?? [];
    // Landing takes back what a call has of a path whatever its content.
    const paths = new Set(own.filter(goes).flatMap(({ path }) => path ?? []));
    const going = own.filter((piece) => goes(piece) || paths.has(piece.path ?? ''));
    const named = [...going, ...(withdrawn.get(callId) ?? [])].map(({ name }) => name);
    const isWhole = own.every((piece) => piece.isDamaged || going.includes(piece));
    for (const name of named.length > 0 && isWhole ? [callId] : named) calls.add(name);
  }
}

/** Files that the revisions which go came from. */
function filesOf({ pieces }: Lake, calls: ReadonlySet<string>): Set<string> {
  const files = new Set<string>();
  for (const [callId, own] of pieces)
    for (const { name, file } of own)
      if (file !== null && (calls.has(callId) || calls.has(name))) files.add(file);
  return files;
}

/** Tells documents that somebody put back: their name or content was erased, and no call that landed and stays came from it. */
function putBackIn(
  holdings: Holdings,
  unlanded: readonly Piece[],
  { tenantId, calls, isErased }: AliasSources,
): (piece: Piece) => boolean {
  if (isErased === null) return () => false;
  const erased = new Set(
    unlanded.flatMap(({ contents }) => contents).filter((value) => isErased({ kind: 'content', value })),
  );
  if (erased.size > 0)
    for (const { call_id, content_sha256 } of holdings.landings(tenantId))
      if (!calls.has(call_id)) erased.delete(content_sha256);
  return ({ name, contents, hasLanded }) =>
    isErased({ kind: 'call', value: name }) || (!hasLanded && contents.some((hash) => erased.has(hash)));
}
