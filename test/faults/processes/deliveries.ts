import { createHash } from 'node:crypto';
import type { Home } from '../../../infra/local/home.ts';
import {
  parseTenantId,
  quarantineBytesKey,
  quarantineId,
  rawCallKey,
  rawCallPrefix,
  sealDocument,
  type TenantId,
} from '../../../pipeline/contract/index.ts';
import { markedDocument, revisionText } from '../documents.ts';
import { TenantModel } from '../model.ts';
import type { Random } from '../random.ts';

export const TENANTS = ['acme', 'globex', 'initech'].map(parseTenantId);

/** Days of a closed month, of the month that closes while the test runs, and of the next one. */
const DAYS = ['2026-07-03', '2026-07-20', '2026-08-28', '2026-08-30', '2026-08-31', '2026-09-01'];

/** Days of which each is new when its first call comes: one more closed month, and the days to come. */
const NEW_DAYS = [
  ...Array.from({ length: 30 }, (_, i) => `2026-06-${String(i + 1).padStart(2, '0')}`),
  ...Array.from({ length: 4 }, (_, i) => `2026-09-0${i + 2}`),
];

interface Delivery {
  readonly callId: string;
  readonly revision: number;
  /** One of which it is. */
  readonly days: readonly string[];
  readonly damaged: boolean;
}

/** Puts documents into a lake, as ingest would, and writes down what has to come of them. */
export class Deliveries {
  readonly models = new Map<TenantId, TenantModel>(TENANTS.map((tenant) => [tenant, new TenantModel()]));
  readonly #home: Home;
  readonly #random: Random;
  #calls = 0;
  #others = 0;
  constructor(home: Home, random: Random) {
    this.#home = home;
    this.#random = random;
  }

  modelOf(tenantId: TenantId): TenantModel {
    const model = this.models.get(tenantId);
    if (model === undefined) throw new RangeError(`faults: no tenant ${tenantId}`);
    return model;
  }

  /** A lake that has been in use. */
  async first(): Promise<void> {
    for (const tenantId of TENANTS) for (let n = 0; n < 12; n += 1) await this.#newCall(tenantId, DAYS);
  }

  /** What arrives between two nights: at least one call, and now and then everything else that happens. */
  async news(): Promise<void> {
    const random = this.#random;
    const tenantId = random.one(TENANTS);
    const days = random.isIn(0.4) ? [random.one(NEW_DAYS)] : DAYS;
    await this.#newCall(tenantId, days);
    if (random.isIn(0.4)) await this.#again(tenantId, { days, damaged: false });
    if (random.isIn(0.2)) await this.#again(random.one(TENANTS), { days: DAYS, damaged: true });
    if (random.isIn(0.1)) await this.#foreign(tenantId);
    if (random.isIn(0.2)) await this.#refused(random.one(TENANTS));
  }

  #newCall(tenantId: TenantId, days: readonly string[]): Promise<void> {
    this.#calls += 1;
    const damaged = this.#random.isIn(0.05);
    return this.#put(tenantId, { callId: `call-${this.#calls}`, revision: 1, days, damaged });
  }

  /** A newer revision of a call, often of another day. */
  #again(tenantId: TenantId, how: Pick<Delivery, 'days' | 'damaged'>): Promise<void> {
    const model = this.modelOf(tenantId);
    const callId = this.#random.one(model.calls);
    return this.#put(tenantId, { ...how, callId, revision: model.newest(callId) + 1 });
  }

  async #put(tenantId: TenantId, { callId, revision, days, damaged }: Delivery): Promise<void> {
    const random = this.#random;
    const dt = random.one(days);
    const key = rawCallKey({ tenantId, dt, callId, revision: revisionText(revision) });
    const document = markedDocument({ tenantId, callId, revision, dt });
    const bytes = random.isIn(0.8) ? sealDocument(document) : Buffer.from(JSON.stringify(document));
    const end = damaged ? random.below(bytes.byteLength - 1) : bytes.byteLength;
    await this.#home.store.put(key, bytes.subarray(0, end));
    this.modelOf(tenantId).deliver({ key, callId, revision, dt, damaged });
  }

  async #foreign(tenantId: TenantId): Promise<void> {
    this.#others += 1;
    const key = `${rawCallPrefix(tenantId)}dt=${this.#random.one(DAYS)}/notes-${this.#others}.txt`;
    await this.#home.store.put(key, Buffer.from(`note ${this.#others}`));
    this.modelOf(tenantId).foreign += 1;
  }

  /** Something that ingest could not use and that the next night has to count. */
  async #refused(tenantId: TenantId): Promise<void> {
    this.#others += 1;
    const path = `in/${this.#others}.json`;
    const bytes = Buffer.from(path);
    const content_sha256 = createHash('sha256').update(bytes).digest('hex');
    const quarantine_id = quarantineId({ path, contentSha256: content_sha256, sidecarSha256: null });
    const dt = '2026-08-31';
    const record = {
      ...{ quarantine_id, tenant_id: tenantId, dt, path, content_sha256 },
      ...{ stage: 'ingest' as const, code: 'not_json', reason: 'ingest: not JSON', where: null },
      ...{ size_bytes: bytes.byteLength, sidecar_sha256: null, sidecar_key: null },
      quarantined_at: `${dt}T20:00:00.000Z`,
      key: quarantineBytesKey({ tenantId, dt, quarantineId: quarantine_id }),
    };
    await this.#home.quarantine.keep(record, bytes, null);
    this.modelOf(tenantId).refused += 1;
  }
}
