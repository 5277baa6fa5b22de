import type { JSX } from 'preact';
import type { Answer } from '../../api/index.ts';
import type { Direction, KpiVisual, Visual } from '../../dashboards/index.ts';
import { useAnswer } from '../client.ts';
import { type Formats, useFormats } from '../formats.ts';
import { Failure } from '../parts/failure.tsx';
import { Help } from '../parts/help.tsx';
import { Icon } from '../parts/icons.tsx';
import { dataPath } from '../view.ts';
import { type Fields, measured } from './measure.ts';

type KpiProps = { readonly visual: Visual & KpiVisual; readonly query: URLSearchParams };

/** One number, its change, and what it rests on. */
export function Kpi({ visual, query }: KpiProps): JSX.Element {
  const formats = useFormats();
  const { value, loading, failure, retry } = useAnswer<Answer<KpiVisual['dataset']>>(
    dataPath(visual.dataset, query),
  );
  const now = measured(visual.measure, value?.current ?? null);
  return (
    <article
      class={loading && value ? 'kpi stale' : 'kpi'}
      data-testid={`kpi-${visual.id}`}
      aria-busy={loading}
    >
      <div class="kpi-head">
        <h2>{visual.title}</h2>
        <Help about={visual.title}>{visual.help}</Help>
      </div>
      {failure && <Failure failure={failure} retry={retry} />}
      {!failure && value === null && <div class="skeleton" />}
      {value !== null && (
        <>
          <p class="kpi-value" data-value={now ?? ''}>
            {formats.number(now, visual.measure.format)}
          </p>
          <Change visual={visual} current={value.current} previous={value.previous} formats={formats} />
          <Details visual={visual} row={value.current} formats={formats} />
        </>
      )}
      {visual.reasons && <Reasons query={query} formats={formats} />}
    </article>
  );
}

interface ChangeProps {
  readonly visual: KpiVisual;
  readonly current: Fields | null;
  readonly previous: Fields | null;
  readonly formats: Formats;
}

function Change({ visual, current, previous, formats }: ChangeProps): JSX.Element | null {
  const { measure } = visual;
  const [now, before] = [measured(measure, current), measured(measure, previous)];
  const text = formats.change(now, before, measure.format);
  if (now === null || before === null) return <p class="change none">no earlier figure</p>;
  const icon = now > before ? 'up' : now < before ? 'fall' : 'minus';
  return (
    <p class={`change ${verdict(visual.change, now - before)}`}>
      <Icon name={icon} />
      {text}
      <span class="visually-hidden">against the period before,</span>
      <span class="muted">from {formats.number(before, measure.format)}</span>
    </p>
  );
}

function verdict(direction: Direction, difference: number): 'better' | 'worse' | 'neutral' {
  if (direction === 'neutral' || Math.abs(difference) < 1e-9) return 'neutral';
  return difference > 0 === (direction === 'up_is_good') ? 'better' : 'worse';
}

function Details({
  visual,
  row,
  formats,
}: Omit<ChangeProps, 'current' | 'previous'> & { row: Fields | null }) {
  if (visual.details.length === 0) return null;
  return (
    <ul class="kpi-details">
      {visual.details.map(({ label, measure }) => (
        <li key={label}>
          <b>{formats.number(measured(measure, row), measure.format)}</b> {label}
        </li>
      ))}
    </ul>
  );
}

function Reasons({ query, formats }: { query: URLSearchParams; formats: Formats }): JSX.Element | null {
  const { value } = useAnswer<Answer<'unscored-reasons'>>(dataPath('unscored-reasons', query));
  if (value === null || value.rows.length === 0) return null;
  return (
    <ul class="kpi-details">
      {value.rows.slice(0, 3).map((row) => (
        <li key={row.unscored_reason}>
          <b>{formats.number(row.calls, 'integer')}</b> {row.unscored_reason ?? 'reason not known'}
        </li>
      ))}
      {value.rows.length > 3 && <li>and {value.rows.length - 3} more reasons</li>}
    </ul>
  );
}
