import type { CallDocument, TenantId } from '../../pipeline/contract/index.ts';
import type { ErasurePlan } from './plan.ts';
import type { Selector } from './selector.ts';
import type { ErasureRecord, Identity, Trace } from './tombstone.ts';

/** A raw object by its key; a key that is none of a call document has only its name. */
export interface NamedDocument {
  readonly key: string;
  readonly call: { readonly callId: string; readonly dt: string; readonly revision: string } | null;
}

/** A document that the holdings do not list, and how to read it. */
export interface HiddenDocument extends NamedDocument {
  /** Its bytes; none where it has none, such as a delete marker, or where nobody may read them. */
  read(): Promise<Uint8Array>;
}

/** A revision that landed. */
export interface LandedRevision {
  readonly call_id: string;
  readonly revision: string;
  readonly content_sha256: string;
  /** Path that it was offered under. */
  readonly path: string;
}

/** A raw document that was taken back: the call that it was of, and the id that its file went by then. */
export interface RenamedDocument {
  readonly callId: string;
  readonly revision: string;
  readonly to: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Null when it is damaged or gone. */
  document(): Promise<CallDocument | null>;
}

/** Something in quarantine: its record, as far as it can be read, and its bytes. */
export interface QuarantinedObject {
  readonly quarantine_id: string;
  /** UTC day of its folder. */
  readonly dt: string;
  /** Texts of the record that can hold an id: path, reason, where. Empty when it cannot be read. */
  readonly texts: readonly string[];
  /** Path that it was offered under; null when the record cannot be read. */
  readonly path: string | null;
  readonly content_sha256: string | null;
  /** Of a raw document that was taken back since its file goes by another call id. */
  readonly renamed?: RenamedDocument;
  /** The kept content and the kept sidecar, as far as they are there, unpacked and in parts; each is good until the next is asked for. */
  contents(): AsyncIterable<Uint8Array>;
}

/** What a tenant has, to choose from. */
export interface Holdings {
  /** Everything below the tenant's raw prefix. */
  documents(tenantId: TenantId): AsyncIterable<NamedDocument>;
  read(key: string): Promise<Uint8Array>;
  landings(tenantId: TenantId): Iterable<LandedRevision>;
  /** Ids of the calls that the tables show as what was named, those too of which no document is left. */
  tabled?(tenantId: TenantId, selector: Selector): AsyncIterable<string>;
  quarantined(tenantId: TenantId): AsyncIterable<QuarantinedObject>;
}

/** What a store keeps although it was overwritten or deleted there: versions, of which the {@link Holdings} list the current ones only. */
export interface HiddenHoldings {
  /** The newest of a key first. */
  documents?(tenantId: TenantId): AsyncIterable<HiddenDocument>;
  quarantined?(tenantId: TenantId): AsyncIterable<QuarantinedObject>;
}

/** Tells the ids of a tenant's calls that are in the lake and were not erased. */
export type IsKept = (callId: string) => boolean;

/** A place where a copy of a call can be. */
export interface Place {
  /** As people read it: `raw documents`. */
  readonly name: string;
  /** Days until what cannot be removed at once is gone by itself (backups); 0 for a place that is rid of it at once. */
  readonly agesOutAfterDays?: number;
  /** What goes here goes whatever call is named: that there is something is no news of a call. */
  readonly takesAll?: true;
  /** What lies here and is to be chosen from as well, where the place keeps versions. */
  readonly hidden?: HiddenHoldings;
  /** How many things the plan removes here; reads only. */
  find(plan: ErasurePlan): Promise<number>;
  /**
   * Removes them; doing it again changes nothing.
   * @returns how many went
   * @throws {ErasureIncomplete} when something has to stay for now; what can go is gone then
   */
  erase(plan: ErasurePlan): Promise<number>;
  /**
   * Everything that what lies here gives away, in any order, also more than once.
   * @param isKept tells the calls that are in the lake: what is only a part of such an id is no trace of another call
   */
  traces(tenantId: TenantId, isKept: IsKept): AsyncIterable<Trace>;
}

/** Remembers what was erased, in a form that nobody can read an id from. */
export interface Tombstones {
  /** Adds what is new of a plan, and the signed record of the erasure, at once; the second time nothing. */
  bury(plan: ErasurePlan): void;
  /** Tells the identities that were erased; null when none ever was of that tenant. */
  recogniser(tenantId: TenantId): ((identity: Identity) => boolean) | null;
  /** Tenants of which something was erased. */
  tenants(): readonly TenantId[];
  /**
   * What was erased of a tenant, oldest first.
   * @throws {ErasureKeyRefused} when a record's signature or its number of tombstones does not fit
   */
  records(tenantId: TenantId): readonly ErasureRecord[];
}

/** Keeps the plan of an erasure until it is done, so that one that was killed can be finished. */
export interface UnfinishedErasures {
  read(tenantId: TenantId): Promise<ErasurePlan | null>;
  write(plan: ErasurePlan): Promise<void>;
  remove(tenantId: TenantId): Promise<void>;
}

/** Keeps nights away while something is erased. */
export interface NightLock {
  /** @throws {NightRunning} when a night is under way */
  take(): Promise<void>;
  release(): Promise<void>;
}

/** Something that should not be there, or cannot be read, by place: how many, never what. */
export interface Finding {
  readonly kind: 'erased' | 'unreadable';
  readonly place: string;
  readonly found: number;
  /** Where to look: the first of the files, below the home; a part of a name that gives away what was erased is left out. */
  readonly files: readonly string[];
}

/** Everything that erasing needs from the outside. */
export interface ErasePorts {
  readonly holdings: Holdings;
  /** In the order in which they are to be emptied. */
  readonly places: readonly Place[];
  readonly tombstones: Tombstones;
  readonly unfinished: UnfinishedErasures;
  readonly lock: NightLock;
  /** Searches every byte that is kept for the ids in the clear, as only the erasure itself can. */
  readonly search: (plan: ErasurePlan) => Promise<readonly Finding[]>;
}
