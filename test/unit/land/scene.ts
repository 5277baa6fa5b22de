import {
  type CallDocument,
  type Evaluation,
  type Evidence,
  parseTenantId,
  type QuarantineRecord,
  type Tenant,
} from '../../../pipeline/contract/index.ts';
import type { AttemptOf, Erased, Landing, LandingPorts, Offered } from '../../../pipeline/land/index.ts';

export const tenant: Tenant = {
  tenant_id: parseTenantId('acme'),
  name: 'Acme',
  time_zone: 'UTC',
  language: 'en',
  default_form: null,
  created_at: '2026-01-01T00:00:00.000Z',
};

/** Knows of no erased call. */
export const NOTHING_ERASED: Erased = {
  refuses: () => null,
  hides: (_, path) => path,
  unpacks: async function* () {},
};

/** A lake of literals: objects by key, landings in order, what was quarantined, and a clock that a test may move. */
export function makeLake() {
  const objects = new Map<string, Uint8Array>();
  const kept: { record: QuarantineRecord; bytes: Uint8Array; sidecar: Uint8Array | null }[] = [];
  let landings: Landing[] = [];
  const clock = { now: new Date('2026-05-01T12:00:00.000Z') };
  const ports: LandingPorts = {
    tenant,
    erased: NOTHING_ERASED,
    raw: {
      put: async (key, bytes) => void objects.set(key, bytes),
      get: async (key) => {
        const bytes = objects.get(key);
        if (!bytes) throw Object.assign(new Error('no such object'), { code: 'ENOENT' });
        return bytes;
      },
      has: async (key) => objects.has(key),
      delete: async (key) => void objects.delete(key),
    },
    index: {
      ofCall: (_, callId) => landings.filter((landing) => landing.call_id === callId),
      ofFile: (_, path, sha) => landings.filter((l) => l.path === path && l.content_sha256 === sha),
      record: (_, landing) => void landings.push(landing),
      forget: (_, callId, path) => {
        landings = landings.filter((l) => l.call_id !== callId || (path !== undefined && l.path !== path));
      },
    },
    quarantine: { keep: async (record, bytes, sidecar) => void kept.push({ record, bytes, sidecar }) },
    score: () => ({ unscored: 'the tenant has no published form' }),
    now: () => clock.now,
  };
  const documents = (): CallDocument[] =>
    [...objects.entries()]
      .sort()
      .map(([, bytes]) => JSON.parse(Buffer.from(bytes).toString()) as CallDocument);
  return { ports, objects, kept, clock, documents };
}

export const transcript = (extra: object = {}): Uint8Array =>
  Buffer.from(
    JSON.stringify({
      format: 'cci-transcript',
      version: 1,
      channel: 'voice',
      turns: [
        { speaker: 'AGENT', start_ms: 0, end_ms: 900, text: 'Good morning.' },
        { speaker: 'CUSTOMER', start_ms: 1000, end_ms: 1900, text: 'Hello.' },
      ],
      ...extra,
    }),
  );

export const offer = (bytes: Uint8Array, sidecar: object | null = null, path = '/inbox/a.json'): Offered => ({
  path,
  bytes,
  sidecar: sidecar === null ? null : Buffer.from(JSON.stringify(sidecar)),
  startedAt: null,
});

/** An evaluation of one criterion that rests on these quotes. */
export const quoting = (...evidence: Evidence[]): Evaluation => ({
  evaluation_id: 'c1:1',
  form_id: 'turns',
  form_version: 1,
  attempt: 1,
  scorer: 'test',
  model: null,
  profile_id: null,
  profile_version: null,
  prompt_sha256: null,
  request_id: null,
  usage: null,
  scored_at: '2026-05-01T12:00:00.000Z',
  status: 'scored',
  criteria: [
    {
      id: 'greeting',
      section: null,
      question: 'Did the agent greet?',
      kind: 'rule',
      weight: 1,
      required: false,
      critical: 'none',
      outcome: 'pass',
      score: 1,
      max_score: 1,
      reason: null,
      confidence: null,
      evidence,
    },
  ],
  sections: [],
  total_score: 1,
  max_score: 10,
  percentage: 50,
  coverage: 1,
  auto_failed: false,
  band: null,
});

/** A form that asks only how many turns there are. */
export const countTurns = (call: CallDocument, attemptOf: AttemptOf): Evaluation => ({
  ...quoting(),
  evaluation_id: `${call.call_id}:${call.revision}`,
  attempt: attemptOf('turns'),
  scored_at: call.processed_at,
  criteria: [],
  total_score: call.transcript?.turns.length ?? 0,
});
