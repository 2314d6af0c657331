import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useMember } from '../data.ts';
import { Failed, Section } from '../parts.tsx';
import type { Shown } from '../shown.ts';
import { useText } from '../text.tsx';

/** Today's check-in, and the streak it keeps. */
export function CheckIn({ me, formats, unit }: Shown): ReactNode {
  const { tell } = useText();
  const member = useMember();
  const queries = useQueryClient();
  const done = useMutation({ mutationFn: member.checkIn, onSuccess: () => queries.invalidateQueries() });
  const { state, next, losesAt } = me.checkIn;
  if (state === 'off') return null;
  const alive = losesAt !== null;
  return (
    <Section id="check-in" title={tell('checkIn.title')}>
      <p className="figure">
        <b>{formats.number(alive ? (me.streak?.days ?? 0) : 0)}</b>{' '}
        {tell('checkIn.days', { n: alive ? (me.streak?.days ?? 0) : 0 })}
      </p>
      {me.streak !== null && <p className="note">{tell('checkIn.best', { n: me.streak.best })}</p>}
      <div aria-live="polite">
        {done.data !== undefined && (
          <p className="told">
            {tell('checkIn.brought', { points: formats.number(done.data.points), asset: unit(done.data.points) })}
          </p>
        )}
        {state === 'done' && <p>{tell('checkIn.done')}</p>}
      </div>
      {state === 'open' && me.may.checkIn && (
        <button
          type="button"
          className="btn main-act"
          aria-disabled={done.isPending}
          onClick={() => done.isPending || done.mutate()}
        >
          {tell('checkIn.act')}
        </button>
      )}
      {state === 'open' && !me.may.checkIn && <p className="dim">{tell('checkIn.elsewhere')}</p>}
      {done.error !== null && <Failed error={done.error} />}
      {next !== null && next.points > 0 && (
        <p className="note">
          {tell('checkIn.next', { day: next.day, points: formats.number(next.points), asset: unit(next.points) })}
          {alive && ` ${tell('checkIn.until', { at: formats.dateTime(new Date(Date.parse(losesAt) - 1)) })}`}
        </p>
      )}
    </Section>
  );
}
