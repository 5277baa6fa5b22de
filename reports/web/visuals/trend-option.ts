import type { TrendVisual } from '../../dashboards/index.ts';
import type { Grain } from '../../datasets/index.ts';
import type { Formats } from '../formats.ts';
import { tokenColours } from '../theme.ts';
import type { ChartOption } from './chart.tsx';
import { numberIn } from './measure.ts';
import type { Step } from './trend-steps.ts';

interface TrendDrawing {
  readonly visual: TrendVisual;
  readonly steps: readonly Step[];
  readonly grain: Grain;
  readonly formats: Formats;
}

/** What ECharts draws: the score as a line, and below it the calls that it rests on. Colours are those of the theme now. */
export function trendOption(drawing: TrendDrawing): ChartOption {
  const { visual, steps, grain, formats } = drawing;
  const colours = tokenColours(['text', 'muted', 'line', 'surface', 'accent', 'bar']);
  const scores = steps.map(({ row }) => (row === null ? null : numberIn(row, visual.line.field)));
  const calls = steps.map(({ row }) => (row === null ? 0 : (numberIn(row, visual.bars.field) ?? 0)));
  const label = { color: colours.muted, fontSize: 11, fontFamily: 'system-ui, sans-serif' };
  const days = steps.map(({ day }) => day);
  const axis = {
    type: 'category',
    data: days,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colours.line } },
  };
  const written = (day: string) => (grain === 'month' ? formats.month(day) : formats.shortDay(day));
  return {
    animationDuration: 300,
    grid: [
      { left: 44, right: 14, top: 14, height: '58%' },
      { left: 44, right: 14, top: '74%', bottom: 26 },
    ],
    axisPointer: { link: [{ xAxisIndex: 'all' }], lineStyle: { color: colours.muted } },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: colours.surface,
      borderColor: colours.line,
      textStyle: { color: colours.text, fontSize: 12 },
      formatter: (points: unknown) => tooltip(drawing, points),
    },
    xAxis: [
      { ...axis, gridIndex: 0, axisLabel: { show: false } },
      { ...axis, gridIndex: 1, axisLabel: { ...label, hideOverlap: true, formatter: written } },
    ],
    yAxis: [
      {
        gridIndex: 0,
        ...bounds(scores),
        axisLabel: { ...label, formatter: (value: number) => `${value}%` },
        splitLine: { lineStyle: { color: colours.line } },
      },
      {
        gridIndex: 1,
        splitNumber: 2,
        minInterval: 1,
        axisLabel: { ...label, hideOverlap: true },
        splitLine: { show: false },
      },
    ],
    series: [
      {
        name: visual.line.label,
        type: 'line',
        data: scores,
        connectNulls: true,
        symbol: 'circle',
        symbolSize: steps.length > 60 ? 3 : 6,
        showAllSymbol: true,
        lineStyle: { width: 2.5, color: colours.accent },
        itemStyle: { color: colours.accent },
      },
      {
        name: visual.bars.label,
        type: 'bar',
        data: calls,
        xAxisIndex: 1,
        yAxisIndex: 1,
        barMaxWidth: 26,
        itemStyle: { color: colours.bar, borderRadius: [2, 2, 0, 0] },
      },
    ],
  };
}

/** A line need not begin at 0; tens that leave room above and below, within 0 to 100. */
function bounds(scores: readonly (number | null)[]) {
  const known = scores.filter((score) => score !== null);
  if (known.length === 0) return { min: 0, max: 100, interval: 20 };
  const low = Math.floor((Math.min(...known) - 4) / 10) * 10;
  const high = Math.ceil((Math.max(...known) + 4) / 10) * 10;
  const [min, max] = [Math.max(0, low), Math.min(100, high)];
  return { min, max, interval: max - min > 50 ? 20 : max - min > 10 ? 10 : 5 };
}

/** ECharts takes a text for HTML; an element with text nodes in it stays text. */
function tooltip({ visual, steps, grain, formats }: TrendDrawing, points: unknown): HTMLElement | string {
  const [first] = Array.isArray(points) ? (points as readonly { readonly dataIndex?: number }[]) : [];
  const step = first?.dataIndex === undefined ? undefined : steps[first.dataIndex];
  if (step === undefined) return '';
  const root = document.createElement('div');
  const head = root.appendChild(document.createElement('strong'));
  head.textContent = titleOf(step.day, grain, formats);
  const row = step.row ?? {};
  for (const { label, field, format } of [visual.line, visual.bars]) {
    const value = field === visual.bars.field && step.row === null ? 0 : numberIn(row, field);
    const line = root.appendChild(document.createElement('div'));
    line.textContent = `${label}: ${formats.number(value, format)}`;
  }
  return root;
}

function titleOf(day: string, grain: Grain, formats: Formats): string {
  if (grain === 'month') return formats.month(day);
  return grain === 'week' ? `Week of ${formats.day(day)}` : formats.day(day);
}
