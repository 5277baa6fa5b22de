import { KeyRefused, parseRawCallKey, type RawCallKey } from '../../pipeline/contract/index.ts';

/**
 * What names one revision of a call, as its key does: goes among the ids where a revision has to go whose call id another file
 * goes by now.
 */
export const nameOf = (callId: string, revision: string): string => `${callId}.${revision}`;

/** Whether a revision goes: its call does, or it alone. */
export const isNamed = (
  calls: ReadonlySet<string>,
  { callId, revision }: { readonly callId: string; readonly revision: string },
): boolean => calls.has(callId) || calls.has(nameOf(callId, revision));

/** The revision that a key is of; null when it is none of a raw call document. */
export function callOf(key: string): RawCallKey | null {
  try {
    return parseRawCallKey(key);
  } catch (error) {
    if (error instanceof KeyRefused) return null;
    throw error;
  }
}
