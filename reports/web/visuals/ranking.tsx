import type { JSX } from 'preact';
import type { Answer } from '../../api/index.ts';
import type { RankingVisual, Visual } from '../../dashboards/index.ts';
import { useAnswer } from '../client.ts';
import { useFormats } from '../formats.ts';
import { Panel } from '../parts/panel.tsx';
import { Segments } from '../parts/segments.tsx';
import { dataPath, filterQuery } from '../view.ts';
import { isListed, listFailed } from './drill-down.ts';
import { basis, measured, numberIn } from './measure.ts';

type RankingProps = { readonly visual: Visual & RankingVisual; readonly search: URLSearchParams };
type Row = Answer<'criterion-outcomes'>['rows'][number];

const ORDERS = [
  { id: 'count', label: 'By count' },
  { id: 'rate', label: 'By rate' },
] as const;
type Order = (typeof ORDERS)[number]['id'];

/** What fails most often, with how often it was decided at all. */
export function Ranking({ visual, search }: RankingProps): JSX.Element {
  const answer = useAnswer<Answer<'criterion-outcomes'>>(dataPath(visual.dataset, filterQuery(search)));
  const order: Order = search.get('rank') === 'rate' ? 'rate' : 'count';
  return (
    <Panel
      id={visual.id}
      title={visual.title}
      help={visual.help}
      answer={answer}
      isEmpty={({ rows }) => ranked(rows, visual, order).length === 0}
      empty="No criterion failed in these calls."
      tools={<Segments name="Order" parameter="rank" options={ORDERS} chosen={order} search={search} />}
    >
      {({ rows }) => (
        <List rows={ranked(rows, visual, order)} order={order} visual={visual} search={search} />
      )}
    </Panel>
  );
}

interface ListProps extends RankingProps {
  readonly rows: readonly Row[];
  readonly order: Order;
}

function List({ rows, order, ...rest }: ListProps): JSX.Element {
  const most = Math.max(...rows.map((row) => failures(row, rest.visual)));
  const namesForm = new Set(rows.map(({ form_id }) => form_id)).size > 1;
  return (
    <ol class="ranking">
      {rows.map((row) => (
        <Item
          key={`${row.form_id} ${row.criterion_id}`}
          row={row}
          namesForm={namesForm}
          length={
            order === 'rate' ? (measured(rest.visual.share, row) ?? 0) : failures(row, rest.visual) / most
          }
          {...rest}
        />
      ))}
    </ol>
  );
}

interface ItemProps extends RankingProps {
  readonly row: Row;
  /** Of the bar, 0 to 1. */
  readonly length: number;
  /** Whether the form is told: several are in the list, and two may ask the same. */
  readonly namesForm: boolean;
}

function Item({ row, length, namesForm, visual, search }: ItemProps): JSX.Element {
  const formats = useFormats();
  const share = measured(visual.share, row) ?? 0;
  const failed = failures(row, visual);
  const decided = basis(visual.share.of, row);
  const failure = { formId: row.form_id, criterionId: row.criterion_id };
  return (
    <li>
      <button
        type="button"
        aria-pressed={isListed(search, failure)}
        data-criterion={row.criterion_id}
        onClick={() => listFailed(search, failure)}
      >
        <span class="ranking-text">
          {row.question}
          {namesForm && <span class="muted small"> {row.form_id}</span>}
          {row.critical !== 'none' && (
            <span class="tag critical">
              {row.critical === 'form' ? 'fails the form' : 'fails its section'}
            </span>
          )}
        </span>
        <b class="ranking-share">{formats.number(share, 'share')}</b>
        <span class="ranking-bar" aria-hidden="true">
          <span style={{ width: `${100 * length}%` }} />
        </span>
        <span class="ranking-count">
          {formats.number(failed, 'integer')} of {formats.number(decided, 'integer')}
        </span>
      </button>
    </li>
  );
}

const failures = (row: Row, { share }: RankingVisual): number => numberIn(row, share.part) ?? 0;

/** The order by count is that of the view `top_failed_criteria`; a rate over a handful of answers would lead otherwise. */
function ranked(rows: readonly Row[], visual: RankingVisual, order: Order): readonly Row[] {
  const rate = (row: Row) => measured(visual.share, row) ?? 0;
  const decided = (row: Row) => basis(visual.share.of, row);
  const byCount = (a: Row, b: Row) => failures(b, visual) - failures(a, visual) || decided(a) - decided(b);
  return rows
    .filter((row) => rate(row) > 0)
    .toSorted((a, b) => (order === 'count' ? byCount(a, b) : rate(b) - rate(a) || byCount(a, b)))
    .slice(0, visual.limit);
}
