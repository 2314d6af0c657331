import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Shape } from '../../data/api.ts';
import { useFormats } from '../../data/session.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import { Panel } from '../panel.tsx';
import { Bone, Empty, Failure } from '../states.tsx';
import { When } from '../when.tsx';
import { ReachTable, useChannelWords } from './reach.tsx';

type Part = NonNullable<Shape['SegmentPreview']['parts']>[number];

interface CountProps {
  /** Absent while it is counted: a figure of another condition is never shown. */
  readonly count: Shape['Audience'] | undefined;
  readonly parts?: readonly Part[] | undefined;
  readonly isCounting: boolean;
  readonly error?: Error | null | undefined;
  readonly again?: () => void;
  /** Said in place of a figure of a condition that cannot be counted. */
  readonly why?: string | undefined;
}

/** How many are in, and how one condition after the other narrows the members down. */
export function CountPanel({ count, parts = [], isCounting, error, again, why }: CountProps): ReactNode {
  const tell = useText();
  const { number, share } = useFormats();
  const steps = parts.flatMap(({ says, left }) => (left === null ? [] : [{ says, left }]));
  return (
    <Panel
      title={tell('segments.who')}
      order={2}
      more={
        count !== undefined && (
          <span className="note">
            <Text k="segments.countedAt" with={{ time: <When at={count.countedAt} as="time" /> }} />
          </span>
        )
      }
      padded
    >
      <div className="stack" aria-busy={isCounting}>
        {error ? (
          <Failure error={error} {...(again === undefined ? {} : { again })} />
        ) : (
          <p className="figure plain" role="status">
            <span className="value">
              {count === undefined ? (
                isCounting ? (
                  <small>{tell('parts.loading')}</small>
                ) : (
                  tell('parts.none')
                )
              ) : (
                <>
                  {number(count.members)}{' '}
                  <small>
                    {tell('segments.ofAll', {
                      of: number(count.of),
                      share: share(count.of === 0 ? 0 : count.members / count.of),
                    })}
                  </small>
                </>
              )}
            </span>
            {count === undefined && !isCounting && why !== undefined && <span className="note">{why}</span>}
          </p>
        )}
        {count !== undefined && steps.length > 1 && (
          <table>
            <caption className="label">{tell('segments.narrow')}</caption>
            <tbody>
              <tr>
                <th scope="row">{tell('segments.everybody')}</th>
                <td className="num">{number(count.of)}</td>
              </tr>
              {steps.map(({ says, left }, place) => (
                <tr key={place} className={place === steps.length - 1 ? 'sum' : undefined}>
                  <th scope="row">{says}</th>
                  <td className="num">{number(left)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Panel>
  );
}

/** Who of an audience can be sent marketing, channel by channel. */
export function ReachPanels({ count }: { readonly count: Shape['Audience'] | undefined }): ReactNode {
  const tell = useText();
  const by = useChannelWords();
  if (count === undefined || count.members === 0) return null;
  return count.reach.map((channel) => (
    <Panel key={channel.channel} title={tell('segments.reach', { by: by(channel.channel) })} order={4}>
      <ReachTable channel={channel} members={count.members} />
    </Panel>
  ));
}

interface SampleProps {
  /** Its address on the page. */
  readonly id?: string;
  readonly sample: Shape['SegmentSample']['data'] | undefined;
  readonly members: number | undefined;
  readonly more?: ReactNode;
  readonly isCounting: boolean;
}

/** Some members by lot, each with why it is in. */
export function SamplePanel({ id, sample, members, more, isCounting }: SampleProps): ReactNode {
  const tell = useText();
  const { number } = useFormats();
  return (
    <Panel
      title={
        sample === undefined || members === undefined
          ? tell('segments.sample')
          : tell('segments.sampleOf', { n: sample.length, of: number(members) })
      }
      intro={tell('segments.byLot')}
      more={more}
      order={5}
      {...(id === undefined ? {} : { id })}
    >
      {sample === undefined ? (
        <div className="pad" aria-busy={isCounting}>
          {isCounting ? <Bone width="60%" /> : <p className="note">{tell('segments.noSample')}</p>}
        </div>
      ) : sample.length === 0 ? (
        <Empty title={tell('segments.nobody')}>{tell('segments.nobodyWhy')}</Empty>
      ) : (
        <table>
          <caption className="sr">{tell('segments.sampleCaption')}</caption>
          <thead>
            <tr>
              <th scope="col">{tell('segments.member')}</th>
              <th scope="col">{tell('segments.why')}</th>
            </tr>
          </thead>
          <tbody>
            {sample.map(({ member, reasons }) => (
              <tr key={member}>
                <th scope="row" className="anywhere">
                  <Link to={`/members/${encodeURIComponent(member)}`}>{member}</Link>
                </th>
                <td>
                  <ul className="reasons">
                    {reasons.map(({ asks, holds, found }, place) => (
                      <li key={place}>
                        <span className={holds ? 'good' : 'dim'}>
                          {holds ? tell('audience.yes') : tell('audience.no')}
                        </span>{' '}
                        {asks}
                        {found !== null && <b> {found}</b>}
                      </li>
                    ))}
                  </ul>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
