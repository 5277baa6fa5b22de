import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import {
  ErasureKeyRefused,
  type ErasurePlan,
  type ErasureRecord,
  type Identity,
  isTelling,
  retentionFloor,
  searchable,
  TombstoneMaker,
  type Tombstones,
  wholeWordsOf,
  withoutNames,
} from '../../../etl/erase/index.ts';
import type { ErasedCalls } from '../../../etl/index.ts';
import {
  parseTenantId,
  type Tenant,
  type TenantId,
  tenantIdSchema,
} from '../../../pipeline/contract/index.ts';
import type { Erased, OfferedIdentity } from '../../../pipeline/land/index.ts';
import { makeErasureKey, readErasureKey } from '../erase/key.ts';
import { unpacked } from '../erase/packed.ts';
import { wholly } from './database.ts';

const recordSchema = z.object({
  erasure_id: z.string(),
  tenant_id: tenantIdSchema,
  selector: z.enum(['call', 'customer', 'agent', 'before', 'all']),
  selector_hash: z.string().nullable(),
  at: z.string(),
  tombstones: z.number(),
  signature: z.string(),
});

/** What was erased, in sqlite: keyed hashes only. Asked by landing and by the night. */
export class SqliteTombstones implements Tombstones, Erased, ErasedCalls {
  readonly #database: DatabaseSync;
  readonly #root: string;
  #maker: TombstoneMaker | null = null;
  constructor(database: DatabaseSync, root: string) {
    this.#database = database;
    this.#root = root;
  }

  bury(plan: ErasurePlan): void {
    // Only the first erasure of a home makes the key: later ones need the one that the tombstones are made with.
    if (this.tenants().length === 0) makeErasureKey(this.#root);
    const maker = this.#made();
    const { tenant_id, erasure_id, selector, at } = plan;
    const bury = this.#database.prepare('INSERT OR IGNORE INTO tombstones VALUES (?, ?, ?, ?)');
    wholly(this.#database, () => {
      for (const identity of identitiesOf(plan))
        bury.run(tenant_id, identity.kind, maker.hash(tenant_id, identity), erasure_id);
      const record = {
        erasure_id,
        tenant_id,
        selector: selector.kind,
        selector_hash: maker.selectorHash(tenant_id, selector),
        at,
        tombstones: this.#count(erasure_id),
      };
      this.#database
        .prepare('INSERT OR REPLACE INTO erasures VALUES (?, ?, ?, ?, ?, ?, ?)')
        .run(...valuesOf(record), maker.sign(record));
    });
  }

  recogniser(tenantId: TenantId): ((identity: Identity) => boolean) | null {
    if (!this.#hasAny(tenantId)) return null;
    const maker = this.#made();
    const hashes = new Set(
      this.#database
        .prepare('SELECT hash FROM tombstones WHERE tenant_id = ?')
        .all(tenantId)
        .map(({ hash }) => String(hash)),
    );
    return (identity) => hashes.has(maker.hash(tenantId, identity));
  }

  count(tenantId: TenantId): number {
    const row = this.#database
      .prepare('SELECT count(*) AS n FROM tombstones WHERE tenant_id = ?')
      .get(tenantId);
    return Number(row?.n);
  }

  callsOf(tenantId: TenantId): ((callId: string) => boolean) | null {
    const isErased = this.recogniser(tenantId);
    return isErased && ((value) => isErased({ kind: 'call', value }));
  }

  tenants(): readonly TenantId[] {
    return this.#database
      .prepare('SELECT DISTINCT tenant_id FROM erasures ORDER BY tenant_id')
      .all()
      .map(({ tenant_id }) => parseTenantId(String(tenant_id)));
  }

  records(tenantId: TenantId): readonly ErasureRecord[] {
    return this.#database
      .prepare('SELECT * FROM erasures WHERE tenant_id = ? ORDER BY at, erasure_id')
      .all(tenantId)
      .map((row) => this.#checked(row));
  }

  refuses(tenant: Tenant, { contentSha256, callId, startedAt, unread }: OfferedIdentity): string | null {
    const { tenant_id, retain_days } = tenant;
    const isOld =
      retain_days !== undefined &&
      startedAt !== null &&
      startedAt.slice(0, 10) < retentionFloor(retain_days, new Date());
    if (isOld) return `erased: the call is older than this tenant keeps calls (retain_days: ${retain_days})`;
    if (!this.#hasAny(tenant_id)) return null;
    const isErased = this.#lookUp(tenant_id);
    const known =
      isErased({ kind: 'content', value: contentSha256 }) ||
      (callId !== null && isErased({ kind: 'call', value: callId })) ||
      unread.some((bytes) => speaksOfErased(bytes, isErased));
    return known ? 'erased: the call was erased, and its content does not come back' : null;
  }

  readonly unpacks = unpacked;

  hides({ tenant_id }: Tenant, path: string, callId: string | null): string {
    if (!this.#hasAny(tenant_id)) return path;
    const isErased = this.#lookUp(tenant_id);
    const landed = this.#database.prepare('SELECT 1 FROM landings WHERE tenant_id = ? AND call_id = ?');
    return withoutNames(
      path,
      (value) => isErased({ kind: 'call', value }) || isErased({ kind: 'content', value }),
      (id) => id === callId || landed.get(tenant_id, id) !== undefined,
    );
  }

  #lookUp(tenantId: TenantId): (identity: Identity) => boolean {
    const maker = this.#made();
    const find = this.#database.prepare(
      'SELECT 1 FROM tombstones WHERE tenant_id = ? AND kind = ? AND hash = ?',
    );
    return (identity) => find.get(tenantId, identity.kind, maker.hash(tenantId, identity)) !== undefined;
  }

  #hasAny(tenantId: TenantId): boolean {
    return this.#database.prepare('SELECT 1 FROM erasures WHERE tenant_id = ?').get(tenantId) !== undefined;
  }

  #count(erasureId: string): number {
    const row = this.#database
      .prepare('SELECT count(*) AS n FROM tombstones WHERE erasure_id = ?')
      .get(erasureId);
    return Number(row?.n);
  }

  #checked(row: unknown): ErasureRecord {
    const { signature, ...record } = recordSchema.parse(row);
    const isWhole =
      this.#made().sign(record) === signature && this.#count(record.erasure_id) === record.tombstones;
    if (isWhole) return record;
    throw new ErasureKeyRefused(
      'infra: a record of an erasure, or the key that it was signed with, is not the one that was written',
      {
        where: record.erasure_id,
      },
    );
  }

  #made(): TombstoneMaker {
    if (this.#maker !== null) return this.#maker;
    const key = readErasureKey(this.#root);
    if (key === null)
      throw new ErasureKeyRefused('infra: something was erased here, and the key of its tombstones is gone');
    this.#maker = new TombstoneMaker(key);
    return this.#maker;
  }
}

function* identitiesOf({ calls, contents }: ErasurePlan): Generator<Identity> {
  for (const value of calls) yield { kind: 'call', value };
  for (const value of contents) yield { kind: 'content', value };
}

const valuesOf = (record: ErasureRecord) =>
  [
    record.erasure_id,
    record.tenant_id,
    record.selector,
    record.selector_hash,
    record.at,
    record.tombstones,
  ] as const;

/** Short words are in every text: they tell nothing. */
function speaksOfErased(bytes: Uint8Array, isErased: (identity: Identity) => boolean): boolean {
  const asked = new Set<string>();
  for (const value of wholeWordsOf(searchable(bytes))) {
    if (!isTelling(value) || asked.has(value)) continue;
    asked.add(value);
    if (isErased({ kind: 'call', value })) return true;
  }
  return false;
}
