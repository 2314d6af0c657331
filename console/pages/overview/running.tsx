import { type ReactNode, useMemo } from 'react';
import { Link } from 'react-router';
import type { Shape } from '../../data/api.ts';
import { enteredOf, insideOf, useCampaigns } from '../../data/campaigns.ts';
import { useFormats } from '../../data/session.tsx';
import { CampaignNext } from '../../parts/campaign-next.tsx';
import { Made } from '../../parts/figure.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Empty } from '../../parts/states.tsx';
import { type Column, Narrow, Table } from '../../parts/table.tsx';
import { useText } from '../../text/use-text.tsx';

type Campaign = Shape['Campaign'];

/** Campaigns with the most members inside; the list has all of them. */
const shownMax = 8;

/** What runs, who is inside, and what leaves next. */
export function Running(): ReactNode {
  const tell = useText();
  const query = useCampaigns('notEnded');
  const running = useMemo(
    () =>
      query.data?.data
        .filter(({ status }) => status === 'live' || status === 'paused')
        .toSorted((a, b) => insideOf(b) - insideOf(a))
        .slice(0, shownMax),
    [query.data],
  );
  return (
    <Panel
      title={tell('overview.running')}
      more={
        <Link className="made" to="/campaigns">
          {tell('overview.allCampaigns')}
        </Link>
      }
    >
      <Table
        caption={tell('overview.runningCaption')}
        columns={useColumns()}
        rows={running}
        rowKey={({ code }) => code}
        error={query.error}
        again={() => void query.refetch()}
        expected={3}
        empty={<Empty title={tell('overview.nothingRuns')}>{tell('overview.nothingRunsHow')}</Empty>}
      />
    </Panel>
  );
}

function useColumns(): readonly Column<Campaign>[] {
  const tell = useText();
  const { number } = useFormats();
  return useMemo(() => {
    const count = (campaign: Campaign, n: number, hash: string) =>
      n === 0 ? number(n) : <Made to={`/campaigns/${campaign.code}${hash}`}>{number(n)}</Made>;
    return [
      {
        ...{ id: 'name', head: tell('campaigns.campaign'), names: true },
        cell: (campaign) => (
          <>
            <Link to={`/campaigns/${campaign.code}`}>{campaign.name}</Link>
            <Narrow below={900}>
              <CampaignNext campaign={campaign} />
            </Narrow>
          </>
        ),
      },
      {
        ...{ id: 'inside', head: tell('campaigns.inside'), number: true },
        cell: (campaign) => count(campaign, insideOf(campaign), '#waiting'),
      },
      {
        ...{ id: 'entered', head: tell('campaigns.entered'), number: true, only: 'roomy' },
        cell: (campaign) => count(campaign, enteredOf(campaign), ''),
      },
      {
        ...{ id: 'next', head: tell('campaigns.next'), only: 'wide' },
        cell: (campaign) => <CampaignNext campaign={campaign} />,
      },
    ];
  }, [tell, number]);
}
