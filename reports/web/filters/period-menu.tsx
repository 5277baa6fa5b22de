import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { quality } from '../../dashboards/index.ts';
import { useFormats } from '../formats.ts';
import { Popover } from '../parts/popover.tsx';
import { change, presetOf } from '../view.ts';

interface PeriodMenuProps {
  readonly search: URLSearchParams;
  readonly known: { readonly first: string | null; readonly last: string | null } | null;
}

/** Choosing the days: a preset, or from and to. */
export function PeriodMenu({ search, known }: PeriodMenuProps): JSX.Element {
  const formats = useFormats();
  const [from, to] = [search.get('from'), search.get('to')];
  const preset = presetOf(search);
  const custom = from !== null && to !== null;
  const value =
    custom && isDay(from) && isDay(to) && from <= to
      ? formats.range(from, to)
      : custom
        ? 'Own days'
        : (preset?.label ?? 'Not understood');
  return (
    <Popover label="Period" value={value} active={custom || search.has('period')} icon="calendar">
      {(close) => (
        <div class="periods">
          {quality.periods.map(({ id, label }) => (
            <button
              key={id}
              type="button"
              class="preset"
              aria-pressed={!custom && id === preset?.id}
              onClick={() => {
                change(search, { period: id, from: null, to: null, grain: null });
                close();
              }}
            >
              {label}
            </button>
          ))}
          <OwnDays
            from={from ?? known?.first ?? ''}
            to={to ?? known?.last ?? ''}
            search={search}
            close={close}
          />
        </div>
      )}
    </Popover>
  );
}

interface OwnDaysProps {
  readonly from: string;
  readonly to: string;
  readonly search: URLSearchParams;
  readonly close: () => void;
}

function OwnDays(props: OwnDaysProps): JSX.Element {
  const [from, setFrom] = useState(props.from);
  const [to, setTo] = useState(props.to);
  const valid = isDay(from) && isDay(to) && from <= to;
  const apply = (event: Event) => {
    event.preventDefault();
    change(props.search, { from, to, period: null, grain: null });
    props.close();
  };
  return (
    <form class="own-days" onSubmit={apply}>
      <label>
        From
        <input type="date" value={from} required onInput={(event) => setFrom(event.currentTarget.value)} />
      </label>
      <label>
        To
        <input
          type="date"
          value={to}
          min={from}
          required
          onInput={(event) => setTo(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button" disabled={!valid}>
        Show these days
      </button>
    </form>
  );
}

/** A day of the calendar; some engines take 30 February for 2 March. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
