import type { ReactNode } from 'react';
import type { Shape } from '../../data/api.ts';
import { useFormats } from '../../data/session.tsx';
import { useText } from '../../text/use-text.tsx';

type Channel = Shape['Audience']['reach'][number];
type Reason = Channel['unreachable'][number]['reason'];

/** Why somebody cannot be sent marketing. */
export function useReasonWords(): (reason: Reason) => string {
  const tell = useText();
  const words: Readonly<Record<string, string>> = {
    ADDRESS_MISSING: tell('segments.noAddress'),
    ADDRESS_SUPPRESSED: tell('segments.suppressed'),
    OPTED_OUT: tell('segments.optedOut'),
    CONSENT_MISSING: tell('segments.noConsent'),
  };
  return (reason) => words[reason] ?? reason;
}

/** What a channel is called. */
export function useChannelWords(): (channel: string) => string {
  const tell = useText();
  return (channel) => (channel === 'email' ? tell('segments.email') : channel);
}

const marks: Readonly<Record<string, string>> = {
  OPTED_OUT: 'not',
  CONSENT_MISSING: 'here',
  ADDRESS_SUPPRESSED: 'rest',
};

/** Shares of a whole, as wide as they are; the numbers stand below. */
export function ReachBar({ reachable, unreachable }: Pick<Channel, 'reachable' | 'unreachable'>): ReactNode {
  const all = unreachable.reduce((sum, { members }) => sum + members, reachable);
  if (all === 0) return null;
  const width = (members: number) => ({ width: `${(100 * members) / all}%` });
  return (
    <div className="bar" aria-hidden="true">
      {reachable > 0 && <i className="went" style={width(reachable)} />}
      {unreachable.map(({ reason, members }) => (
        <i key={reason} className={marks[reason]} style={width(members)} />
      ))}
    </div>
  );
}

/** From the members of an audience to those who can be sent marketing by a channel, reason by reason. */
export function ReachTable({ channel, members }: { readonly channel: Channel; readonly members: number }): ReactNode {
  const tell = useText();
  const { number, signed } = useFormats();
  const reasons = useReasonWords();
  const by = useChannelWords()(channel.channel);
  return (
    <>
      <div className="pad">
        <ReachBar {...channel} />
      </div>
      <table>
        <caption className="sr">{tell('segments.reachCaption', { by })}</caption>
        <tbody>
          <tr>
            <th scope="row">{tell('segments.inIt')}</th>
            <td className="num">{number(members)}</td>
          </tr>
          {channel.unreachable.map((each) => (
            <tr className="less" key={each.reason}>
              <th scope="row">{reasons(each.reason)}</th>
              <td className="num">{signed(-each.members)}</td>
            </tr>
          ))}
          <tr className="sum">
            <th scope="row">{tell('segments.reachable', { by })}</th>
            <td className="num">{number(channel.reachable)}</td>
          </tr>
        </tbody>
      </table>
    </>
  );
}
