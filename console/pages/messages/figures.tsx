import type { ReactNode } from 'react';
import { countOf, type ReasonFilter, type useReasons } from '../../data/messages.ts';
import { useFormats } from '../../data/session.tsx';
import { Figure, Figures } from '../../parts/figure.tsx';
import { useText } from '../../text/use-text.tsx';
import { messagesTo } from './reasons.tsx';

interface Props {
  readonly filter: ReasonFilter;
  readonly reasons: ReturnType<typeof useReasons>;
  /** Where the reasons stand, when not all that was asked for came to a message that can be listed. */
  readonly notTo?: string;
}

/** Asked for = sent + waiting + not sent; each opens its list. */
export function MessageFigures({ filter, reasons, notTo }: Props): ReactNode {
  const tell = useText();
  const { number } = useFormats();
  type Data = NonNullable<typeof reasons.data>;
  const all = (data: Data) => data.reasons.reduce((sum, { count }) => sum + count, 0);
  const parts = (data: Data) => ({
    sent: number(countOf(data, 'sent')),
    waiting: number(countOf(data, 'waiting')),
    not: number(countOf(data, 'not')),
  });
  const to = (state: 'sent' | 'waiting' | 'not') => (data: Data) =>
    countOf(data, state) === 0 ? undefined : messagesTo(filter, { status: state });
  const bounced = (data: Data) =>
    number(data.reasons.reduce((sum, { status, count }) => sum + (status === 'bounced' ? count : 0), 0));
  return (
    <Figures>
      <Figure
        label={tell('messages.all')}
        of={reasons}
        value={(data) => number(all(data))}
        to={(data) => (all(data) === 0 || notTo !== undefined ? undefined : messagesTo(filter))}
        note={(data) => (data.partial ? tell('messages.partial') : tell('messages.allNote', parts(data)))}
      />
      <Figure
        label={tell('messages.sent')}
        of={reasons}
        value={(data) => parts(data).sent}
        to={to('sent')}
        note={(data) => tell('messages.sentNote', { bounced: bounced(data) })}
      />
      <Figure
        label={tell('messages.waiting')}
        of={reasons}
        value={(data) => parts(data).waiting}
        to={to('waiting')}
        note={() => tell('messages.waitingNote')}
      />
      <Figure
        label={tell('messages.not')}
        of={reasons}
        value={(data) => parts(data).not}
        to={(data) => (countOf(data, 'not') > 0 && notTo !== undefined ? notTo : to('not')(data))}
        note={() => tell('messages.notNote')}
      />
    </Figures>
  );
}
