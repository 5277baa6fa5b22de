import type { ErasurePreview, ErasureReport, PlaceReport } from '../../../etl/erase/index.ts';
import { counted } from './counted.ts';

const placeLine = ({ place, count, until }: PlaceReport): string =>
  `  ${String(count).padStart(7)}  ${place}${until === null ? '' : ` (copies age out until ${until})`}\n`;

const linesOf = (places: readonly PlaceReport[]): string =>
  places
    .filter(({ count, until }) => count > 0 || until !== null)
    .map(placeLine)
    .join('');

/** What an erasure would remove, for the one who is asked. */
export function previewText({ calls, places }: ErasurePreview, tenantId: string): string {
  return `Of ${tenantId}, ${counted(calls, 'call')} ${calls === 1 ? 'goes' : 'go'}, from:\n${linesOf(places)}`;
}

/** What an erasure removed, and whether that is proven. */
export function eraseText(
  { erased, calls, places, findings, proven }: ErasureReport,
  tenantId: string,
): string {
  if (!erased) return `${tenantId}: nothing of that is here\n`;
  const left = findings.map(({ place, found }) => `  STILL THERE: ${found} in ${place}\n`).join('');
  const verdict = proven ? 'searched every place and every byte: nothing is left\n' : left;
  return `${tenantId}: ${counted(calls, 'call')} erased, from:\n${linesOf(places)}${verdict}`;
}
