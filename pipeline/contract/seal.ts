import { hash } from 'node:crypto';
import { type CallDocument, callDocumentSchema } from './call-document.ts';
import { MAX_DOCUMENT_BYTES, refuseTooLarge, tooLarge } from './document-size.ts';
import { DocumentRefused } from './errors.ts';
import { refuseDuplicates } from './invariants.ts';
import type { RawCallKey } from './keys.ts';
import { shapeFault } from './shape-fault.ts';

/**
 * Rules that a sealed document was checked by. To be raised when {@link callDocumentSchema} or the checks here change, so
 * that documents sealed before are read by the long way, which knows how to bring them up to date.
 */
export const SEAL_RULES = '2';

/** `,"seal":"` and 32 hexadecimal digits and `"}`: how every sealed document ends. */
const OPENING = ',"seal":"';
const DIGITS = 32;
const TAIL_BYTES = OPENING.length + DIGITS + 2;

const sealOf = (body: string | Uint8Array): string =>
  hash('sha256', hash('sha256', body) + SEAL_RULES).slice(0, DIGITS);

/** An ISO 8601 instant as documents and the lake write it: UTC, cut to milliseconds. */
const canonicalInstant = (instant: string): string => new Date(instant).toISOString();

/** The same document with its instants in one spelling, so that their texts compare as the instants do. */
function canonical(document: CallDocument): CallDocument {
  return {
    ...document,
    started_at: canonicalInstant(document.started_at),
    processed_at: canonicalInstant(document.processed_at),
    evaluations: document.evaluations.map((evaluation) => ({
      ...evaluation,
      scored_at: canonicalInstant(evaluation.scored_at),
    })),
    reviews: document.reviews.map((review) => ({
      ...review,
      reviewed_at: canonicalInstant(review.reviewed_at),
    })),
  };
}

/**
 * A call document as one line of JSON (UTF-8, without line end), checked in full, keys in the order of the schema, ending in
 * a seal: a hash of everything before it. Whoever finds the seal whole may rely on all that was checked, without parsing.
 * It shows damage and foreign writers; it is no signature.
 * @throws {DocumentRefused} `bad_document` when it does not have its schema's shape, `duplicate_…` when rows of it would
 * have the same key, `invalid_unicode` when a text holds half a character, `too_large` when parseJson would not read it back
 */
export function sealDocument(document: CallDocument): Buffer {
  refuseTooLarge(document);
  const checked = callDocumentSchema.safeParse(document);
  if (!checked.success) {
    const { message, where } = shapeFault(checked.error);
    throw new DocumentRefused('bad_document', `contract: ${message}`, { where });
  }
  refuseDuplicates(checked.data);
  const body = JSON.stringify(canonical(checked.data)).slice(0, -1);
  if (LONE_SURROGATE.test(body))
    throw new DocumentRefused('invalid_unicode', 'contract: a text holds half a character');
  const bytes = Buffer.from(body);
  if (bytes.byteLength + TAIL_BYTES > MAX_DOCUMENT_BYTES) throw tooLarge('$');
  return Buffer.concat([bytes, Buffer.from(`${OPENING}${sealOf(bytes)}"}`)]);
}

/** JSON.stringify writes halves of surrogate pairs, and only those, as an escape that begins so; a backslash before it is text. */
const LONE_SURROGATE = /(?<!\\)(?:\\\\)*\\ud[89a-f]/;

/** How a sealed document of a key begins. */
export const sealedHead = ({ tenantId, dt, callId, revision }: RawCallKey): Buffer =>
  Buffer.from(
    `{"schema_version":1,"tenant_id":"${tenantId}","call_id":"${callId}","revision":"${revision}","started_at":"${dt}T`,
  );

/**
 * The line of a sealed document, without line end, when the bytes are one that lies under this key and is whole by the
 * rules of today; null otherwise, which says nothing about what else they may be.
 */
export function sealedLine(bytes: Uint8Array, head: Uint8Array): Uint8Array | null {
  const end = bytes[bytes.byteLength - 1] === LINE_END ? bytes.byteLength - 1 : bytes.byteLength;
  const bodyEnd = end - TAIL_BYTES;
  if (bodyEnd < head.byteLength) return null;
  const line = Buffer.from(bytes.buffer, bytes.byteOffset, end);
  if (line.compare(head, 0, head.byteLength, 0, head.byteLength) !== 0) return null;
  if (line.toString('latin1', bodyEnd, bodyEnd + OPENING.length) !== OPENING) return null;
  const seal = sealOf(line.subarray(0, bodyEnd));
  return line.toString('latin1', bodyEnd + OPENING.length) === `${seal}"}` ? line : null;
}

const LINE_END = 0x0a;
