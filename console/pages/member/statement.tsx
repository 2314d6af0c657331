import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api, read, type Shape } from '../../data/api.ts';
import { useFormats } from '../../data/session.tsx';
import { Segments } from '../../parts/form.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Bone, Empty, Failure } from '../../parts/states.tsx';
import { type Entry, Timeline } from '../../parts/timeline.tsx';
import type { Language } from '../../text/languages.ts';
import { Text, useText, useWords } from '../../text/use-text.tsx';
import { totalsQuery } from './member-figures.tsx';

type TimelineEntry = Shape['TimelineEntry'];
const pageSize = 50;
type Shown = 'all' | 'points' | 'messages';

function useTimeline(memberId: string, locale: Language) {
  return useInfiniteQuery({
    queryKey: ['timeline', memberId, locale],
    queryFn: ({ pageParam }) =>
      read(
        api.GET('/members/{memberId}/timeline', {
          params: {
            path: { memberId },
            query: { locale, limit: pageSize, ...(pageParam === '' ? {} : { cursor: pageParam }) },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    meta: { live: ['members', 'points', 'messages', 'coupons', 'orders'], member: memberId },
  });
}

/** Everything that happened, with reasons; its sums come to the balance. */
export function Statement({ member }: { readonly member: Shape['Member'] }): ReactNode {
  const tell = useText();
  const formats = useFormats();
  const { language } = useWords();
  const [shown, setShown] = useState<Shown>('all');
  const query = useTimeline(member.id, language);
  const zone = member.zone ?? formats.zone;
  const entries = query.data?.pages.flatMap((page) => page.data).filter((entry) => isShown(entry, shown));
  const options = [
    { value: 'all', name: tell('member.showAll') },
    { value: 'points', name: tell('member.showPoints') },
    { value: 'messages', name: tell('member.showMessages') },
  ];
  const heads = {
    ...{ time: tell('member.time'), what: tell('member.what') },
    ...{ points: tell('member.points'), balance: tell('member.balance') },
  };
  return (
    <Panel
      title={tell('member.timeline')}
      id="timeline"
      intro={<Text k="member.timelineIntro" with={{ zone }} />}
      more={
        <Segments
          quiet
          label={tell('member.showWhat')}
          options={options}
          value={shown}
          onChange={(value) => setShown(value as Shown)}
        />
      }
      foot={<Sums memberId={member.id} />}
    >
      {entries === undefined ? (
        <Waiting error={query.error} again={() => void query.refetch()} />
      ) : entries.length === 0 ? (
        <Empty title={tell('member.nothingHappened')} />
      ) : (
        <Timeline
          caption={tell('member.timelineCaption')}
          entries={entries.map(entryOf)}
          zone={zone}
          heads={heads}
          folded={(_, n) => tell('member.folded', { n })}
        />
      )}
      {query.hasNextPage && <More load={() => void query.fetchNextPage()} busy={query.isFetchingNextPage} />}
    </Panel>
  );
}

function More({ load, busy }: { readonly load: () => void; readonly busy: boolean }): ReactNode {
  const tell = useText();
  return (
    <p className="foot">
      <button type="button" className="btn" onClick={load} aria-disabled={busy}>
        {tell('parts.more')}
      </button>
    </p>
  );
}

function Waiting({ error, again }: { readonly error: Error | null; readonly again: () => void }): ReactNode {
  return (
    <div className="pad" aria-busy={error === null}>
      {error === null ? <Bone width="60%" /> : <Failure error={error} again={again} />}
    </div>
  );
}

const isShown = ({ points, source }: TimelineEntry, shown: Shown): boolean =>
  shown === 'all' || (shown === 'points' ? points !== undefined : source?.type === 'message');

function entryOf(entry: TimelineEntry, place: number): Entry {
  const { at, text, lines, points, available, source } = entry;
  return {
    key: `${at} ${place}`,
    at,
    what: text,
    why: lines,
    points,
    balance: available,
    // Orders, check-ins and the like come in rows; what a person did stands for itself.
    fold: source !== undefined && source.type !== 'adjustment' ? `${source.type} ${Math.sign(points ?? 0)}` : undefined,
  };
}

/** The sums of the ledger, which come to the balance. */
function Sums({ memberId }: { readonly memberId: string }): ReactNode {
  const { number, signed } = useFormats();
  const { data } = useQuery(totalsQuery(memberId));
  if (data === undefined) return <Text k="parts.loading" />;
  const { earned, corrected, writtenOff, redeemed, takenBack, expired, available, pending, held, debt } = data;
  return (
    <Text
      k="member.sums"
      with={{
        ...{ n: data.transactions, earned: number(earned), corrected: signed(corrected), off: number(writtenOff) },
        ...{ redeemed: number(redeemed), takenBack: number(takenBack), expired: number(expired) },
        total: <b>{number(available + pending + held - debt)}</b>,
      }}
    />
  );
}
