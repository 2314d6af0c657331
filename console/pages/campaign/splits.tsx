import type { ReactNode } from 'react';
import type { Shape } from '../../data/api.ts';
import { useFormats } from '../../data/session.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Callout } from '../../parts/states.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { Text, useText } from '../../text/use-text.tsx';

type Split = Shape['CampaignReport']['splits'][number];
type Way = Split['ways'][number];

/** What came of each way that a lot sent members, and whether one of them may be called better. */
export function SplitsPanels({ splits }: { readonly splits: readonly Split[] }): ReactNode {
  return splits.map((split) => <SplitPanel key={split.step} split={split} />);
}

function SplitPanel({ split }: { readonly split: Split }): ReactNode {
  const tell = useText();
  const columns = useWayColumns();
  const title = tell('campaign.split', { step: split.step });
  return (
    <Panel title={title} order={4} intro={tell('campaign.splitIntro')}>
      <div className="pad">
        <Verdict split={split} />
      </div>
      <Table caption={title} columns={columns} rows={split.ways} rowKey={({ path }) => path} empty={null} />
    </Panel>
  );
}

function Verdict({ split: { verdict, afterMembers, leftToGo, better } }: { readonly split: Split }): ReactNode {
  const { number } = useFormats();
  const after = number(afterMembers ?? 0);
  return (
    <Callout kind={verdict === 'better' ? 'good' : 'info'}>
      <p>
        {verdict === 'not planned' && <Text k="campaign.splitUnplanned" />}
        {verdict === 'too early' && <Text k="campaign.splitEarly" with={{ after, left: number(leftToGo ?? 0) }} />}
        {verdict === 'no difference' && <Text k="campaign.splitSame" with={{ after }} />}
        {verdict === 'better' && <Text k="campaign.splitBetter" with={{ after, path: better ?? '' }} />}
      </p>
    </Callout>
  );
}

function useWayColumns(): readonly Column<Way>[] {
  const tell = useText();
  const formats = useFormats();
  return [
    {
      ...{ id: 'way', head: tell('campaign.way'), names: true },
      cell: ({ path, share }) => (
        <>
          {path}
          <small>{tell('campaign.wayShare', { share: formats.number(share) })}</small>
        </>
      ),
    },
    {
      ...{ id: 'members', head: tell('campaign.members'), number: true },
      cell: ({ members }) => formats.number(members),
    },
    {
      ...{ id: 'ordered', head: tell('campaign.reached'), number: true },
      cell: ({ ordered }) => formats.number(ordered),
    },
    {
      ...{ id: 'rate', head: tell('campaign.rate'), number: true },
      cell: ({ members, rate, low, high }) =>
        members === 0 ? (
          tell('parts.none')
        ) : (
          <>
            {formats.share(rate)}
            <small>{tell('campaign.between', { low: formats.share(low), high: formats.share(high) })}</small>
          </>
        ),
    },
    {
      ...{ id: 'revenue', head: tell('campaign.revenue'), number: true, only: 'roomy' as const },
      cell: ({ orders, revenueMinor }) => (
        <>
          {formats.money(revenueMinor)}
          <small>{tell('campaign.ofOrders', { n: orders })}</small>
        </>
      ),
    },
    {
      ...{ id: 'open', head: tell('campaign.open'), number: true, only: 'roomy' as const },
      cell: ({ stillOpen }) => formats.number(stillOpen),
    },
  ];
}
