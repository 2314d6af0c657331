import type { ReactNode } from 'react';
import { Qr, Section } from '../parts.tsx';
import type { Shown } from '../shown.ts';
import { useText } from '../text.tsx';

/** Whose card it is, and its code for the till. */
export function Card({ me, formats }: Shown): ReactNode {
  const { tell } = useText();
  return (
    <Section id="card" title={tell('card.title')}>
      <div className="card">
        <Qr text={me.memberId} label={tell('card.qr', { code: me.memberId })} />
        <dl className="facts">
          <dt>{tell('card.code')}</dt>
          <dd className="mono anywhere">{me.memberId}</dd>
          <dt>{tell('card.tier')}</dt>
          <dd>{me.tierName ?? me.tier}</dd>
          <dt>{tell('card.since')}</dt>
          <dd>
            <time dateTime={me.joinedAt}>{formats.date(me.joinedAt)}</time>
          </dd>
        </dl>
      </div>
      <p className="note">{tell('card.how')}</p>
    </Section>
  );
}
