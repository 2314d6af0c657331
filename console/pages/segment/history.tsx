import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { api, read } from '../../data/api.ts';
import { segmentKey } from '../../data/segments.ts';
import { useFormats } from '../../data/session.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Bone, Empty, Failure } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { Text, useText } from '../../text/use-text.tsx';

const days = 30;
const everyMs = 30_000;

/** Who came in and who fell out of a segment that a campaign waits for. */
export function HistoryPanel({ code }: { readonly code: string }): ReactNode {
  const tell = useText();
  const { number } = useFormats();
  const { data, error, refetch } = useQuery({
    queryKey: [...segmentKey(code), 'history'],
    queryFn: () => read(api.GET('/segments/{code}/history', { params: { path: { code }, query: { days } } })),
    refetchInterval: everyMs,
  });
  if (data === undefined) {
    return (
      <Panel title={tell('segments.history')} order={6} padded>
        <div aria-busy={error === null}>
          {error === null ? <Bone width="50%" /> : <Failure error={error} again={() => void refetch()} />}
        </div>
      </Panel>
    );
  }
  const { watchedAt, inside, latest } = data;
  if (watchedAt === null && latest.length === 0) {
    return (
      <Panel title={tell('segments.history')} order={6}>
        <Empty title={tell('segments.notWatched')}>{tell('segments.notWatchedWhy')}</Empty>
      </Panel>
    );
  }
  return (
    <Panel
      title={tell('segments.history')}
      order={6}
      intro={
        watchedAt === null ? (
          tell('segments.watchedBefore')
        ) : (
          <Text k="segments.watchedSince" with={{ at: <When at={watchedAt} />, inside: number(inside ?? 0) }} />
        )
      }
    >
      <Days days={data.days} entered={data.entered} left={data.left} />
      <Latest latest={latest} />
    </Panel>
  );
}

interface DaysProps {
  readonly days: readonly { readonly day: string; readonly entered: number; readonly left: number }[];
  readonly entered: number;
  readonly left: number;
}

function Days({ days: rows, entered, left }: DaysProps): ReactNode {
  const tell = useText();
  const { signed, date } = useFormats();
  return (
    <table>
      <caption className="sr">{tell('segments.daysCaption', { days })}</caption>
      <thead>
        <tr>
          <th scope="col">{tell('segments.day')}</th>
          <th scope="col" className="num">
            {tell('segments.entered')}
          </th>
          <th scope="col" className="num">
            {tell('segments.left')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((each) => (
          <tr key={each.day}>
            <th scope="row">
              <time dateTime={each.day}>{date(`${each.day}T12:00:00Z`, 'UTC')}</time>
            </th>
            <td className="num">{signed(each.entered)}</td>
            <td className="num">{signed(-each.left)}</td>
          </tr>
        ))}
        <tr className="sum">
          <th scope="row">{tell('segments.inDays', { days })}</th>
          <td className="num">{signed(entered)}</td>
          <td className="num">{signed(-left)}</td>
        </tr>
      </tbody>
    </table>
  );
}

interface LatestProps {
  readonly latest: readonly { readonly member: string; readonly move: 'entered' | 'left'; readonly at: string }[];
}

function Latest({ latest }: LatestProps): ReactNode {
  const tell = useText();
  if (latest.length === 0) return null;
  return (
    <table>
      <caption className="label pad">{tell('segments.latest')}</caption>
      <tbody>
        {latest.map(({ member, move, at }, place) => (
          <tr key={place}>
            <th scope="row" className="anywhere">
              <Text
                k={move === 'entered' ? 'segments.cameIn' : 'segments.fellOut'}
                with={{ member }}
                a={(words) => <Link to={`/members/${encodeURIComponent(member)}`}>{words}</Link>}
              />
            </th>
            <td className="num">
              <When at={at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
