import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { api, read, type Shape } from '../../data/api.ts';
import { useFormats, useSession, useWorth } from '../../data/session.tsx';
import { Page } from '../../frame/page.tsx';
import { Figure, Figures, Made } from '../../parts/figure.tsx';
import { Segments } from '../../parts/form.tsx';
import { Columns, Panel } from '../../parts/panel.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { When } from '../../parts/when.tsx';
import { Text, useText, useWords } from '../../text/use-text.tsx';
import { Attention } from './attention.tsx';
import { Days, sum } from './days.tsx';
import { Running } from './running.tsx';

type Overview = Shape['Overview'];
const periods = [7, 30, 90];

/** Is all well, and what needs me? */
export function Component(): ReactNode {
  const tell = useText();
  const formats = useFormats();
  const { programme } = useSession();
  const { language } = useWords();
  const [search, setSearch] = useSearchParams();
  const asked = Number(search.get('days'));
  const days = periods.includes(asked) ? asked : 30;
  const overview = useQuery({
    queryKey: ['overview', days],
    queryFn: () => read(api.GET('/overview', { params: { query: { days } } })),
    meta: { live: ['points', 'members', 'messages', 'reviews', 'webhooks'] },
  });
  const { data } = overview;
  return (
    <Page
      title={programme.names[language] ?? programme.name}
      intro={
        data !== undefined && (
          <Text
            k="overview.intro"
            with={{
              from: <When at={data.from} as="date" />,
              to: <When at={data.to} as="date" />,
              zone: formats.zoneName(),
            }}
          />
        )
      }
      acts={
        <Segments
          quiet
          label={tell('overview.period')}
          options={periods.map((n) => ({ value: String(n), name: tell('overview.days', { n }) }))}
          value={String(days)}
          onChange={(value) => setSearch(value === '30' ? {} : { days: value })}
        />
      }
    >
      <FiveFigures overview={overview} days={days} />
      <Columns
        main={
          <>
            <Days overview={overview} />
            <Running />
          </>
        }
        side={
          <>
            <Attention overview={overview} />
            <Outstanding overview={overview} />
            <Mails overview={overview} days={days} />
          </>
        }
      />
    </Page>
  );
}

interface OfOverview {
  readonly overview: UseQueryResult<Overview>;
}

function FiveFigures({ overview, days: n }: OfOverview & { readonly days: number }): ReactNode {
  const tell = useText();
  const { number, money } = useFormats();
  const worth = useWorth();
  const worthOf = (points: number) => (worth === undefined ? tell('parts.none') : money(worth(points)));
  return (
    <Figures>
      <Figure
        label={tell('overview.members')}
        of={overview}
        value={({ members }) => number(members.total)}
        to={() => '/members'}
        note={({ members }) => (
          <Text k="overview.joined" with={{ joined: <Made to="/members">{number(members.joined)}</Made>, n }} />
        )}
      />
      <Figure
        label={tell('overview.outstanding')}
        of={overview}
        value={({ points }) => number(points.outstanding)}
        to={() => '#outstanding'}
        note={({ points }) => <Text k="overview.worth" with={{ money: worthOf(points.outstanding) }} />}
      />
      <Figure
        label={tell('overview.issued', { n })}
        of={overview}
        value={({ days }) => number(sum(days, ({ issued }) => issued))}
        to={() => '#days'}
        note={({ days }) => {
          const orders = sum(days, ({ issuedByOrders }) => issuedByOrders);
          const rest = sum(days, ({ issued }) => issued) - orders;
          return <Text k="overview.issuedNote" with={{ orders: number(orders), rest: number(rest) }} />;
        }}
      />
      <Figure
        label={tell('overview.redeemed', { n })}
        of={overview}
        value={({ days }) => number(sum(days, ({ redeemed }) => redeemed))}
        to={() => '#days'}
        note={({ days }) => (
          <Text k="overview.redeemedNote" with={{ money: worthOf(sum(days, ({ redeemed }) => redeemed)) }} />
        )}
      />
      <Figure
        label={tell('overview.expiring', { n })}
        of={overview}
        value={({ expiring }) => number(expiring.points)}
        note={({ expiring }) => (
          <Text k="overview.expiringNote" with={{ n: expiring.members, count: number(expiring.members) }} />
        )}
      />
    </Figures>
  );
}

interface Part {
  readonly id: string;
  readonly name: string;
  readonly n: number;
  readonly to?: string;
}

function useParts(parts: readonly Part[] | undefined, head: string, total: string): ReactNode {
  const tell = useText();
  const { number } = useFormats();
  const columns = useMemo(
    (): readonly Column<Part>[] => [
      { ...{ id: 'what', head: tell('overview.what'), names: true, sum: total }, cell: ({ name }) => name },
      {
        ...{ id: 'n', head, number: true, sum: number((parts ?? []).reduce((all, { n }) => all + n, 0)) },
        cell: ({ n, to }) => (to === undefined || n === 0 ? number(n) : <Made to={to}>{number(n)}</Made>),
      },
    ],
    [parts, head, total, tell, number],
  );
  return <Table caption={head} columns={columns} rows={parts} rowKey={({ id }) => id} empty={null} />;
}

/** What the points outstanding are. */
function Outstanding({ overview: { data } }: OfOverview): ReactNode {
  const tell = useText();
  const { number } = useFormats();
  const parts = useMemo(
    () =>
      data && [
        { id: 'available', name: tell('overview.available'), n: data.points.available },
        { id: 'pending', name: tell('overview.pending'), n: data.points.pending },
        { id: 'held', name: tell('overview.held'), n: data.points.held },
      ],
    [data, tell],
  );
  const table = useParts(parts, tell('overview.points'), tell('overview.outstandingSum'));
  return (
    <Panel
      title={tell('overview.outstanding')}
      id="outstanding"
      foot={
        data !== undefined && (
          <>
            <Text k="overview.owed" with={{ debt: number(data.points.debt) }} />{' '}
            {data.points.estimated && <Text k="overview.estimated" />}
          </>
        )
      }
    >
      {table}
    </Panel>
  );
}

/** What became of the mails; every one has its place. */
function Mails({ overview: { data }, days: n }: OfOverview & { readonly days: number }): ReactNode {
  const tell = useText();
  const parts = useMemo(
    () =>
      data && [
        { id: 'sent', name: tell('overview.sent'), n: data.messages.sent, to: '/messages?status=sent' },
        {
          id: 'waiting',
          name: tell('overview.waiting'),
          n: data.messages.waiting,
          to: '/messages?status=reserved,sending',
        },
        { id: 'bounced', name: tell('overview.bounced'), n: data.messages.bounced, to: '/messages?status=bounced' },
        {
          ...{ id: 'notSent', name: tell('overview.notSent'), n: data.messages.notSent },
          to: '/messages?status=suppressed,skipped,dropped,failed,unknown',
        },
      ],
    [data, tell],
  );
  const table = useParts(parts, tell('overview.mailsHead'), tell('overview.asked'));
  return <Panel title={tell('overview.mails', { n })}>{table}</Panel>;
}
