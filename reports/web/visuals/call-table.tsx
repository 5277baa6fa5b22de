import type { JSX } from 'preact';
import type { Answer, Choices } from '../../api/index.ts';
import type { TableVisual, Visual } from '../../dashboards/index.ts';
import { go } from '../address.ts';
import { useAnswer } from '../client.ts';
import { Panel } from '../parts/panel.tsx';
import { change, dataPath, listQuery } from '../view.ts';
import { CallCell, callPath } from './call-cell.tsx';
import { Download } from './call-download.tsx';
import { DrillDownNote, Pager, SortButton } from './call-table-tools.tsx';

type TableProps = { readonly visual: Visual & TableVisual; readonly search: URLSearchParams };

/** The calls themselves, ordered and paged by the address. */
export function CallTable({ visual, search }: TableProps): JSX.Element {
  const query = listQuery(search);
  query.set('page_size', String(visual.pageSize));
  const answer = useAnswer<Answer<'calls'>>(dataPath(visual.dataset, query));
  return (
    <Panel
      id={visual.id}
      title={visual.title}
      help={visual.help}
      answer={answer}
      isEmpty={({ total, rows }) => total === 0 && rows.length === 0}
      empty={
        search.has('failed_criterion')
          ? 'In none of these calls did this criterion fail.'
          : 'No call matches. Choose a longer period or fewer filters.'
      }
      tools={
        <>
          <DrillDownNote search={search} />
          <Download search={search} total={answer.value?.total ?? 0} />
        </>
      }
    >
      {(value) => (
        <>
          <Rows visual={visual} search={search} value={value} />
          <Pager
            page={value.page}
            size={value.page_size}
            total={value.total}
            choose={(page) => change(search, { page: String(page) })}
          />
        </>
      )}
    </Panel>
  );
}

function Rows({ visual, search, value }: TableProps & { value: Answer<'calls'> }): JSX.Element {
  const choices = useAnswer<Choices>('/api/choices').value;
  const names = new Map(choices?.values.agent.map((agent) => [agent.value, agent.label]));
  const criterion = search.get('failed_criterion');
  const order = search.get('order') ?? 'started_at';
  const direction = search.get('direction') === 'asc' ? 'ascending' : 'descending';
  return (
    <div class="calls-scroll">
      <table class="calls" data-testid="call-list">
        <thead>
          <tr>
            {visual.columns.map(({ field, label, sortable }) => (
              <th
                key={field}
                scope="col"
                class={`column-${field}`}
                {...(order === field && { 'aria-sort': direction as 'ascending' | 'descending' })}
              >
                {sortable ? <SortButton field={field} label={label} search={search} /> : label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {value.rows.map((row) => (
            // The link in the first cell is what keyboards and readers use; the row is a larger target for the pointer.
            <tr key={row.call_id} onClick={(event) => open(event, callPath(row.call_id, criterion))}>
              {visual.columns.map(({ field, label }) => (
                <td key={field} class={`column-${field}`} data-label={label}>
                  <CallCell field={field} row={row} href={callPath(row.call_id, criterion)} names={names} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function open(event: MouseEvent, href: string): void {
  const onLink = event.target instanceof Element && event.target.closest('a') !== null;
  if (!onLink && getSelection()?.isCollapsed !== false) go(href);
}
