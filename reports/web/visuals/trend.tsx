import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Answer } from '../../api/index.ts';
import type { TrendVisual, Visual } from '../../dashboards/index.ts';
import type { Grain } from '../../datasets/index.ts';
import { useAnswer } from '../client.ts';
import { type Formats, useFormats } from '../formats.ts';
import { Panel } from '../parts/panel.tsx';
import { Segments } from '../parts/segments.tsx';
import { useTheme } from '../theme.ts';
import { change, dataPath, filterQuery, grainOf } from '../view.ts';
import { numberIn } from './measure.ts';
import { trendOption } from './trend-option.ts';
import { daysOf, type Step, stepsOf } from './trend-steps.ts';

type ChartComponent = typeof import('./chart.tsx').default;
type TrendProps = { readonly visual: Visual & TrendVisual; readonly search: URLSearchParams };

const GRAINS: readonly { readonly id: Grain; readonly label: string }[] = [
  { id: 'day', label: 'Day' },
  { id: 'week', label: 'Week' },
  { id: 'month', label: 'Month' },
];

/** How the score moves over time, and on how many calls it rests. */
export function Trend({ visual, search }: TrendProps): JSX.Element {
  const grain = grainOf(search);
  const query = filterQuery(search);
  query.set('grain', grain);
  const answer = useAnswer<Answer<'score-trend'>>(dataPath(visual.dataset, query));
  return (
    <Panel
      id={visual.id}
      title={visual.title}
      help={visual.help}
      answer={answer}
      isEmpty={({ rows }) => rows.length === 0}
      empty="No calls in these days. Choose a longer period or fewer filters."
      tools={<Segments name="Step" parameter="grain" options={GRAINS} chosen={grain} search={search} />}
    >
      {(value) => <Drawing visual={visual} value={value} search={search} />}
    </Panel>
  );
}

interface DrawingProps extends TrendProps {
  readonly value: Answer<'score-trend'>;
}

function Drawing({ visual, value, search }: DrawingProps): JSX.Element {
  const formats = useFormats();
  const theme = useTheme();
  const Chart = useChart();
  const { grain, period } = value;
  const steps = useMemo(() => stepsOf(period, grain, value.rows), [value]);
  const option = useMemo(() => trendOption({ visual, steps, grain, formats }), [steps, theme, formats]);
  const choose = (index: number) => {
    const step = steps[index];
    if (step) change(search, { ...daysOf(step, grain, period), period: null, grain: null });
  };
  const label = `${visual.title}: ${steps.length} steps by ${grain}; the table after it has the same numbers.`;
  return (
    <>
      {Chart ? <Chart option={option} label={label} onChoose={choose} /> : <div class="chart skeleton" />}
      <Numbers visual={visual} steps={steps} formats={formats} />
    </>
  );
}

/** The same numbers for those who cannot see the picture. */
function Numbers({
  visual,
  steps,
  formats,
}: {
  visual: TrendVisual;
  steps: readonly Step[];
  formats: Formats;
}) {
  return (
    <details class="numbers">
      <summary>As a table</summary>
      <div class="numbers-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">{visual.line.label}</th>
              <th scope="col">{visual.bars.label}</th>
            </tr>
          </thead>
          <tbody>
            {steps.map(({ day, row }) => (
              <tr key={day}>
                <th scope="row">{formats.day(day)}</th>
                <td>{formats.number(row && numberIn(row, visual.line.field), visual.line.format)}</td>
                <td>{formats.number(row ? numberIn(row, visual.bars.field) : 0, visual.bars.format)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** ECharts is the larger part of the page; it comes after the numbers. */
function useChart(): ChartComponent | null {
  const [loaded, setLoaded] = useState<{ readonly Chart: ChartComponent } | null>(null);
  useEffect(() => {
    import('./chart.tsx').then((module) => setLoaded({ Chart: module.default }));
  }, []);
  return loaded?.Chart ?? null;
}
