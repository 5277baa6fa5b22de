import type { QuarantineRecord } from '../../pipeline/contract/index.ts';
import { documentOf } from './facts.ts';
import { callOf } from './names.ts';
import type { QuarantinedObject, RenamedDocument } from './ports.ts';

/** Code of a raw document that landing took back: its path is the document's key, `where` the call id that its file went by then. */
const RENAMED = 'renamed';

/**
 * What a record in quarantine says of a raw document that was taken back; nothing of anything else.
 * @param read gives the kept bytes; null when they are gone
 */
export function renamedIn(
  record: QuarantineRecord | null,
  read: () => Promise<Uint8Array | null>,
): Pick<QuarantinedObject, 'renamed'> {
  const call = record?.code === RENAMED ? callOf(record.path) : null;
  if (record === null || call === null) return {};
  const { path, where, quarantined_at: at } = record;
  const document: RenamedDocument['document'] = async () => {
    const bytes = await read();
    return bytes && documentOf(path, bytes);
  };
  return { renamed: { callId: call.callId, revision: call.revision, to: where ?? '', at, document } };
}
