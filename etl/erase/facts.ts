import { createHash } from 'node:crypto';
import {
  type CallDocument,
  ContractError,
  parseJson,
  parseRawCallKey,
  readCallDocument,
} from '../../pipeline/contract/index.ts';
import { concerns } from './matching.ts';
import type { Selector } from './selector.ts';

/** SHA-256 of bytes, hexadecimal. */
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The document of a raw object; null when it is damaged or of a kind that nobody can read. */
export function documentOf(key: string, bytes: Uint8Array): CallDocument | null {
  try {
    return readCallDocument(parseJson(bytes), parseRawCallKey(key));
  } catch (error) {
    if (error instanceof ContractError) return null;
    throw error;
  }
}

/** How documents begin that this product writes: their texts stand in them as JSON.stringify writes them. */
const OURS = Buffer.from('{"schema_version":1,');

/** Whether a document can hold a text as the value of a field, without parsing it. */
function canHold(bytes: Uint8Array, value: string): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return !buffer.subarray(0, OURS.length).equals(OURS) || buffer.includes(JSON.stringify(value));
}

const NONE: ReadonlySet<string> = new Set();

/** What a raw object says of the customer or agent that was named: `unknown` when it cannot be read and does not mention them. */
export function saysOf(
  selector: Selector & { readonly kind: 'customer' | 'agent' },
  key: string,
  bytes: Uint8Array,
): 'theirs' | 'another' | 'unknown' {
  const { kind, value } = selector;
  const document = canHold(bytes, value) ? documentOf(key, bytes) : undefined;
  if (document === undefined) return 'another';
  if (document === null) {
    const mentions = concerns({ calls: NONE, alike: NONE, contents: NONE, selector }, bytes);
    return mentions ? 'theirs' : 'unknown';
  }
  const named = kind === 'customer' ? document.customer?.ref : document.agent?.id;
  return named === value ? 'theirs' : 'another';
}

/** Hashes that a raw object can be recognised by: of its bytes, and of the content that it came from. By no bytes nothing is. */
export function contentsOf(key: string, bytes: Uint8Array): string[] {
  if (bytes.byteLength === 0) return [];
  const source = documentOf(key, bytes)?.source.content_sha256;
  return source === undefined ? [sha256(bytes)] : [sha256(bytes), source];
}
