import type { JSX } from 'preact';
import { Icon } from '../parts/icons.tsx';
import { listQuery } from '../view.ts';

/** As many calls as the server puts into one file. */
const MOST = 10_000;

/** The call list as a file, all its pages; nothing when it is empty or too long for one. */
export function Download({ search, total }: { search: URLSearchParams; total: number }): JSX.Element | null {
  if (total === 0 || total > MOST) return null;
  const query = listQuery(search);
  query.delete('page');
  return (
    <a
      class="button"
      href={`/api/calls.csv?${query}`}
      download
      title="All calls of this list, for a spreadsheet"
    >
      <Icon name="download" />
      CSV
    </a>
  );
}
