import { type ReactNode, useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useFormats } from '../data/session.tsx';
import { useChoices } from '../text/choices.tsx';

interface BarPlotProps {
  /** What it shows in a sentence, with its least, its most and its sum. */
  readonly label: string;
  /** YYYY-MM-DD, oldest first. */
  readonly days: readonly string[];
  readonly values: readonly number[];
}

/** A colour or a size of tokens.css. */
const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const heightOf = () => Number.parseInt(token('--d152'), 10);

/** A colour as it is now: a canvas knows no light-dark(). */
function colour(name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

/** Bars by day from zero. Its numbers stand in a table beneath. */
export function BarPlot({ label, days, values }: BarPlotProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const formats = useFormats();
  const { theme } = useChoices();
  useEffect(() => {
    const box = place.current;
    if (box === null) return;
    const [ink, line, mark] = [colour('--text-2'), colour('--line'), colour('--accent-mark')];
    const font = `${token('--t-note')} ${token('--sans')}`;
    const barsOf = uPlot.paths.bars;
    const axis = { stroke: ink, font, ticks: { show: false } };
    const dayAt = (at: number) => {
      const day = days[Math.round(at)];
      return day === undefined || at !== Math.round(at)
        ? ''
        : formats.date(`${day}T12:00:00Z`, 'UTC').replace(/ \d{4}$|^\d{4}年/, '');
    };
    const plot = new uPlot(
      {
        ...{ width: box.clientWidth, height: heightOf(), legend: { show: false }, cursor: { show: false } },
        scales: {
          x: { time: false, range: [-0.5, days.length - 0.5] },
          y: { range: (_, __, most) => [0, Math.max(1, most)] },
        },
        axes: [
          {
            ...axis,
            grid: { show: false },
            values: (_, at) => at.map(dayAt),
            space: Number.parseInt(token('--d76'), 10),
          },
          {
            ...axis,
            grid: { stroke: line, width: 1 },
            size: Number.parseInt(token('--d68'), 10),
            values: (_, at) => at.map(formats.number),
          },
        ],
        series: [
          {},
          { fill: mark, ...(barsOf === undefined ? {} : { paths: barsOf({ size: [0.8] }) }), points: { show: false } },
        ],
      },
      [days.map((_, at) => at), [...values]],
      box,
    );
    const watch = new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height: heightOf() }));
    watch.observe(box);
    return () => {
      watch.disconnect();
      plot.destroy();
    };
  }, [days, values, formats, theme]);
  return <div className="bar-plot" role="img" aria-label={label} ref={place} />;
}
