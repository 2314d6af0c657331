import type { ReactNode } from 'react';
import type { Shape } from '../../data/api.ts';
import { BarPlot } from '../../parts/bar-plot.tsx';
import { useFormats } from '../../data/session.tsx';
import { useText } from '../../text/use-text.tsx';

/** Points issued by day; the table under it has every number. */
export function DaysPlot({ days }: { readonly days: Shape['Overview']['days'] }): ReactNode {
  const tell = useText();
  const { number } = useFormats();
  const issued = days.map((day) => day.issued);
  const label = tell('overview.plot', {
    least: number(Math.min(...issued)),
    most: number(Math.max(...issued)),
    total: number(issued.reduce((sum, each) => sum + each, 0)),
  });
  return (
    <div className="pad">
      <p className="key">
        <span className="went">{tell('overview.issuedHead')}</span>
      </p>
      <BarPlot label={label} days={days.map(({ date }) => date)} values={issued} />
    </div>
  );
}
