/** A file offered for one tenant. */
export interface Offered {
  /** As the user named it. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Bytes of `NAME.meta.json`; null without one. */
  readonly sidecar: Uint8Array | null;
  /** Start for files that say none, ISO 8601 UTC; null when not given. */
  readonly startedAt: string | null;
}

/** What lay in quarantine and is offered again: it comes after what arrived before it, and before what arrived since. */
export interface OfferedAgain extends Offered {
  /** When it was offered first, ISO 8601 UTC. */
  readonly firstOfferedAt: string;
}

/** A newer one of the same call has landed since: nothing was written, and it stays where it lies. */
export interface Overtaken {
  readonly status: 'overtaken';
  readonly callId: string;
}

/** What became of an offered file. */
export type Landed =
  | {
      readonly status: 'landed';
      readonly callId: string;
      readonly revision: string;
      readonly warnings: readonly string[];
      /** Why the call has no score, as its document says; null when it has one. */
      readonly unscored: string | null;
    }
  | { readonly status: 'duplicate'; readonly callId: string }
  | { readonly status: 'quarantined'; readonly code: string; readonly reason: string }
  /** Of a call that was erased, or older than the tenant keeps calls: refused, and nothing of it kept. */
  | { readonly status: 'erased'; readonly reason: string };
