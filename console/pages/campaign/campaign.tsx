import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { type Shape } from '../../data/api.ts';
import { Refused } from '../../data/refused.ts';
import { useCampaign, useFlow, useReport } from '../../data/campaigns.ts';
import { useFormats, useSession } from '../../data/session.tsx';
import { yamlOf } from '../../data/yaml.ts';
import { Page } from '../../frame/page.tsx';
import { useAnchor } from '../../parts/anchor.ts';
import { CampaignStatus, useLifecycleName } from '../../parts/campaign-status.tsx';
import { useStepWords } from '../../parts/campaign-steps.tsx';
import { Code } from '../../parts/code.tsx';
import { useDrawer } from '../../parts/drawer.tsx';
import { Figure, Figures } from '../../parts/figure.tsx';
import { Columns, Panel } from '../../parts/panel.tsx';
import { Bone, Empty, Failure } from '../../parts/states.tsx';
import { Tag } from '../../parts/status.tsx';
import { When } from '../../parts/when.tsx';
import { Text, type Tell, useText } from '../../text/use-text.tsx';
import { ApplyDrawer } from '../campaigns/apply.tsx';
import { ChooseDrawer } from './choose.tsx';
import { FlowPanel } from './flow.tsx';
import { isBeforeLife, LifeDrawers, LifeLinks, LifeNote } from './life.tsx';
import { ToldPanel } from './told.tsx';
import { CancelDrawer, LaunchDrawer, PauseDrawer, ResumeDrawer } from './moves.tsx';
import { EndingsPanel, GiftsPanel, ReportPanel } from './report.tsx';
import { SplitsPanels } from './splits.tsx';
import { MailsPanel, mailRows, VersionsPanel } from './versions.tsx';
import { WaitingPanel } from './waiting.tsx';

type Campaign = Shape['Campaign'];

/** Where is everybody, and does it work? */
export function Component(): ReactNode {
  const tell = useText();
  const { code = '' } = useParams();
  const query = useCampaign(code);
  const above = [{ to: '/campaigns', name: tell('frame.campaigns') }];
  if (query.data !== undefined) return <Shown campaign={query.data} above={above} />;
  const { error } = query;
  const isGone = error instanceof Refused && (error.status === 404 || error.status === 422);
  return (
    <Page title={isGone ? tell('campaign.gone') : code} above={above}>
      {error === null ? (
        <section className="panel" aria-busy="true">
          <div className="pad">
            <Bone width="62%" />
          </div>
        </section>
      ) : isGone ? (
        <Empty title={tell('campaign.goneWhy', { code })} />
      ) : (
        <Failure error={error} again={() => void query.refetch()} />
      )}
    </Page>
  );
}

interface ShownProps {
  readonly campaign: Campaign;
  readonly above: readonly { readonly to: string; readonly name: string }[];
}

function Shown({ campaign, above }: ShownProps): ReactNode {
  const tell = useText();
  const { code, name, version, status, definition } = campaign;
  const flow = useFlow(code, campaign);
  const report = useReport(code);
  const kind = useLifecycleName();
  const step = useStepWords(definition.settings ?? {}, flow.data?.told);
  useAnchor(flow.data !== undefined && report.data !== undefined);
  const text = `campaign: ${code}\n${yamlOf(definition)}\n`;
  return (
    <Page
      title={name}
      above={above}
      beside={
        <>
          <CampaignStatus status={status} /> <Tag>{tell('campaign.version', { version })}</Tag>
        </>
      }
      intro={
        <Text
          k="campaign.intro"
          with={{
            kind: kind(campaign.lifecycle),
            enters: flow.data?.told?.[1]?.text ?? entersBy(tell, campaign),
            since: campaign.launchedAt ? (
              <Text k="campaign.since" with={{ day: <When at={campaign.launchedAt} as="day" /> }} />
            ) : null,
          }}
        />
      }
      acts={<Acts campaign={campaign} />}
    >
      <LifeNote campaign={campaign} />
      <Overview campaign={campaign} flow={flow} report={report} />
      <Columns
        main={<Main campaign={campaign} flow={flow} report={report} text={text} />}
        side={
          <>
            <WaitingPanel campaign={campaign} />
            {report.data !== undefined && <EndingsPanel report={report.data} />}
            {flow.data !== undefined && <VersionsPanel flow={flow.data} campaign={campaign} />}
            {report.data !== undefined && <GiftsPanel report={report.data} title={(each) => step(each).title} />}
          </>
        }
      />
      <ApplyDrawer id="edit" of={{ code, version: latestOf(campaign), text }} />
      <ChooseDrawer campaign={campaign} />
      {flow.data !== undefined && (
        <>
          <PauseDrawer campaign={campaign} flow={flow.data} />
          <ResumeDrawer campaign={campaign} flow={flow.data} />
          <CancelDrawer campaign={campaign} flow={flow.data} />
        </>
      )}
      <LaunchDrawer campaign={campaign} />
      <LifeDrawers campaign={campaign} />
    </Page>
  );
}

function entersBy(tell: Tell, { lifecycle, definition }: Campaign): string {
  const settings = (definition.settings ?? {}) as Readonly<Record<string, unknown>>;
  const days = (name: string) => ({ days: Number(settings[name] ?? 0) });
  const words: Readonly<Record<string, () => string>> = {
    'onboarding-gift': () => tell('campaign.enterGift', days('endAfterDays')),
    'check-in-streak': () => tell('campaign.enterStreak', days('endAfterDays')),
    'referral-reward': () => tell('campaign.enterReferral', days('orderWithinDays')),
    'points-expiry': () => tell('campaign.enterExpiry'),
    'win-back': () => tell('campaign.enterWinBack', days('inactiveDays')),
  };
  return words[lifecycle]?.() ?? '';
}

/** The version that was stored last. */
const latestOf = ({ version, staged }: Campaign): number => staged?.version ?? version;

function Acts({ campaign }: { readonly campaign: Campaign }): ReactNode {
  const tell = useText();
  const { code, status, lifecycle, staged } = campaign;
  const to = {
    choose: useDrawer('choose').to,
    edit: useDrawer('edit').to,
    pause: useDrawer('pause').to,
    resume: useDrawer('resume').to,
    cancel: useDrawer('cancel').to,
    launch: useDrawer('launch').to,
  };
  // What a lifecycle costs only its days can tell: its drawer says all there is.
  const launch = lifecycle === 'journey' ? `/campaigns/${encodeURIComponent(code)}/launch` : to.launch;
  if (status === 'ended') return null;
  return (
    <>
      <Link className="btn danger" to={to.cancel}>
        {tell('campaign.cancel')}
      </Link>
      <Link className="btn" to={to.edit}>
        {tell('campaign.edit', { version: latestOf(campaign) + 1 })}
      </Link>
      <LifeLinks campaign={campaign} />
      {staged != null && (
        <Link className="btn main-act" to={to.choose}>
          {tell('campaign.choose', { version: staged.version })}
        </Link>
      )}
      {status === 'live' && (
        <Link className="btn" to={to.pause}>
          {tell('campaign.pause')}
        </Link>
      )}
      {status === 'paused' && (
        <Link className="btn main-act" to={to.resume}>
          {tell('campaign.resume')}
        </Link>
      )}
      {isBeforeLife(campaign) && (
        <Link className="btn main-act" to={launch}>
          {tell('campaign.launch')}
        </Link>
      )}
    </>
  );
}

function Main({ campaign, flow, report, text }: OverviewProps & { readonly text: string }): ReactNode {
  const tell = useText();
  const { currency } = useSession().programme;
  return (
    <>
      {flow.data !== undefined ? (
        <FlowPanel campaign={campaign} flow={flow.data} />
      ) : (
        <Waited title={tell('campaign.flow')} query={flow} order={1} />
      )}
      {flow.data?.told && <ToldPanel told={flow.data.told} />}
      {report.data !== undefined ? (
        <>
          <ReportPanel report={report.data} />
          <SplitsPanels splits={report.data.splits} />
        </>
      ) : (
        <Waited title={tell('campaign.report')} query={report} order={3} />
      )}
      {flow.data !== undefined && report.data !== undefined && (
        <MailsPanel code={campaign.code} rows={mailRows(flow.data, report.data)} />
      )}
      <Panel
        title={tell('campaign.settings')}
        order={8}
        intro={<Text k="campaign.settingsIntro" with={{ currency }} />}
      >
        <Code label={tell('campaign.settingsLabel')} text={text.trimEnd()} />
      </Panel>
    </>
  );
}

interface OverviewProps {
  readonly campaign: Campaign;
  readonly flow: ReturnType<typeof useFlow>;
  readonly report: ReturnType<typeof useReport>;
}

function Overview({ campaign: { code }, flow, report }: OverviewProps): ReactNode {
  const tell = useText();
  const { number } = useFormats();
  const entered = ({ entry, heldOut }: Shape['CampaignFlow']) => entry.came + heldOut.came;
  const inside = ({ entry, steps, heldOut }: Shape['CampaignFlow']) => ({
    given: steps.reduce((sum, { here }) => sum + here, entry.here),
    heldOut: heldOut.here,
  });
  const insideAll = (data: Shape['CampaignFlow']) => inside(data).given + inside(data).heldOut;
  const notSent = ({ messages }: Shape['CampaignReport']) =>
    messages.reduce(
      (sum, { fate, count }) => sum + (['sent', 'bounced', 'reserved', 'sending'].includes(fate) ? 0 : count),
      0,
    );
  return (
    <Figures>
      <Figure
        label={tell('campaign.entered')}
        of={flow}
        value={(data) => number(entered(data))}
        note={({ enteredLately }) => tell('campaign.lately', { count: number(enteredLately) })}
      />
      <Figure
        label={tell('campaign.inside')}
        of={flow}
        value={(data) => number(insideAll(data))}
        to={(data) => (insideAll(data) === 0 ? undefined : `/campaigns/${code}#waiting`)}
        note={(data) =>
          tell('campaign.insideNote', { given: number(inside(data).given), heldOut: number(inside(data).heldOut) })
        }
      />
      <Figure
        label={tell('campaign.endedFigure')}
        of={flow}
        value={(data) => number(entered(data) - insideAll(data))}
        note={(data) => tell('campaign.endedNote', { entered: number(entered(data)), inside: number(insideAll(data)) })}
      />
      <Figure
        label={tell('campaign.given')}
        of={report}
        value={({ given }) => number(given.points)}
        note={({ given: { coupons, messages } }) =>
          tell('campaign.givenNote', { coupons: number(coupons), messages: number(messages) })
        }
      />
      <Figure
        label={tell('campaign.notSent')}
        of={report}
        value={(data) => number(notSent(data))}
        to={(data) => (notSent(data) === 0 ? undefined : `/campaigns/${code}#mails`)}
        note={() => tell('campaign.notSentNote')}
      />
    </Figures>
  );
}

interface WaitedProps {
  readonly title: string;
  readonly order: number;
  readonly query: { readonly error: Error | null; readonly refetch: () => unknown };
}

/** A part that is being read, or could not be. */
function Waited({ title, order, query }: WaitedProps): ReactNode {
  return (
    <Panel title={title} order={order} padded>
      {query.error === null ? (
        <div aria-busy="true">
          <Bone width="62%" />
          <Bone width="48%" />
          <Bone width="70%" />
        </div>
      ) : (
        <Failure error={query.error} again={() => query.refetch()} />
      )}
    </Panel>
  );
}
