import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Shape, useMember } from '../data.ts';
import { Loaded, Section } from '../parts.tsx';
import type { Shown } from '../shown.ts';
import { useText } from '../text.tsx';

/** Days that are listed one by one; what ends later is one line. */
const daysMax = 6;

/** What there is to spend, when it ends, and how more comes. */
export function Points(shown: Shown): ReactNode {
  const { tell } = useText();
  const { me, programme, formats, unit } = shown;
  const { available, pending, held, debt } = me.balance;
  const { redemption } = programme;
  const lots = useQuery(useMember().lots);
  return (
    <Section id="points" title={tell('points.title', { asset: unit() })}>
      <p className="figure">
        <b>{formats.number(available)}</b> {tell('points.toSpend', { asset: unit(available) })}
      </p>
      {redemption !== null && (
        <p className="note">
          {tell('points.worth', {
            ...{ points: formats.number(redemption.points), money: formats.money(redemption.perMinor) },
            asset: unit(redemption.points),
          })}
        </p>
      )}
      <ul className="notes">
        {pending > 0 && <li>{tell('points.pending', { points: formats.number(pending), asset: unit(pending) })}</li>}
        {held > 0 && <li>{tell('points.held', { points: formats.number(held), asset: unit(held) })}</li>}
        {debt > 0 && <li>{tell('points.debt', { points: formats.number(debt), asset: unit(debt) })}</li>}
      </ul>
      <h3>{tell('ends.title')}</h3>
      <Loaded of={lots}>{(data) => <Ends lots={data} {...shown} />}</Loaded>
      <Earning {...shown} />
    </Section>
  );
}

function Ends({ lots, me, formats }: Shown & { readonly lots: readonly Shape['Lot'][] }): ReactNode {
  const { tell } = useText();
  const { available } = me.balance;
  if (available === 0) return <p className="dim">{tell('ends.nothing')}</p>;
  const byDay = new Map<string, { at: string | null; points: number }>();
  for (const { lapsesAt, expiresAt: officialAt, left } of lots) {
    const expiresAt = lapsesAt ?? officialAt;
    const day = expiresAt === null ? '' : formats.dayKey(expiresAt);
    byDay.set(day, { at: expiresAt, points: (byDay.get(day)?.points ?? 0) + left });
  }
  const days = [...byDay.values()].filter(({ at }) => at !== null);
  const first = days.slice(0, daysMax);
  const never = byDay.get('')?.points ?? 0;
  // Whatever is not listed, by day or because it was not read: the sum is the balance.
  const later = available - never - first.reduce((sum, { points }) => sum + points, 0);
  return (
    <table className="sums">
      <caption className="sr">{tell('ends.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{tell('ends.day')}</th>
          <th scope="col" className="num">
            {tell('ends.points')}
          </th>
        </tr>
      </thead>
      <tbody>
        {first.map(({ at, points }) => (
          <tr key={at}>
            <th scope="row">
              <time dateTime={at ?? ''}>{formats.day(at ?? '')}</time>
            </th>
            <td className="num">{formats.number(points)}</td>
          </tr>
        ))}
        {later > 0 && <Sum title={tell('ends.later')} value={formats.number(later)} />}
        {never > 0 && <Sum title={tell('ends.never')} value={formats.number(never)} />}
      </tbody>
      <tfoot>
        <Sum title={tell('ends.sum')} value={formats.number(available)} />
      </tfoot>
    </table>
  );
}

function Sum({ title, value }: { readonly title: string; readonly value: string }): ReactNode {
  return (
    <tr>
      <th scope="row">{title}</th>
      <td className="num">{value}</td>
    </tr>
  );
}

/** Events that the page has a name for; another one is called as its shop calls it. */
const named = {
  'review.posted': 'earn.review',
  'share.opened': 'earn.share',
  'checkin.done': 'earn.checkIn',
  'member.joined': 'earn.joined',
  'profile.completed': 'earn.profile',
  'member.activated': 'earn.activated',
} as const;

function Earning({ programme, formats, unit }: Shown): ReactNode {
  const { tell } = useText();
  const { earning, tasks, pendingDays } = programme;
  const often = { event: 'earn.eachTime', day: 'earn.onceADay', ever: 'earn.once' } as const;
  return (
    <>
      <h3>{tell('earn.title')}</h3>
      <ul className="list">
        <li>
          {tell('earn.order', {
            ...{ points: formats.number(earning.points), money: formats.money(earning.perMinor) },
            asset: unit(earning.points),
          })}
        </li>
        {earning.tierMultiplier > 1 && <li>{tell('earn.tier', { times: earning.tierMultiplier })}</li>}
        {earning.steps.map(({ aboveMinor, multiplier }) => (
          <li key={aboveMinor}>{tell('earn.step', { money: formats.money(aboveMinor), times: multiplier })}</li>
        ))}
        {earning.calendar.map(({ kind, day = 1, multiplier }) => (
          <li key={`${kind} ${day}`}>{tell(`earn.${kind}`, { day, times: multiplier })}</li>
        ))}
        {tasks.map(({ event, points, once }) => (
          <li key={event}>
            {tell(often[once], {
              what: event in named ? tell(named[event as keyof typeof named]) : event.replaceAll(/[._]/g, ' '),
              points: formats.number(points),
              asset: unit(points),
            })}
          </li>
        ))}
      </ul>
      {pendingDays > 0 && <p className="note">{tell('earn.pending', { n: pendingDays })}</p>}
    </>
  );
}
