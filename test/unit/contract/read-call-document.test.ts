import { describe, expect, it } from 'vitest';
import {
  type CallDocument,
  callDocumentSchema,
  DocumentRefused,
  parseTenantId,
  type RawCallKey,
  readCallDocument,
} from '../../../pipeline/contract/index.ts';

const key: RawCallKey = {
  tenantId: parseTenantId('acme'),
  dt: '2026-02-03',
  callId: 'job-1',
  revision: '20260204T010203456Z-1a2b3c4d',
};

const document: CallDocument = {
  schema_version: 1,
  tenant_id: key.tenantId,
  call_id: 'job-1',
  revision: key.revision,
  started_at: '2026-02-03T23:59:59.999Z',
  started_at_origin: 'vendor',
  processed_at: '2026-02-04T01:02:03.456Z',
  duration_seconds: 0,
  direction: null,
  channel: 'voice',
  language: null,
  queue: null,
  agent: null,
  customer: null,
  source: {
    kind: 'transcript',
    uri: null,
    content_sha256: 'a'.repeat(64),
    sidecar_sha256: null,
    provider: 'cci-transcript',
    job: null,
    pii_redacted: false,
    redacted_by: null,
  },
  transcript: {
    turns: [{ index: 0, speaker: 'OTHER', start_ms: null, end_ms: null, text: 'secret', sentiment: null }],
    speaker_roles: { origin: 'none', confidence: 0 },
    talk_time_ms: null,
    silence_ms: null,
    interruptions: null,
  },
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
};

const resultV0 = {
  tenant_id: 'acme',
  call_id: 'job-1',
  call_date: '2026-02-03',
  qa_evaluation: {},
  ai_summary: {},
};

function refusal(json: unknown, at: RawCallKey = key): DocumentRefused {
  try {
    readCallDocument(json, at);
  } catch (error) {
    if (error instanceof DocumentRefused) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('readCallDocument', () => {
  it('reads version 1 as it was written', () => {
    expect(readCallDocument(structuredClone(document), key)).toEqual(document);
  });

  it.each([
    [{ tenant_id: 'other' }, 'wrong_tenant', 'tenant_id'],
    [{ call_id: 'job-2' }, 'wrong_call', 'call_id'],
    [{ revision: '20260204T010203456Z-ffffffff' }, 'wrong_revision', 'revision'],
    [{ started_at: '2026-02-04T00:00:00.000Z' }, 'wrong_day', 'started_at'],
    [{ schema_version: 2 }, 'unknown_version', 'schema_version'],
    [{ schema_version: null }, 'unknown_version', 'schema_version'],
    [{ duration_seconds: '5' }, 'bad_shape', 'duration_seconds'],
    [{ started_at: '2026-02-03 10:00' }, 'bad_shape', 'started_at'],
    [
      { transcript: { ...document.transcript, turns: [{ index: 0 }] } },
      'bad_shape',
      'transcript.turns[0].speaker',
    ],
  ])('refuses %j as %s', (change, code, where) => {
    const error = refusal({ ...document, ...change });
    expect({ code: error.code, where: error.where?.split(',')[0] }).toEqual({ code, where });
    expect(error.message).not.toContain('secret');
  });

  it.each([[null], [[]], ['x'], [{}], [{ tenant_id: 'acme' }]])(
    'refuses %j, which is no call document',
    (json) => {
      expect(refusal(json).code).toBe('bad_shape');
    },
  );

  it('reads version 0 into version 1, unscored where the model failed', () => {
    const read = readCallDocument(resultV0, key);
    expect(callDocumentSchema.safeParse(read).error).toBeUndefined();
    expect(read).toMatchObject({
      revision: key.revision,
      started_at: '2026-02-03T00:00:00.000Z',
      started_at_origin: 'vendor',
      processed_at: '2026-02-04T01:02:03.456Z',
      source: { kind: 'result', provider: 'cci-result-v0' },
      transcript: null,
      evaluations: [],
      unscored_reason: expect.any(String),
    });
  });

  it('reads the same version-0 content to the same document, and dates it by its key without a date', () => {
    expect(readCallDocument(structuredClone(resultV0), key)).toEqual(readCallDocument(resultV0, key));
    const undated = readCallDocument(
      { ...resultV0, call_date: null, qa_evaluation: { percentage: 50, max_score: 2 } },
      key,
    );
    expect(undated).toMatchObject({
      started_at: '2026-02-03T00:00:00.000Z',
      started_at_origin: 'first_ingest',
      evaluations: [{ scored_at: '2026-02-04T01:02:03.456Z', percentage: 50 }],
      reviews: [],
      unscored_reason: null,
    });
  });

  it('refuses version 0 under another tenant, call or day', () => {
    expect(refusal({ ...resultV0, tenant_id: 'other' }).code).toBe('wrong_tenant');
    expect(refusal({ ...resultV0, call_id: 'job-2' }).code).toBe('wrong_call');
    expect(refusal({ ...resultV0, call_id: null }).code).toBe('wrong_call');
    expect(refusal({ ...resultV0, call_date: '2026-02-04' }).code).toBe('wrong_day');
    expect(refusal({ ...resultV0, qa_evaluation: 5 }).code).toBe('bad_shape');
  });
});
