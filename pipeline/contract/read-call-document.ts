import { createHash } from 'node:crypto';
import {
  type CallDocument,
  callDocumentSchema,
  type ParsedTranscript,
  SCHEMA_VERSION,
} from './call-document.ts';
import { isResultV0, upcastV0 } from './call-document-v0.ts';
import { DocumentRefused } from './errors.ts';
import { refuseDuplicates } from './invariants.ts';
import { type RawCallKey, rawCallKey } from './keys.ts';
import { shapeFault } from './shape-fault.ts';

/** Why a version-0 call without a percentage has none. */
export const UNSCORED_V0 = 'the source system stored no usable evaluation';

/**
 * Reads one raw object of the lake, of whichever schema version, and checks that it lies where it belongs.
 * @param json the object's content, from parseJson
 * @param key the key it was read from
 * @throws {DocumentRefused} `unknown_version`, `bad_shape`, or `wrong_tenant`, `wrong_call`, `wrong_revision`, `wrong_day`
 * when the document disagrees with its key, `duplicate_…` when two rows of it would have the same key, and `too_large` when a
 * version-0 result has more criteria than a document can hold
 */
export function readCallDocument(json: unknown, key: RawCallKey): CallDocument {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw refused('bad_shape', 'not a JSON object', '$');
  const document = 'schema_version' in json ? readVersioned(json, key) : readV0(json, key);
  if (document.tenant_id !== key.tenantId)
    throw misplaced('wrong_tenant', 'of another tenant', 'tenant_id', key);
  if (document.call_id !== key.callId) throw misplaced('wrong_call', 'of another call', 'call_id', key);
  if (document.revision !== key.revision)
    throw misplaced('wrong_revision', 'of another revision', 'revision', key);
  if (document.started_at.slice(0, 10) !== key.dt)
    throw misplaced('wrong_day', 'of another day', 'started_at', key);
  refuseDuplicates(document);
  return document;
}

function readVersioned(json: { schema_version: unknown }, key: RawCallKey): CallDocument {
  if (json.schema_version !== SCHEMA_VERSION)
    throw new DocumentRefused(
      'unknown_version',
      'contract: call document of a schema version that is not known here',
      {
        where: 'schema_version',
        hint: `This version reads schema version ${SCHEMA_VERSION} and the version-0 results without one.`,
      },
    );
  const checked = callDocumentSchema.safeParse(json);
  if (checked.success) return checked.data;
  const { message, where } = shapeFault(checked.error);
  throw refused('bad_shape', message, where, key);
}

/** A version-0 result names no revision and no time of day: its key does, and its day is midnight. */
function readV0(json: object, key: RawCallKey): CallDocument {
  if (!isResultV0(json))
    throw refused('bad_shape', 'neither versioned nor a version-0 result', 'schema_version', key);
  const processedAt = revisionTime(key.revision);
  const result = upcastV0(json, processedAt);
  if (result.tenant_id !== key.tenantId)
    throw misplaced('wrong_tenant', 'of another tenant', 'tenant_id', key);
  if (result.facts.call_id !== key.callId) throw misplaced('wrong_call', 'of another call', 'call_id', key);
  const { tenant_id: _, kind, provider, job, pii_redacted, redacted_by, facts, ...rest } = result;
  return {
    ...rest,
    schema_version: SCHEMA_VERSION,
    tenant_id: key.tenantId,
    call_id: key.callId,
    revision: key.revision,
    started_at: facts.started_at ?? `${key.dt}T00:00:00.000Z`,
    started_at_origin: facts.started_at === null ? 'first_ingest' : 'vendor',
    processed_at: processedAt,
    direction: null,
    language: null,
    queue: null,
    agent: null,
    customer: null,
    source: {
      kind,
      uri: null,
      // The bytes are not at hand here; the parsed content, written again, stands for them.
      content_sha256: createHash('sha256').update(JSON.stringify(json)).digest('hex'),
      sidecar_sha256: null,
      provider,
      job,
      pii_redacted,
      redacted_by,
    },
    categories: [...rest.categories],
    topics: [...rest.topics],
    reviews: [],
    unscored_reason: unscoredReason(result),
  };
}

function unscoredReason({ evaluations }: ParsedTranscript): string | null {
  return evaluations.some(({ percentage }) => percentage !== null) ? null : UNSCORED_V0;
}

/** The time of processing that a revision begins with. */
function revisionTime(revision: string): string {
  const [, year, month, day, hour, minute, second, ms] =
    /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z-/.exec(revision) ?? [];
  const text = `${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`;
  if (Number.isNaN(Date.parse(text))) throw refused('bad_shape', 'the revision names no time', 'revision');
  return text;
}

function misplaced(code: string, what: string, field: string, key: RawCallKey): DocumentRefused {
  return refused(code, `the document is ${what} than its key says (${field})`, field, key);
}

function refused(code: string, what: string, where: string, key?: RawCallKey): DocumentRefused {
  const place = key ? ` in ${rawCallKey(key)}` : '';
  return new DocumentRefused(code, `contract: ${what}${place}`, { where });
}
