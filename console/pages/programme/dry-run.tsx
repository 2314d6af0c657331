import { type ReactNode, useMemo } from 'react';
import { Link } from 'react-router';
import { useFormats, useWorth } from '../../data/session.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Empty } from '../../parts/states.tsx';
import { type Column, Narrow, Table } from '../../parts/table.tsx';
import { Change, When } from '../../parts/when.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import type { Effect } from './use-programme.ts';

interface Row {
  readonly id: string;
  readonly what: ReactNode;
  readonly orders: number | undefined;
  readonly members: number | undefined;
  readonly points: number;
}

/** What the last 30 days would have come to; its sum closes. */
export function DryRun({ effect }: { readonly effect: Effect }): ReactNode {
  const tell = useText();
  const formats = useFormats();
  const rows = useRows(effect);
  const columns = useColumns(effect);
  const [largest] = effect.largest;
  return (
    <Panel
      title={tell('programme.dryRun')}
      intro={
        <Text
          k="programme.dryRunIntro"
          with={{ from: <When at={effect.from} as="date" />, to: <When at={effect.to} as="date" /> }}
        />
      }
      foot={
        largest === undefined ? undefined : (
          <Text
            k="programme.largest"
            with={{
              order: largest.orderId,
              member: <Link to={`/members/${encodeURIComponent(largest.memberId)}`}>{largest.memberId}</Link>,
              amount: formats.money(largest.amountMinor),
              after: formats.number(largest.pointsAfter),
              before: formats.number(largest.pointsBefore),
            }}
          />
        )
      }
    >
      <Table
        caption={tell('programme.dryRun')}
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        empty={<Empty title={tell('programme.noEffect')}>{tell('programme.noEffectWhy')}</Empty>}
      />
      {effect.isPart && <p className="foot">{tell('programme.isPart', { orders: formats.number(effect.orders) })}</p>}
    </Panel>
  );
}

function useRows({ changes, all }: Effect): readonly Row[] {
  const tell = useText();
  const words = {
    rate: tell('programme.rate'),
    steps: tell('programme.steps'),
    calendar: tell('programme.calendar'),
    maxMultiplier: tell('programme.maxMultiplier'),
    tiers: tell('programme.tiers'),
  };
  const together = all.points - changes.reduce((sum, { points }) => sum + points, 0);
  const rows: Row[] = changes.map(({ topic, ...rest }) => ({ id: topic, what: words[topic], ...rest }));
  if (together === 0) return rows;
  return [
    ...rows,
    {
      ...{ id: 'together', what: tell('programme.together'), points: together },
      orders: undefined,
      members: undefined,
    },
  ];
}

function useColumns({ all, pointsBefore, pointsAfter }: Effect): readonly Column<Row>[] {
  const tell = useText();
  const formats = useFormats();
  const worth = useWorth();
  return useMemo(() => {
    const count = (value: number | undefined) => (value === undefined ? '–' : formats.number(value));
    const money = (points: number) => {
      if (worth === undefined) return '–';
      const minor = Math.sign(points) * worth(Math.abs(points));
      return `${minor > 0 ? '+' : ''}${formats.money(minor)}`;
    };
    return [
      {
        ...{ id: 'what', head: tell('programme.change'), names: true },
        cell: ({ what, points }) => (
          <>
            {what}
            <Narrow below={640}>{money(points)}</Narrow>
          </>
        ),
        sum: tell('programme.sum', { before: formats.number(pointsBefore), after: formats.number(pointsAfter) }),
      },
      {
        ...{ id: 'orders', head: tell('programme.orders'), number: true },
        cell: ({ orders }) => count(orders),
        sum: formats.number(all.orders),
      },
      {
        ...{ id: 'members', head: tell('programme.members'), number: true, only: 'roomy' },
        cell: ({ members }) => count(members),
        sum: formats.number(all.members),
      },
      {
        ...{ id: 'points', head: tell('programme.points'), number: true },
        cell: ({ points }) => <Change points={points} />,
        sum: <Change points={all.points} />,
      },
      {
        ...{ id: 'worth', head: tell('programme.worth'), number: true, only: 'roomy' },
        cell: ({ points }) => money(points),
        sum: money(all.points),
      },
    ];
  }, [tell, formats, worth, all, pointsBefore, pointsAfter]);
}
