import {
  ContractError,
  DocumentRefused,
  parseJson,
  readCallDocument,
} from '../../pipeline/contract/index.ts';
import type { RawDocument } from '../plan/index.ts';
import { type ShapedCall, shapeCall } from '../shape/index.ts';

/**
 * From the bytes of a raw object to the rows of its call.
 * @throws {ContractError} when the document cannot be used
 */
export function readRows(bytes: Uint8Array, raw: RawDocument, timeZone: string): ShapedCall {
  try {
    return shapeCall(readCallDocument(parseJson(bytes), raw), timeZone);
  } catch (cause) {
    if (cause instanceof ContractError) throw cause;
    // One document must never stop a night: what no rule foresaw is kept, counted and named too.
    throw new DocumentRefused('reader_failed', 'run: the reader failed on a document', { cause });
  }
}
