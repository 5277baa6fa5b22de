import type {
  ErasePorts,
  ErasurePlan,
  Identity,
  Place,
  QuarantinedObject,
  Trace,
} from '../../../etl/erase/index.ts';
import { parseTenantId, type Tenant, type TenantId } from '../../../pipeline/contract/index.ts';

export const ACME = parseTenantId('acme');
export const NOW = new Date('2026-07-03T02:00:00.000Z');

export const tenantOf = (tenant_id: TenantId): Tenant => ({
  tenant_id,
  name: tenant_id,
  time_zone: 'UTC',
  language: 'en',
  default_form: null,
  created_at: '2026-01-01T00:00:00.000Z',
});

const NONE: ReadonlySet<string> = new Set();

/** A plan in which nothing goes but what is said. */
export const planOf = (parts: Partial<ErasurePlan>): ErasurePlan => ({
  erasure_id: 'e-1',
  tenant_id: ACME,
  selector: { kind: 'call', value: 'call-1' },
  at: NOW.toISOString(),
  calls: NONE,
  alike: NONE,
  contents: NONE,
  paths: NONE,
  quarantined: NONE,
  ...parts,
});

/** A raw document as it lies in the scene. */
export interface SceneDocument {
  readonly callId: string;
  readonly dt: string;
  readonly revision?: string;
  readonly agent?: string;
  readonly customer?: string;
  readonly content?: string;
  readonly path?: string;
  /** Its bytes are no document. */
  readonly bytes?: string;
}

const revisionOf = ({ revision = '1' }: SceneDocument): string => `2026060${revision}T000000000Z-00000000`;
export const keyOf = (document: SceneDocument): string =>
  `raw/calls/tenant_id=acme/dt=${document.dt}/${document.callId}.${revisionOf(document)}.json`;
/** A SHA-256 that looks like one. */
export const hashOf = (letter: string): string => letter.repeat(64);

const bytesOf = (document: SceneDocument): Uint8Array =>
  Buffer.from(
    document.bytes ??
      JSON.stringify({
        schema_version: 1,
        tenant_id: 'acme',
        call_id: document.callId,
        revision: revisionOf(document),
        started_at: `${document.dt}T10:00:00.000Z`,
        started_at_origin: 'sidecar',
        processed_at: '2026-06-01T00:00:00.000Z',
        duration_seconds: null,
        direction: null,
        channel: 'chat',
        language: null,
        queue: null,
        agent: document.agent ? { id: document.agent, name: null, team: null, origin: 'metadata' } : null,
        customer: document.customer ? { ref: document.customer, origin: 'metadata' } : null,
        source: {
          kind: 'transcript',
          uri: document.path ?? null,
          content_sha256: hashOf(document.content ?? '0'),
          sidecar_sha256: null,
          provider: 'cci-transcript',
          job: null,
          pii_redacted: false,
          redacted_by: null,
        },
        transcript: null,
        sentiment: null,
        key_phrases: [],
        entities: [],
        categories: [],
        topics: [],
        moderation: [],
        ai_summary: null,
        evaluations: [],
        reviews: [],
        unscored_reason: 'no form',
      }),
  );

export interface SceneParts {
  readonly documents?: readonly SceneDocument[];
  readonly quarantined?: readonly QuarantinedObject[];
  /** Calls that the record of what landed names, and of which no document is there. */
  readonly landedOnly?: readonly string[];
}

/** An erasure over literals: one place that holds the raw documents, and whatever a test adds. */
export function scene(
  { documents = [], quarantined = [], landedOnly = [] }: SceneParts,
  more: readonly Place[] = [],
) {
  const objects = new Map(documents.map((document) => [keyOf(document), document]));
  const buried = new Set<string>();
  const log: string[] = [];
  const plans = new Map<string, ErasurePlan>();
  const nameOf = ({ kind, value }: Identity): string => `${kind} ${value}`;
  const raw: Place = {
    name: 'raw',
    find: async ({ calls }) => [...objects.values()].filter(({ callId }) => calls.has(callId)).length,
    async erase({ calls }) {
      log.push('raw');
      const keys = [...objects].filter(([, { callId }]) => calls.has(callId)).map(([key]) => key);
      for (const key of keys) objects.delete(key);
      return keys.length;
    },
    async *traces(): AsyncGenerator<Trace> {
      for (const { callId } of objects.values()) yield { kind: 'call', value: callId };
    },
  };
  const ports: ErasePorts = {
    holdings: {
      async *documents() {
        for (const [key, document] of objects) {
          const { callId, dt } = document;
          yield { key, call: { callId, dt, revision: revisionOf(document) } };
        }
      },
      read: async (key) => bytesOf(objects.get(key) as SceneDocument),
      landings: () =>
        [...objects.values(), ...landedOnly.map((callId) => ({ callId }))].map(
          ({
            callId,
            content = '0',
            path = '',
            ...document
          }: Partial<SceneDocument> & { callId: string }) => ({
            call_id: callId,
            revision: revisionOf({ callId, dt: '', ...document }),
            content_sha256: hashOf(content),
            path,
          }),
        ),
      async *quarantined() {
        yield* quarantined;
      },
    },
    places: [raw, ...more],
    tombstones: {
      bury({ calls, contents }) {
        log.push('bury');
        for (const value of calls) buried.add(nameOf({ kind: 'call', value }));
        for (const value of contents) buried.add(nameOf({ kind: 'content', value }));
      },
      recogniser: () => (buried.size === 0 ? null : (identity) => buried.has(nameOf(identity))),
      tenants: () => (buried.size === 0 ? [] : [ACME]),
      records: () => [],
    },
    unfinished: {
      read: async (tenantId) => plans.get(tenantId) ?? null,
      async write(plan) {
        log.push('plan');
        plans.set(plan.tenant_id, plan);
      },
      async remove(tenantId) {
        log.push('done');
        plans.delete(tenantId);
      },
    },
    lock: {
      take: async () => void log.push('take'),
      release: async () => void log.push('release'),
    },
    search: async () => [],
  };
  return { ports, objects, buried, log, plans };
}
