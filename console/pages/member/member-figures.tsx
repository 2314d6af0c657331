import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, read, type Shape } from '../../data/api.ts';
import { memberQuery } from '../../data/one.ts';
import { useFormats, useSession, useWorth } from '../../data/session.tsx';
import { Figure } from '../../parts/figure.tsx';
import { EndOf } from '../../parts/when.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import { byEnd, lotsQuery } from './lots-query.ts';

export const totalsQuery = (memberId: string) => ({
  queryKey: ['member-totals', memberId],
  queryFn: () => read(api.GET('/members/{memberId}/totals', { params: { path: { memberId } } })),
  meta: { live: ['points'] as const, member: memberId },
});

interface OfMember {
  readonly id: string;
}

/** What they can spend, what ends next, and what it all came from. */
export function MemberFigures({ member: { id } }: { readonly member: Shape['Member'] }): ReactNode {
  return (
    <>
      <ToSpend id={id} />
      <NextEnd id={id} />
      <CameAndWent id={id} />
      <Waiting id={id} />
    </>
  );
}

function ToSpend({ id }: OfMember): ReactNode {
  const tell = useText();
  const { number, money } = useFormats();
  const worth = useWorth();
  const { redemption } = useSession().programme;
  return (
    <Figure
      label={tell('member.toSpend')}
      of={useQuery(memberQuery(id))}
      value={({ balance }) => number(balance.available)}
      to={({ balance }) => (balance.available > 0 ? '#lots' : undefined)}
      note={({ balance }) => {
        if (worth === undefined || redemption === null) return <Text k="member.worthNothing" />;
        const rate = { points: number(redemption.points), per: money(redemption.perMinor) };
        return <Text k="member.worth" with={{ ...rate, money: money(worth(balance.available)) }} />;
      }}
    />
  );
}

function NextEnd({ id }: OfMember): ReactNode {
  const tell = useText();
  const { number, dayKey } = useFormats();
  return (
    <Figure
      label={tell('member.nextEnd')}
      of={useQuery(lotsQuery(id))}
      value={(all) => number(byEnd(all, dayKey)[0]?.left ?? 0)}
      to={(all) => (byEnd(all, dayKey).length > 0 ? '#lots' : undefined)}
      note={(all) => {
        const next = byEnd(all, dayKey)[0];
        return next?.expiresAt == null ? <Text k="member.nothingEnds" /> : <EndOf at={next.expiresAt} />;
      }}
    />
  );
}

function CameAndWent({ id }: OfMember): ReactNode {
  const tell = useText();
  const { number, signed } = useFormats();
  const totals = useQuery(totalsQuery(id));
  return (
    <>
      <Figure
        label={tell('member.earned')}
        of={totals}
        value={({ earned }) => number(earned)}
        to={({ earned }) => (earned > 0 ? '#timeline' : undefined)}
        note={({ corrected }) => <Text k="member.earnedNote" with={{ corrected: signed(corrected) }} />}
      />
      <Figure
        label={tell('member.gone')}
        of={totals}
        value={({ redeemed, takenBack, expired }) => number(redeemed + takenBack + expired)}
        to={({ redeemed, takenBack, expired }) => (redeemed + takenBack + expired > 0 ? '#timeline' : undefined)}
        note={({ redeemed, takenBack, expired }) => (
          <Text
            k="member.goneNote"
            with={{ redeemed: number(redeemed), takenBack: number(takenBack), expired: number(expired) }}
          />
        )}
      />
    </>
  );
}

function Waiting({ id }: OfMember): ReactNode {
  const tell = useText();
  const { number } = useFormats();
  return (
    <Figure
      label={tell('member.waiting')}
      of={useQuery(memberQuery(id))}
      value={({ balance: { pending, held, debt } }) => number(pending + held - debt)}
      note={({ balance: { pending, held, debt } }) =>
        pending + held + debt === 0 ? (
          <Text k="member.nothingWaits" />
        ) : (
          <Text k="member.waitingNote" with={{ pending: number(pending), held: number(held), debt: number(debt) }} />
        )
      }
    />
  );
}
