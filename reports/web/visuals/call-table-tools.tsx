import type { JSX } from 'preact';
import type { Answer } from '../../api/index.ts';
import { useAnswer } from '../client.ts';
import { agentLabel } from '../filters/labels.ts';
import { useFormats } from '../formats.ts';
import { Icon } from '../parts/icons.tsx';
import { change, dataPath, filterQuery } from '../view.ts';
import { NO_DRILL_DOWN } from './drill-down.ts';

interface SortButtonProps {
  readonly field: string;
  readonly label: string;
  readonly search: URLSearchParams;
}

/** Orders by a column; once more turns the order round. */
export function SortButton({ field, label, search }: SortButtonProps): JSX.Element {
  const current = (search.get('order') ?? 'started_at') === field;
  const ascending = search.get('direction') === 'asc';
  const direction = current && !ascending ? 'asc' : 'desc';
  return (
    <button
      type="button"
      class={current ? 'sort current' : 'sort'}
      onClick={() => change(search, { order: field, direction })}
    >
      {label}
      {current && <Icon name={ascending ? 'up' : 'fall'} />}
    </button>
  );
}

interface PagerProps {
  readonly page: number;
  readonly size: number;
  readonly total: number;
  readonly choose: (page: number) => void;
}

/** Which calls of how many, and the way to the others. */
export function Pager({ page, size, total, choose }: PagerProps): JSX.Element {
  const formats = useFormats();
  const first = (page - 1) * size + 1;
  const last = Math.min(page * size, total);
  const write = (value: number) => formats.number(value, 'integer');
  return (
    <nav class="pager" aria-label="Pages of the call list">
      <span data-testid="call-count" data-total={total}>
        {first > total ? 'Nothing on this page' : `${write(first)} to ${write(last)}`} of {write(total)}
      </span>
      <button type="button" class="button" disabled={page <= 1} onClick={() => choose(page - 1)}>
        <Icon name="back" />
        Previous
      </button>
      <button type="button" class="button" disabled={last >= total} onClick={() => choose(page + 1)}>
        Next
        <Icon name="next" />
      </button>
    </nav>
  );
}

/** Says that the list is narrowed to a failed criterion, and lifts that. */
export function DrillDownNote({ search }: { search: URLSearchParams }): JSX.Element | null {
  const criterion = search.get('failed_criterion');
  const query = filterQuery(search);
  const criteria = useAnswer<Answer<'criterion-outcomes'>>(
    criterion === null ? null : dataPath('criterion-outcomes', query),
  );
  const agent = search.get('failed_agent');
  const agents = useAnswer<Answer<'agent-totals'>>(agent === null ? null : dataPath('agent-totals', query));
  if (criterion === null) return null;
  const question = criteria.value?.rows.find((row) => row.criterion_id === criterion)?.question ?? criterion;
  const named = agents.value?.rows.find((row) => (row.agent ?? '') === agent);
  const name = agent === null ? '' : ` · ${named ? agentLabel(named) : agent || 'Not known'}`;
  return (
    <button
      type="button"
      class="chip"
      aria-label="Show all calls again"
      onClick={() => change(search, NO_DRILL_DOWN)}
    >
      <span>
        Failed: {question}
        {name}
      </span>
      <Icon name="close" />
    </button>
  );
}
