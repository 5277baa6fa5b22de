import type { CallDocument, Evaluation, QuarantineRecord, Tenant, TenantId } from '../contract/index.ts';

/** One revision of a call that landed. */
export interface Landing {
  readonly call_id: string;
  readonly revision: string;
  readonly content_sha256: string;
  readonly sidecar_sha256: string | null;
  /** Key of the raw document. */
  readonly key: string;
  /** Path that it was offered under. */
  readonly path: string;
  /** ISO 8601 UTC. */
  readonly landed_at: string;
  /** When what it was made from was offered first, ISO 8601 UTC: earlier than `landed_at` for what lay in quarantine meanwhile, or was scored again. */
  readonly arrived_at: string;
}

/** Remembers what has landed. */
export interface LandingIndex {
  /** All landings of a call, oldest revision first. */
  ofCall(tenantId: TenantId, callId: string): Landing[];
  /** All landings of that content offered under that path. */
  ofFile(tenantId: TenantId, path: string, contentSha256: string): Landing[];
  record(tenantId: TenantId, landing: Landing): void;
  /**
   * Forgets a call.
   * @param path only what was offered under it, which goes by another id now
   */
  forget(tenantId: TenantId, callId: string, path?: string): void;
}

/** Where raw call documents are written and read. A put is complete or not there at all. */
export interface RawStore {
  put(key: string, bytes: Uint8Array): Promise<void>;
  get(key: string): Promise<Uint8Array>;
  has(key: string): Promise<boolean>;
  delete(key: string): Promise<void>;
}

/** Where that which cannot be used is kept, with the reason. */
export interface QuarantineStore {
  keep(record: QuarantineRecord, bytes: Uint8Array, sidecar: Uint8Array | null): Promise<void>;
}

/** Number of the next attempt by a form. */
export type AttemptOf = (formId: string) => number;

/** Scores a call by the form that applies, as the next attempt of it; says why when there is none. */
export type Score = (call: CallDocument, attemptOf: AttemptOf) => Evaluation | { readonly unscored: string };

/** What is known of content that is offered, or was taken back. */
export interface OfferedIdentity {
  /** SHA-256 of the content, hexadecimal. */
  readonly contentSha256: string;
  /** Null when nobody could read it. */
  readonly callId: string | null;
  /** ISO 8601 UTC; null when nobody could read it. */
  readonly startedAt: string | null;
  /** Name, content and sidecar that nobody could read: the id of an erased call in them tells. */
  readonly unread: readonly Uint8Array[];
}

/** Knows what was erased for good, and what is older than a tenant keeps calls: neither comes in, and its bytes are not kept. */
export interface Erased {
  /** Why it may not come in; null when it may. */
  refuses(tenant: Tenant, offered: OfferedIdentity): string | null;
  /** What is packed in bytes (gzip, ZIP and the like), in parts, each good until the next is asked for; nothing of others. */
  unpacks(bytes: Uint8Array): AsyncIterable<Uint8Array>;
  /**
   * The path of an offered file as it may stand in the lake: without the name of an erased call, such as that of its folder.
   * @param callId that the file has; null when nobody could read it
   */
  hides(tenant: Tenant, path: string, callId: string | null): string;
}

/** What landing one tenant's calls needs. */
export interface LandingPorts {
  readonly tenant: Tenant;
  readonly erased: Erased;
  readonly raw: RawStore;
  readonly index: LandingIndex;
  readonly quarantine: QuarantineStore;
  readonly score: Score;
  readonly now: () => Date;
}
