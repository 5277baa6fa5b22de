import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { duckdbEngine, type NightPorts, type PendingQuarantine } from '../../../etl/index.ts';
import { foldersOf, type ListedFolder } from '../../../etl/plan/index.ts';
import {
  type CallDocument,
  type CriterionResult,
  type Evaluation,
  parseTenantId,
  type QuarantineRecord,
  rawCallKey,
  type TenantId,
  type Turn,
} from '../../../pipeline/contract/index.ts';

export const ACME = parseTenantId('acme');
export const GLOBEX = parseTenantId('globex');

/** `revision(3)` is newer than `revision(2)`. */
export const revision = (n: number): string =>
  `20260101T${String(n).padStart(9, '0')}Z-${String(n).padStart(8, '0')}`;

export const turn = (index: number, text: string, change: Partial<Turn> = {}): Turn => ({
  index,
  speaker: index % 2 === 0 ? 'AGENT' : 'CUSTOMER',
  start_ms: index * 1000,
  end_ms: index * 1000 + 900,
  text,
  sentiment: null,
  ...change,
});

export const criterion = (id: string, change: Partial<CriterionResult> = {}): CriterionResult => ({
  id,
  section: null,
  question: `Did the agent ${id}?`,
  kind: 'rule',
  weight: 1,
  required: true,
  critical: 'none',
  outcome: 'pass',
  score: 1,
  max_score: 1,
  reason: null,
  confidence: null,
  evidence: [],
  ...change,
});

export const evaluation = (change: Partial<Evaluation> = {}): Evaluation => ({
  evaluation_id: `eval-${change.form_id ?? 'service'}-${change.attempt ?? 1}`,
  form_id: 'service',
  form_version: 1,
  attempt: 1,
  scorer: 'rules',
  model: null,
  profile_id: null,
  profile_version: null,
  prompt_sha256: null,
  request_id: null,
  usage: null,
  scored_at: '2026-07-02T10:00:00.000Z',
  status: 'scored',
  criteria: [criterion('greet')],
  sections: [],
  total_score: 1,
  max_score: 1,
  percentage: 100,
  coverage: 1,
  auto_failed: false,
  band: null,
  ...change,
});

export const call = (change: Partial<CallDocument> = {}): CallDocument => ({
  schema_version: 1,
  tenant_id: ACME,
  call_id: 'call-1',
  revision: revision(1),
  started_at: '2026-07-01T23:30:00.000Z',
  started_at_origin: 'sidecar',
  processed_at: '2026-07-02T10:00:00.000Z',
  duration_seconds: 61.5,
  direction: 'inbound',
  channel: 'voice',
  language: 'en-US',
  queue: 'sales',
  agent: { id: 'a-1', name: 'Ann', team: 'north', origin: 'metadata' },
  customer: { ref: 'c-9', origin: 'metadata' },
  source: {
    kind: 'transcript',
    uri: 'in/call-1.json',
    content_sha256: 'ab'.repeat(32),
    sidecar_sha256: null,
    provider: 'cci',
    job: null,
    pii_redacted: false,
    redacted_by: null,
  },
  transcript: {
    turns: [turn(0, 'Good morning'), turn(1, 'Hi, my order is late')],
    speaker_roles: { origin: 'source', confidence: 1 },
    talk_time_ms: { AGENT: 900, CUSTOMER: 900, OTHER: 0 },
    silence_ms: 59_700,
    interruptions: 0,
  },
  sentiment: { overall: 'NEUTRAL', scores: null, agent: 1.5, customer: null },
  key_phrases: [],
  entities: [],
  categories: [],
  topics: [],
  moderation: [],
  ai_summary: null,
  evaluations: [evaluation()],
  reviews: [],
  unscored_reason: null,
  ...change,
});

/** Key under which a document belongs. */
export const keyOf = ({ tenant_id, started_at, call_id, revision }: CallDocument): string =>
  rawCallKey({ tenantId: tenant_id, dt: started_at.slice(0, 10), callId: call_id, revision });

export const bytesOf = (document: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(document));

/** A folder that goes with the test. */
export async function temporaryFolder(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'cci-etl-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  return root;
}

/** A lake: raw objects in a map, curated tables in a real folder, the real engine. */
export interface Lake {
  readonly ports: NightPorts;
  readonly raw: Map<string, Uint8Array>;
  readonly reads: string[];
  readonly kept: Map<string, { record: QuarantineRecord; bytes: Uint8Array }>;
  readonly pending: Map<string, PendingQuarantine & { tenant_id: string; counted?: string }>;
  put(...documents: CallDocument[]): void;
}

/** Bytes that may come in parts. */
export const wholeOf = async (bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<Uint8Array> =>
  bytes instanceof Uint8Array ? bytes : buffer(bytes);

/** A tenant's folders; each is known by its names. */
function foldersIn(raw: ReadonlyMap<string, unknown>, tenantId: TenantId): Required<ListedFolder>[] {
  const keys = [...raw.keys()].filter((key) => key.startsWith(`raw/calls/tenant_id=${tenantId}/`));
  const folders = Map.groupBy(foldersOf(keys), ({ folder }) => folder);
  return [...folders].map(([folder, parts]) => {
    const names = parts.flatMap((part) => part.names);
    return { folder, names, stamp: names.join() };
  });
}

export async function lakeIn(root: string): Promise<Lake> {
  const lake: Omit<Lake, 'ports'> = {
    raw: new Map(),
    reads: [],
    kept: new Map(),
    pending: new Map(),
    put(...documents) {
      for (const document of documents) lake.raw.set(keyOf(document), bytesOf(document));
    },
  };
  const ports: NightPorts = {
    raw: {
      async *list(tenantId) {
        yield* foldersIn(lake.raw, tenantId);
      },
      async beside(tenantId, stamps) {
        const folders = foldersIn(lake.raw, tenantId);
        const same = folders.filter(({ folder, stamp }) => stamps.get(folder) === stamp);
        return same.length < stamps.size ? null : folders.filter((folder) => !same.includes(folder));
      },
      async read(key) {
        lake.reads.push(key);
        const bytes = lake.raw.get(key);
        if (!bytes) throw Object.assign(new Error(`ENOENT: ${key}`), { code: 'ENOENT', syscall: 'open' });
        return bytes;
      },
    },
    curated: { root },
    quarantine: {
      async put(record, bytes) {
        lake.kept.set(record.quarantine_id, { record, bytes: await wholeOf(bytes) });
      },
      pending: async (tenantId) =>
        [...lake.pending.values()].filter((entry) => entry.tenant_id === tenantId && !entry.counted),
      async markCounted(tenantId, runId, ids) {
        for (const id of ids) {
          const entry = lake.pending.get(id);
          if (entry?.tenant_id === tenantId) entry.counted ??= runId;
        }
      },
    },
    engine: duckdbEngine(),
  };
  return { ...lake, ports };
}

/** Something that ingest quarantined. */
export const refusedAtIngest = (path: string, dt: string, tenant_id: string = ACME) => ({
  quarantine_id: createHash('sha256').update(path).digest('hex').slice(0, 32),
  dt,
  code: 'bad_json',
  tenant_id,
});
