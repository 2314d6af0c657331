import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Shape } from '../../data/api.ts';
import { enteredOf, insideOf, isBeforeLaunch, useCampaigns } from '../../data/campaigns.ts';
import { useFormats } from '../../data/session.tsx';
import { Page } from '../../frame/page.tsx';
import { CampaignNext } from '../../parts/campaign-next.tsx';
import { CampaignStatus, useLifecycleName } from '../../parts/campaign-status.tsx';
import { useDrawer } from '../../parts/drawer.tsx';
import { Empty } from '../../parts/states.tsx';
import { type Column, Narrow, Table } from '../../parts/table.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import { ApplyDrawer } from './apply.tsx';

type Campaign = Shape['Campaign'];

/** What runs, and what leaves next? */
export function Component(): ReactNode {
  const tell = useText();
  const { to } = useDrawer('new');
  const [search] = useSearchParams();
  const which = search.get('state') === 'ended' ? 'ended' : 'notEnded';
  return (
    <Page
      title={tell('frame.campaigns')}
      intro={tell('campaigns.intro')}
      acts={
        <>
          <Link className="btn" to="/campaigns/gallery">
            {tell('gallery.title')}
          </Link>
          <Link className="btn main-act" to={to}>
            {tell('campaigns.new')}
          </Link>
        </>
      }
    >
      <nav className="filters" aria-label={tell('campaigns.state')}>
        <div className="seg">
          <Link to="/campaigns" aria-current={which === 'notEnded' ? 'true' : undefined}>
            {tell('campaigns.notEnded')}
          </Link>
          <Link to="/campaigns?state=ended" aria-current={which === 'ended' ? 'true' : undefined}>
            {tell('campaigns.ended')}
          </Link>
        </div>
      </nav>
      <List which={which} />
      <ApplyDrawer id="new" />
    </Page>
  );
}

function List({ which }: { readonly which: 'notEnded' | 'ended' }): ReactNode {
  const tell = useText();
  const formats = useFormats();
  const query = useCampaigns(which);
  const columns = useColumns(query.data?.data ?? []);
  return (
    <section className="panel" aria-label={tell('frame.campaigns')}>
      <Table
        caption={which === 'ended' ? tell('campaigns.captionEnded') : tell('campaigns.caption')}
        columns={columns}
        rows={query.data?.data}
        rowKey={({ code }) => code}
        error={query.error}
        again={() => void query.refetch()}
        empty={
          which === 'ended' ? (
            <Empty title={tell('campaigns.noneEnded')} />
          ) : (
            <Empty title={tell('campaigns.none')}>{tell('campaigns.noneHow')}</Empty>
          )
        }
      />
      <p className="foot">
        <Text k="campaigns.places" with={{ zone: formats.zoneName() }} />
      </p>
    </section>
  );
}

function useColumns(campaigns: readonly Campaign[]): readonly Column<Campaign>[] {
  const tell = useText();
  const formats = useFormats();
  const kind = useLifecycleName();
  const sum = (of: (campaign: Campaign) => number) =>
    formats.number(campaigns.reduce((total, each) => total + of(each), 0));
  const count = (campaign: Campaign, of: (campaign: Campaign) => number, hash: string) => {
    if (isBeforeLaunch(campaign)) return null;
    const shown = formats.number(of(campaign));
    return of(campaign) === 0 ? (
      shown
    ) : (
      <Link className="made" to={`/campaigns/${campaign.code}${hash}`}>
        {shown}
      </Link>
    );
  };
  return [
    {
      id: 'name',
      head: tell('campaigns.campaign'),
      names: true,
      sum: tell('campaigns.all'),
      cell: (campaign) => (
        <>
          <Link to={`/campaigns/${campaign.code}`}>{campaign.name}</Link>
          <small className="line">
            <Text k="campaigns.kindAndVersion" with={{ kind: kind(campaign.lifecycle), version: campaign.version }} />
          </small>
          <Narrow below={900}>
            <CampaignNext campaign={campaign} />
          </Narrow>
        </>
      ),
    },
    { id: 'state', head: tell('campaigns.state'), cell: ({ status }) => <CampaignStatus status={status} /> },
    {
      ...{ id: 'entered', head: tell('campaigns.entered'), number: true, only: 'roomy' as const, sum: sum(enteredOf) },
      cell: (campaign) => count(campaign, enteredOf, ''),
    },
    {
      ...{ id: 'inside', head: tell('campaigns.inside'), number: true, sum: sum(insideOf) },
      cell: (campaign) => count(campaign, insideOf, '#waiting'),
    },
    {
      ...{ id: 'came', head: tell('campaigns.cameOfIt'), only: 'wide' as const },
      cell: (campaign) => <CameOfIt campaign={campaign} />,
    },
    {
      ...{ id: 'next', head: tell('campaigns.next'), only: 'wide' as const },
      cell: (campaign) => <CampaignNext campaign={campaign} />,
    },
  ];
}

function CameOfIt({ campaign }: { readonly campaign: Campaign }): ReactNode {
  const tell = useText();
  const formats = useFormats();
  if (isBeforeLaunch(campaign)) return <span className="dim">{tell('campaigns.notLaunched')}</span>;
  const { done = 0, exited = 0 } = campaign.counts;
  const ended = enteredOf(campaign) - insideOf(campaign);
  if (ended === 0) return <span className="dim">{tell('campaigns.nobodyEnded')}</span>;
  const rest = formats.number(ended - done - exited);
  return (
    <Text k="campaigns.ways" with={{ n: ended, done: formats.number(done), exited: formats.number(exited), rest }} />
  );
}
