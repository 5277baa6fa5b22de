import type {
  ErasurePreview,
  ErasureReport,
  Finding,
  PlaceReport,
  Verification,
} from '../../../etl/erase/index.ts';
import type { Retired } from '../erase/retention.ts';
import { counted } from './counted.ts';

const placeLine = ({ place, count, until }: PlaceReport): string =>
  `  ${String(count).padStart(7)}  ${place}${until === null ? '' : ` (copies age out until ${until})`}\n`;

const linesOf = (places: readonly PlaceReport[]): string =>
  places
    .filter(({ count, until }) => count > 0 || until !== null)
    .map(placeLine)
    .join('');

/** Whether nothing is to be removed anywhere. */
export const isEmpty = ({ places }: Pick<ErasurePreview, 'places'>): boolean => linesOf(places) === '';

/** What an erasure would remove, for the one who is asked. */
export function previewText({ calls, places }: ErasurePreview, tenantId: string): string {
  if (isEmpty({ places })) return `Of ${tenantId}, nothing of that is here\n`;
  return `Of ${tenantId}, ${counted(calls, 'call')} ${calls === 1 ? 'goes' : 'go'}, from:\n${linesOf(places)}`;
}

const LEFT: Readonly<Record<Finding['kind'], string>> = {
  erased: 'STILL THERE',
  unreadable: 'CANNOT BE READ',
};

/** What is left of what was erased, and where to look for it. */
const findingsText = (findings: readonly Finding[]): string =>
  findings
    .map(({ kind, place, found, files }) => {
      const names = files.map((file) => `    ${file}\n`).join('');
      return `  ${LEFT[kind]}: ${found} in ${place}\n${names}`;
    })
    .join('');

/** What an erasure removed, and whether that is proven. */
export function eraseText(
  { erased, calls, places, findings, proven }: ErasureReport,
  tenantId: string,
): string {
  if (!erased) return `${tenantId}: nothing of that is here; a call of it that comes later is taken in\n`;
  const verdict = proven ? 'searched every place and every byte: nothing is left\n' : findingsText(findings);
  if (isEmpty({ places }))
    return `${tenantId}: that was erased before, and nothing of it was here\n${verdict}`;
  return `${tenantId}: ${counted(calls, 'call')} erased, from:\n${linesOf(places)}${verdict}`;
}

/** What a retention rule removed. */
export const retiredText = ({ tenant_id, before, report }: Retired): string =>
  report.erased
    ? eraseText(report, tenant_id)
    : `${tenant_id}: nothing is from before ${before}, the first day that is kept\n`;

/** What a verification found of a tenant. */
export function verificationText({ tenant_id, erasures, findings }: Verification): string {
  const proven = findings.length === 0 ? ', nothing is kept of what was erased' : '';
  return `${tenant_id}: ${counted(erasures, 'erasure')}${proven}\n${findingsText(findings)}`;
}

/** What a verification says of a lake that has no tenants and never erased any. */
export const nobodyText = (root: string): string =>
  `there is nothing to prove: no tenant is registered in ${root}, and nothing was ever erased there\n`;

const HINTS: Readonly<Record<Finding['kind'], string>> = {
  erased: 'Run the erasure again, or any other of that tenant: it takes what was put back with it.\n',
  unreadable: 'Nobody can tell what is in a file that cannot be read: repair it or remove it.\n',
};

/** What to do about findings. */
export const hintsFor = (findings: readonly Finding[]): string =>
  (['erased', 'unreadable'] as const)
    .filter((kind) => findings.some((finding) => finding.kind === kind))
    .map((kind) => HINTS[kind])
    .join('');
