import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { launchedFor, type Plan } from '../../data/launch.ts';
import { useFormats } from '../../data/session.tsx';
import { ReachBar, useChannelWords, useReasonWords } from '../../parts/audience/reach.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Empty } from '../../parts/states.tsx';
import { useText } from '../../text/use-text.tsx';

/** From the audience to those who come in, and to those who can be written to. */
export function WhoPanel({ plan }: { readonly plan: Plan }): ReactNode {
  const tell = useText();
  const { number, signed } = useFormats();
  const { audience, holdOut } = plan;
  if (audience === null) {
    return (
      <Panel id="who" title={tell('launch.who')} order={1}>
        <Empty title={tell('launch.oneByOne')}>{tell('launch.oneByOneWhy')}</Empty>
      </Panel>
    );
  }
  return (
    <Panel
      id="who"
      title={tell('launch.who')}
      order={1}
      more={<Link to={`/campaigns/${encodeURIComponent(plan.campaign)}/audience`}>{tell('launch.editAudience')}</Link>}
      intro={tell('launch.whoIntro')}
      foot={tell('launch.promise')}
    >
      <table>
        <caption className="sr">{tell('launch.comeInCaption')}</caption>
        <tbody>
          <tr>
            <th scope="row">{tell('launch.inAudience')}</th>
            <td className="num">{number(audience.members)}</td>
          </tr>
          <tr className="less">
            <th scope="row">
              {tell('launch.heldOut')}
              {(holdOut ?? 0) === 0 && <small>{tell('launch.heldOutNone')}</small>}
            </th>
            <td className="num">{signed(-(holdOut ?? 0))}</td>
          </tr>
          <tr className="sum">
            <th scope="row">{tell('launch.getsIt')}</th>
            <td className="num">{number(launchedFor(plan) ?? 0)}</td>
          </tr>
        </tbody>
      </table>
      {audience.reach.map((channel) => (
        <Channel key={channel.channel} channel={channel} members={audience.members} />
      ))}
    </Panel>
  );
}

interface ChannelProps {
  readonly channel: NonNullable<Plan['audience']>['reach'][number];
  readonly members: number;
}

function Channel({ channel, members }: ChannelProps): ReactNode {
  const tell = useText();
  const { number, signed } = useFormats();
  const reasons = useReasonWords();
  const by = useChannelWords()(channel.channel);
  return (
    <>
      <div className="pad">
        <p className="label">{tell('launch.writtenTo', { by })}</p>
        <ReachBar {...channel} />
      </div>
      <table>
        <caption className="sr">{tell('launch.reachCaption', { by })}</caption>
        <tbody>
          <tr>
            <th scope="row">{tell('launch.inAudience')}</th>
            <td className="num">{number(members)}</td>
          </tr>
          {channel.unreachable.map((each) => (
            <tr className="less" key={each.reason}>
              <th scope="row">{reasons(each.reason)}</th>
              <td className="num">{signed(-each.members)}</td>
            </tr>
          ))}
          <tr className="sum">
            <th scope="row">{tell('launch.reachable', { by })}</th>
            <td className="num">{number(channel.reachable)}</td>
          </tr>
        </tbody>
      </table>
    </>
  );
}
