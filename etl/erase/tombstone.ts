import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { TenantId } from '../../pipeline/contract/index.ts';
import type { Selector } from './selector.ts';

/** What a copy of a call can be told by. */
export interface Identity {
  /** `call`: its id. `content`: SHA-256 (hex) of the bytes that it came from, of its raw documents, or of what was quarantined of it. */
  readonly kind: 'call' | 'content';
  readonly value: string;
}

/**
 * What a place gives away: an identity, or a thing there that could not be read, so that nothing can be said of it; and
 * which file it stands in, where a place has files that people put there or have to look at.
 */
export type Trace = (Identity | { readonly kind: 'unreadable'; readonly value: string }) & {
  readonly file?: string;
};

/** What is kept of an erasure: that it was, never of whom. */
export interface ErasureRecord {
  readonly erasure_id: string;
  readonly tenant_id: TenantId;
  readonly selector: Selector['kind'];
  /** Keyed hash of what was named; null for a whole tenant. A day is no secret, and hashed like the rest. */
  readonly selector_hash: string | null;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** How many tombstones belong to it. */
  readonly tombstones: number;
}

/**
 * Makes tombstones: HMAC-SHA-256 (RFC 2104) under a key of the home's own, so that nobody without the key can try ids or
 * forge a record.
 */
export class TombstoneMaker {
  /** Made once: a night asks for the hash of every call that it lists, and a key given as bytes costs six times the hash. */
  readonly #key: KeyObject;

  constructor(key: Uint8Array) {
    this.#key = createSecretKey(key);
  }

  /** The keyed hash that stands for an identity, hexadecimal. Tenants that share an id share no tombstone. */
  hash(tenantId: TenantId, { kind, value }: Identity): string {
    return this.#hmac(['tombstone', tenantId, kind, value]);
  }

  /** The keyed hash that stands for what was named; null when nothing was. */
  selectorHash(tenantId: TenantId, { kind, value }: Selector): string | null {
    return value === null ? null : this.#hmac(['selector', tenantId, kind, value]);
  }

  /** Signature of a record, hexadecimal. */
  sign(record: ErasureRecord): string {
    const { erasure_id, tenant_id, selector, selector_hash, at, tombstones } = record;
    return this.#hmac(['erasure', erasure_id, tenant_id, selector, selector_hash, at, tombstones]);
  }

  #hmac(parts: readonly (string | number | null)[]): string {
    return createHmac('sha256', this.#key).update(JSON.stringify(parts)).digest('hex');
  }
}
