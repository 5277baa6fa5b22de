import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Answer, ChecksAnswer, Choices, SessionAnswer } from '../api/index.ts';
import { quality } from '../dashboards/index.ts';
import { useAddress } from './address.ts';
import { ChecksLine, ChecksNotice, ChecksUnknown } from './checks/checks.tsx';
import { LAST_VIEW, useAnswer } from './client.ts';
import { FilterBar } from './filters/filter-bar.tsx';
import { useFormats } from './formats.ts';
import { Failure } from './parts/failure.tsx';
import { dataPath, filterQuery } from './view.ts';
import { CallTable } from './visuals/call-table.tsx';
import { HeatMap } from './visuals/heat-map.tsx';
import { Kpi } from './visuals/kpi.tsx';
import { Ranking } from './visuals/ranking.tsx';
import { Trend } from './visuals/trend.tsx';

/** The dashboard: what its definition says, drawn in the order that it says it. */
export function Overview({ session }: { session: SessionAnswer }): JSX.Element {
  const { search } = useAddress();
  const query = filterQuery(search);
  const { value: choices } = useAnswer<Choices>('/api/choices');
  const { value: checks, failure: unchecked } = useAnswer<ChecksAnswer>('/api/checks');
  const totals = useAnswer<Answer<'call-totals'>>(dataPath('call-totals', query));
  useEffect(() => {
    document.title = `${quality.title} · ${session.tenant.name}`;
    sessionStorage.setItem(LAST_VIEW, location.search);
  });
  return (
    <div class="dashboard">
      <div class="title-row">
        <h1>{quality.title}</h1>
        <Periods answer={totals.value} />
        {checks && <ChecksLine checks={checks} />}
        {unchecked && <ChecksUnknown />}
      </div>
      {checks && <ChecksNotice checks={checks} />}
      <FilterBar choices={choices} />
      {totals.failure && <Failure failure={totals.failure} retry={totals.retry} />}
      {choices?.calls === 0 && <NoCallsYet />}
      {!totals.failure && <Visuals search={search} />}
    </div>
  );
}

function Visuals({ search }: { search: URLSearchParams }): JSX.Element {
  const query = filterQuery(search);
  const kpis = quality.visuals.filter((visual) => visual.kind === 'kpi');
  const rest = quality.visuals.filter((visual) => visual.kind !== 'kpi');
  return (
    <>
      <section class="kpis" aria-label="Key figures">
        {kpis.map((visual) => (
          <Kpi key={visual.id} visual={visual} query={query} />
        ))}
      </section>
      <div class="visuals">
        {rest.map((visual) => {
          if (visual.kind === 'trend') return <Trend key={visual.id} visual={visual} search={search} />;
          if (visual.kind === 'ranking') return <Ranking key={visual.id} visual={visual} search={search} />;
          if (visual.kind === 'heat') return <HeatMap key={visual.id} visual={visual} search={search} />;
          return <CallTable key={visual.id} visual={visual} search={search} />;
        })}
      </div>
    </>
  );
}

function Periods({ answer }: { answer: Answer<'call-totals'> | null }): JSX.Element | null {
  const formats = useFormats();
  if (answer === null) return null;
  const { period, previous_period: previous } = answer;
  return (
    <p class="muted" data-testid="period" data-from={period.from} data-to={period.to}>
      {formats.range(period.from, period.to)}
      {previous && <span class="compared">, compared with {formats.range(previous.from, previous.to)}</span>}
    </p>
  );
}

function NoCallsYet(): JSX.Element {
  return (
    <p class="notice">
      There are no calls here yet. Bring some in with <code>cci ingest PATH --tenant T</code>, then run{' '}
      <code>cci night</code>.
    </p>
  );
}
