import { BarChart, LineChart } from 'echarts/charts';
import { AxisPointerComponent, GridComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

echarts.use([LineChart, BarChart, GridComponent, TooltipComponent, AxisPointerComponent, CanvasRenderer]);

export type ChartOption = echarts.EChartsCoreOption;

interface ChartProps {
  readonly option: ChartOption;
  /** What the picture shows, in words. */
  readonly label: string;
  /** Called with the position on the horizontal axis that was chosen. */
  readonly onChoose?: (index: number) => void;
}

/** A drawing by ECharts that follows the size of its place. */
export default function Chart({ option, label, onChoose }: ChartProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<echarts.ECharts | null>(null);
  const choose = useRef(onChoose);
  choose.current = onChoose;
  useEffect(() => {
    if (!place.current) return;
    const made = echarts.init(place.current);
    chart.current = made;
    made.getZr().on('click', ({ offsetX, offsetY }) => {
      const grid = [0, 1].find((gridIndex) => made.containPixel({ gridIndex }, [offsetX, offsetY]));
      if (grid === undefined) return;
      const index = made.convertFromPixel({ gridIndex: grid }, [offsetX, offsetY])[0];
      if (index !== undefined) choose.current?.(Math.round(index));
    });
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(place.current);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption(option, { notMerge: true });
  }, [option]);
  return <div class="chart" ref={place} role="img" aria-label={label} />;
}
