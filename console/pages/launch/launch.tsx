import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { api, read, type Shape } from '../../data/api.ts';
import { isBeforeLaunch, useCampaign, useFlow, useCampaignsChanged } from '../../data/campaigns.ts';
import { launchedFor, type Plan, usePlan } from '../../data/launch.ts';
import { Refused } from '../../data/refused.ts';
import { useBlocked, useFormats } from '../../data/session.tsx';
import { Page } from '../../frame/page.tsx';
import { CampaignStatus } from '../../parts/campaign-status.tsx';
import { useDrawer } from '../../parts/drawer.tsx';
import { Figure, Figures } from '../../parts/figure.tsx';
import { Button } from '../../parts/form.tsx';
import { Columns, Panel } from '../../parts/panel.tsx';
import { Bone, Callout, Empty, Failure, NotDone } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import { ToldPanel } from '../campaign/told.tsx';
import { ChecksPanel, useCheckWords } from './checks.tsx';
import { CostPanel, moneyOf } from './cost.tsx';
import { OthersPanel } from './others.tsx';
import { WhenPanel } from './when.tsx';
import { ScheduleDrawer } from './schedule.tsx';
import { WhoPanel } from './who.tsx';

type Campaign = Shape['Campaign'];

/** What exactly will happen, and may it? */
export function Component(): ReactNode {
  const tell = useText();
  const { code = '' } = useParams();
  const { data, error, refetch } = useCampaign(code);
  const above = [{ to: '/campaigns', name: tell('frame.campaigns') }];
  if (data !== undefined) return <Known campaign={data} />;
  const isGone = error instanceof Refused && (error.status === 404 || error.status === 422);
  return (
    <Page title={isGone ? tell('launch.notFound') : code} above={above}>
      {isGone ? (
        <Empty title={tell('launch.notFound')} />
      ) : (
        <div aria-busy={error === null}>
          {error === null ? <Bone width="60%" /> : <Failure error={error} again={() => void refetch()} />}
        </div>
      )}
    </Page>
  );
}

/** Why it cannot be launched now; undefined when it can. */
function useGate({ status }: Campaign, plan: Plan | undefined): string | undefined {
  const tell = useText();
  const scope = useBlocked('launch');
  if (!isBeforeLaunch({ status })) return tell('launch.isLive');
  if (plan === undefined) return tell('launch.checking');
  return plan.canLaunch ? scope : tell('launch.stopped');
}

/** Takes it live, and leads to it. */
function useLaunching(code: string) {
  const changed = useCampaignsChanged();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => read(api.POST('/campaigns/{code}/launch', { params: { path: { code } } })),
    onSuccess: async () => {
      await changed();
      void navigate(`/campaigns/${encodeURIComponent(code)}`);
    },
  });
}

function Known({ campaign }: { readonly campaign: Campaign }): ReactNode {
  const tell = useText();
  const { code, name, version } = campaign;
  const plan = usePlan(code, version);
  const blocked = useGate(campaign, plan.data);
  const launch = useLaunching(code);
  const members = plan.data && launchedFor(plan.data);
  const checkedAt = plan.data?.audience?.countedAt ?? plan.dataUpdatedAt;
  return (
    <Page
      title={tell('launch.title', { name })}
      beside={<CampaignStatus status={campaign.status} />}
      intro={
        plan.data === undefined ? (
          tell('launch.checking')
        ) : (
          <Text k="launch.intro" with={{ version, time: <When at={checkedAt} as="time" /> }} />
        )
      }
      above={[
        { to: '/campaigns', name: tell('frame.campaigns') },
        { to: `/campaigns/${encodeURIComponent(code)}`, name },
      ]}
      acts={<Acts {...{ campaign, plan, blocked, launch }} />}
    >
      <Told campaign={campaign} error={launch.error} />
      {plan.data !== undefined ? (
        <>
          <Planned plan={plan.data} query={plan} campaign={campaign} />
          <ScheduleDrawer campaign={campaign} blocked={blocked} members={members} />
        </>
      ) : (
        <Panel title={tell('launch.who')} padded>
          <div aria-busy={plan.error === null}>
            {plan.error === null ? (
              <Bone width="60%" />
            ) : (
              <Failure error={plan.error} again={() => void plan.refetch()} />
            )}
          </div>
        </Panel>
      )}
    </Page>
  );
}

interface ActsProps {
  readonly campaign: Campaign;
  readonly plan: ReturnType<typeof usePlan>;
  readonly blocked: string | undefined;
  readonly launch: ReturnType<typeof useLaunching>;
}

function Acts({ campaign, plan, blocked, launch }: ActsProps): ReactNode {
  const tell = useText();
  const schedule = useDrawer('schedule');
  const members = plan.data && launchedFor(plan.data);
  return (
    <>
      <Link className="btn" to={`/campaigns/${encodeURIComponent(campaign.code)}`}>
        {tell('parts.leave')}
      </Link>
      <Button busy={plan.isFetching} onClick={() => void plan.refetch()}>
        {tell('launch.again')}
      </Button>
      {isBeforeLaunch(campaign) && (
        <Link className="btn" to={schedule.to}>
          {tell('launch.schedule')}
        </Link>
      )}
      <Button main busy={launch.isPending} blocked={blocked} onClick={() => launch.mutate()}>
        {members === undefined ? tell('launch.now') : tell('launch.nowFor', { n: members })}
      </Button>
    </>
  );
}

/** When it goes live by itself, and why it did not when somebody asked. */
function Told({ campaign, error }: Pick<ActsProps, 'campaign'> & { readonly error: Error | null }): ReactNode {
  const at = campaign.status === 'scheduled' ? campaign.scheduledFor : null;
  return (
    <>
      {at && (
        <div className="done">
          <Callout kind="info">
            <p>
              <Text k="launch.isScheduled" with={{ at: <When at={at} /> }} />
            </p>
          </Callout>
        </div>
      )}
      {error !== null && (
        <div className="done">
          <NotDone error={error} />
        </div>
      )}
    </>
  );
}

interface PlannedProps {
  readonly campaign: Campaign;
  readonly plan: Plan;
  readonly query: ReturnType<typeof usePlan>;
}

function Planned({ plan, query, campaign }: PlannedProps): ReactNode {
  const tell = useText();
  const flow = useFlow(campaign.code, campaign);
  return (
    <>
      <Gate plan={plan} />
      {plan.audience !== null && <Overview query={query} />}
      <Columns
        main={
          <>
            <WhoPanel plan={plan} />
            <WhenPanel plan={plan} />
            <OthersPanel plan={plan} />
            {flow.data?.told && <ToldPanel told={flow.data.told} />}
            {flow.isLoading && (
              <Panel title={tell('campaign.told')} padded>
                <div aria-busy="true">
                  <Bone width="60%" />
                </div>
              </Panel>
            )}
          </>
        }
        side={
          <>
            <CostPanel plan={plan} />
            {plan.checks.length > 0 && <ChecksPanel checks={plan.checks} />}
          </>
        }
      />
    </>
  );
}

/** What stops it, said first. */
function Gate({ plan: { checks, canLaunch } }: { readonly plan: Plan }): ReactNode {
  const tell = useText();
  const say = useCheckWords();
  const stops = checks.filter(({ kind }) => kind === 'stop');
  return (
    <div className="done" id="gate">
      {canLaunch ? (
        <Callout kind="good">
          <p>{tell('launch.open')}</p>
        </Callout>
      ) : (
        <Callout kind="bad">
          <p>
            <b>{tell('launch.closed', { n: stops.length })}</b>
          </p>
          {stops.map((check, place) => {
            const { words, fix } = say(check);
            return (
              <p key={place}>
                {words} {fix}
              </p>
            );
          })}
        </Callout>
      )}
    </div>
  );
}

/** The four figures of a launch; each leads to what it is made of. */
function Overview({ query }: Pick<PlannedProps, 'query'>): ReactNode {
  const tell = useText();
  const formats = useFormats();
  const { number, money } = formats;
  const reachable = ({ audience }: Plan) => Math.max(0, ...(audience?.reach ?? []).map((each) => each.reachable));
  const alsoIn = ({ checks }: Plan) => Number(checks.find(({ code }) => code === 'overlap')?.values.alsoIn ?? 0);
  const inAudience = ({ audience }: Plan) => number(audience?.members ?? 0);
  return (
    <Figures>
      <Figure
        label={tell('launch.canBeWritten')}
        of={query}
        value={(plan) => number(reachable(plan))}
        to={() => '#who'}
        note={(plan) => tell('launch.ofAudience', { members: inAudience(plan) })}
      />
      <Figure
        label={tell('launch.costsAtMost')}
        of={query}
        value={({ inAll }) => (inAll === null ? tell('parts.none') : money(moneyOf(inAll)))}
        to={() => '#cost'}
        note={({ perMember }) =>
          perMember === null
            ? tell('launch.costUnknown')
            : tell('launch.forEach', { each: money(moneyOf(perMember)), points: number(perMember.points) })
        }
      />
      <Figure
        label={tell('launch.first')}
        of={query}
        value={({ firstMessageAt }) =>
          firstMessageAt === null ? tell('parts.none') : <When at={firstMessageAt} as="time" />
        }
        to={() => '#when'}
        note={({ firstMessageAt }) =>
          firstMessageAt === null ? (
            tell('launch.depends')
          ) : (
            <Text k="launch.onDay" with={{ day: <When at={firstMessageAt} as="day" />, zone: formats.zoneName() }} />
          )
        }
      />
      <Figure
        label={tell('launch.alsoElsewhere')}
        of={query}
        value={(plan) => number(alsoIn(plan))}
        to={(plan) => (alsoIn(plan) === 0 ? undefined : '#other')}
        note={(plan) => tell('launch.mayHearTwice', { members: inAudience(plan) })}
      />
    </Figures>
  );
}
