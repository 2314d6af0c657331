import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Shape } from '../../data/api.ts';
import { useCampaigns, useFlow } from '../../data/campaigns.ts';
import { useFormats } from '../../data/session.tsx';
import { Page } from '../../frame/page.tsx';
import { CampaignStatus, useLifecycleName } from '../../parts/campaign-status.tsx';
import { useDrawer } from '../../parts/drawer.tsx';
import { Bone, Empty } from '../../parts/states.tsx';
import { type Column, Narrow, Table } from '../../parts/table.tsx';
import { When } from '../../parts/when.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import { ApplyDrawer } from './apply.tsx';

type Campaign = Shape['Campaign'];

const insideOf = ({ counts }: Campaign) => counts.active ?? 0;
const enteredOf = ({ counts }: Campaign) => Object.values(counts).reduce((sum, count) => sum + count, 0);
const isBeforeLaunch = ({ status }: Campaign) => ['draft', 'in_review', 'scheduled'].includes(status);

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
        <Link className="btn main-act" to={to}>
          {tell('campaigns.new')}
        </Link>
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
            <Next campaign={campaign} />
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
      cell: (campaign) => <Next campaign={campaign} />,
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

/** What of a campaign comes by itself, and when. */
function Next({ campaign }: { readonly campaign: Campaign }): ReactNode {
  const { status, endedAt } = campaign;
  const tell = useText();
  if (isBeforeLaunch(campaign)) return <span className="dim">{tell('campaigns.notLaunched')}</span>;
  if (status === 'ended')
    return endedAt ? <Text k="campaigns.endedAt" with={{ day: <When at={endedAt} as="day" /> }} /> : null;
  return <NextOfRunning campaign={campaign} />;
}

function NextOfRunning({ campaign }: { readonly campaign: Campaign }): ReactNode {
  const tell = useText();
  const { data, isError } = useFlow(campaign.code, campaign);
  if (data === undefined) {
    return isError ? (
      tell('parts.none')
    ) : (
      <span aria-busy="true">
        <Bone width="70%" />
      </span>
    );
  }
  const { queue, nextStep, nextLookAt } = data;
  if (campaign.status === 'paused') {
    return queue.waiting === 0 ? (
      tell('campaigns.heldNothing')
    ) : (
      <Text k="campaigns.held" with={{ n: queue.waiting }} />
    );
  }
  if (queue.firstAt !== null) {
    return <Text k="campaigns.nextMails" with={{ n: queue.waiting, at: <When at={queue.firstAt} /> }} />;
  }
  if (nextStep !== null) {
    return <Text k="campaigns.nextStep" with={{ n: nextStep.members, at: <When at={nextStep.at} /> }} />;
  }
  if (nextLookAt !== null) return <Text k="campaigns.nextLook" with={{ at: <When at={nextLookAt} /> }} />;
  return tell('campaigns.nextEvent');
}
