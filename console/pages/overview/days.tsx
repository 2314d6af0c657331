import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import type { Shape } from '../../data/api.ts';
import { useFormats } from '../../data/session.tsx';
import { Panel } from '../../parts/panel.tsx';
import { type Column, Narrow, Table } from '../../parts/table.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import { DaysPlot } from './days-plot.tsx';

type Overview = Shape['Overview'];

/** A day, or those before the latest ones together. */
type Day = Overview['days'][number] & { readonly earlier?: number };

/** What days come to together. */
export const sum = (days: readonly Day[], amount: (day: Day) => number): number =>
  days.reduce((total, day) => total + amount(day), 0);

/** So many of the latest days stand there unless every one is asked for. */
const latestDays = 7;

/** The latest days, and what all before them come to, so that the sum closes. */
function shorten(days: readonly Day[]): readonly Day[] {
  const earlier = days.slice(latestDays);
  const [first, ...others] = earlier;
  if (first === undefined || others.length === 0) return days;
  const of = (id: 'issued' | 'issuedByOrders' | 'redeemed' | 'takenBack' | 'expired') => sum(earlier, (day) => day[id]);
  const together = {
    ...{ issued: of('issued'), issuedByOrders: of('issuedByOrders'), redeemed: of('redeemed') },
    ...{ takenBack: of('takenBack'), expired: of('expired'), earlier: earlier.length },
  };
  return [...days.slice(0, latestDays), { ...first, ...together }];
}

/** Points by day, latest first, with their sums. */
export function Days({ overview }: { readonly overview: UseQueryResult<Overview> }): ReactNode {
  const tell = useText();
  const [isWhole, setWhole] = useState(false);
  const days = overview.data?.days;
  const rows = useMemo(() => {
    const latest = days?.toReversed();
    return latest && (isWhole ? latest : shorten(latest));
  }, [days, isWhole]);
  const columns = useColumns(days);
  return (
    <Panel
      title={tell('overview.byDay')}
      intro={tell('overview.byDayIntro')}
      id="days"
      more={
        (days?.length ?? 0) > latestDays + 1 && (
          <button type="button" className="btn" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {tell('overview.everyDay')}
          </button>
        )
      }
    >
      {days !== undefined && <DaysPlot days={days} />}
      <Table
        caption={tell('overview.byDayCaption')}
        columns={columns}
        rows={rows}
        rowKey={({ date }) => date}
        error={overview.error}
        again={() => void overview.refetch()}
        expected={7}
        empty={null}
      />
    </Panel>
  );
}

function useColumns(days: readonly Day[] | undefined): readonly Column<Day>[] {
  const tell = useText();
  const formats = useFormats();
  return useMemo((): readonly Column<Day>[] => {
    const of = (
      id: 'issued' | 'redeemed' | 'takenBack' | 'expired',
      head: string,
      only: Pick<Column<Day>, 'only'> = {},
    ): Column<Day> => ({
      ...{ id, head, number: true, ...only, sum: formats.number(sum(days ?? [], (day) => day[id])) },
      cell: (day) => formats.number(day[id]),
    });
    return [
      {
        ...{ id: 'day', head: tell('overview.day'), names: true, sum: tell('overview.together') },
        cell: ({ date, takenBack, expired, earlier }) => (
          <>
            {earlier === undefined ? (
              // Noon: the same day in every zone that a programme has.
              <time dateTime={date}>{formats.day(`${date}T12:00:00Z`, 'UTC')}</time>
            ) : (
              tell('overview.earlier', { n: earlier })
            )}
            <Narrow below={640}>
              <Text
                k="overview.lost"
                with={{ takenBack: formats.number(takenBack), expired: formats.number(expired) }}
              />
            </Narrow>
          </>
        ),
      },
      of('issued', tell('overview.issuedHead')),
      of('redeemed', tell('overview.redeemedHead')),
      of('takenBack', tell('overview.takenBack'), { only: 'roomy' }),
      of('expired', tell('overview.expired'), { only: 'roomy' }),
    ];
  }, [days, formats, tell]);
}
