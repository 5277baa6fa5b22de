import {
  type Agent,
  type CallDocument,
  type CallFacts,
  type ParsedTranscript,
  rawCallKey,
  revisionOf,
  SCHEMA_VERSION,
  type Tenant,
} from '../contract/index.ts';
import { rebase } from '../transcripts/index.ts';

/** Everything that a raw call document is assembled from. */
export interface Parts {
  readonly tenant: Tenant;
  readonly path: string;
  readonly contentSha256: string;
  readonly sidecarSha256: string | null;
  readonly parsed: ParsedTranscript;
  /** What the sidecar says; null without one. It wins over what the file says. */
  readonly sidecar: CallFacts | null;
  readonly callId: string;
  /** Start given by whoever offered the file, for files that say none. ISO 8601 UTC. */
  readonly startedAtOption: string | null;
  /** When content of this call was first offered, ISO 8601 UTC: the start of a call that says none. */
  readonly firstIngestAt: string;
  readonly processedAt: Date;
}

/** How many hexadecimal digits of the content's hash name a call that has no other id. */
export const HASH_ID_LENGTH = 32;

/** The call's id: the sidecar's, else the vendor's, else a prefix of the content's SHA-256. */
export function callIdOf(sidecar: CallFacts | null, parsed: ParsedTranscript, contentSha256: string): string {
  return sidecar?.call_id ?? parsed.facts.call_id ?? contentSha256.slice(0, HASH_ID_LENGTH);
}

/** Assembles the raw call document, yet unscored. */
export function assemble(parts: Parts): CallDocument {
  const { sidecar, tenant } = parts;
  const start = startOf(parts);
  const parsed = rebase(parts.parsed, start.started_at);
  const vendor = parsed.facts;
  const customerRef = sidecar?.customer_ref ?? vendor.customer_ref;
  return {
    schema_version: SCHEMA_VERSION,
    tenant_id: tenant.tenant_id,
    call_id: parts.callId,
    revision: revisionOf(parts.processedAt, parts.contentSha256),
    ...start,
    processed_at: parts.processedAt.toISOString(),
    duration_seconds: parsed.duration_seconds,
    direction: sidecar?.direction ?? vendor.direction,
    channel: parsed.channel,
    language: sidecar?.language ?? vendor.language ?? tenant.language,
    queue: sidecar?.queue ?? vendor.queue,
    agent: agentOf(sidecar, vendor),
    customer: customerRef === null ? null : { ref: customerRef, origin: 'metadata' },
    source: {
      kind: parsed.kind,
      uri: parts.path,
      content_sha256: parts.contentSha256,
      sidecar_sha256: parts.sidecarSha256,
      provider: parsed.provider,
      job: parsed.job,
      pii_redacted: parsed.pii_redacted,
      redacted_by: parsed.redacted_by,
    },
    transcript: parsed.transcript,
    sentiment: parsed.sentiment,
    key_phrases: parsed.key_phrases,
    entities: parsed.entities,
    categories: [...parsed.categories],
    topics: [...parsed.topics],
    moderation: parsed.moderation,
    ai_summary: parsed.ai_summary,
    evaluations: parsed.evaluations,
    reviews: [],
    unscored_reason: null,
  };
}

/** Key under which a document lies: the day is the one on which the call started, UTC. */
export function keyOf(document: CallDocument): string {
  return rawCallKey({
    tenantId: document.tenant_id,
    dt: document.started_at.slice(0, 10),
    callId: document.call_id,
    revision: document.revision,
  });
}

function startOf(parts: Parts): Pick<CallDocument, 'started_at' | 'started_at_origin'> {
  const { sidecar, parsed, startedAtOption } = parts;
  if (sidecar?.started_at != null) return { started_at: sidecar.started_at, started_at_origin: 'sidecar' };
  if (parsed.facts.started_at !== null)
    return { started_at: parsed.facts.started_at, started_at_origin: 'vendor' };
  if (startedAtOption !== null) return { started_at: startedAtOption, started_at_origin: 'option' };
  return { started_at: parts.firstIngestAt, started_at_origin: 'first_ingest' };
}

function agentOf(sidecar: CallFacts | null, vendor: CallFacts): Agent | null {
  const id = sidecar?.agent?.id ?? vendor.agent?.id ?? null;
  const name = sidecar?.agent?.name ?? vendor.agent?.name ?? null;
  const team = sidecar?.agent?.team ?? vendor.agent?.team ?? null;
  return id === null && name === null && team === null ? null : { id, name, team, origin: 'metadata' };
}
