import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import { api, read, type Shape } from '../../data/api.ts';
import { Refused } from '../../data/refused.ts';
import { useBlocked, useFormats, useSession } from '../../data/session.tsx';
import { Drawer, Leave, useDrawer } from '../../parts/drawer.tsx';
import { AreaField, Button, Segments, TextField } from '../../parts/form.tsx';
import { NotDone } from '../../parts/states.tsx';
import { Text, useText } from '../../text/use-text.tsx';

interface AdjustProps {
  readonly member: Shape['Member'];
  readonly onDone: (said: ReactNode) => void;
}

const reasonMax = 300;

/** Corrects points by hand: who is touched, what it comes to, and who has to agree stand before the button. */
export function AdjustDrawer({ member, onDone }: AdjustProps): ReactNode {
  const tell = useText();
  const { close } = useDrawer('adjust');
  const form = useAdjustment(member, (said) => {
    onDone(said);
    close();
  });
  const { isTaking, setTaking, text, setText, reason, setReason, faults } = form;
  const { reviewAbove } = useSession().programme;
  const { number } = useFormats();
  return (
    <Drawer
      id="adjust"
      title={tell('member.adjustTitle', { name: member.name ?? member.id })}
      note={tell('member.adjustNote')}
      onSubmit={form.submit}
      foot={
        <>
          <Button main type="submit" busy={form.busy} blocked={form.blocked}>
            {form.words}
          </Button>
          <Leave id="adjust" />
        </>
      }
    >
      <Segments
        label={tell('member.adjustDo')}
        options={[
          { value: 'add', name: tell('member.adjustAdd') },
          { value: 'take', name: tell('member.adjustTake') },
        ]}
        value={isTaking ? 'take' : 'add'}
        onChange={(value) => setTaking(value === 'take')}
      />
      <TextField
        label={tell('member.adjustPoints')}
        inputMode="numeric"
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
        hint={
          reviewAbove === null ? tell('member.adjustAlone') : tell('member.adjustAbove', { above: number(reviewAbove) })
        }
        error={faults.points}
      />
      <AreaField
        label={tell('member.adjustWhy')}
        rows={2}
        maxLength={reasonMax}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        error={faults.reason}
      />
      <Consequences member={member} points={form.points} isReviewed={form.isReviewed} />
      {form.error !== null && <NotDone error={form.error} />}
    </Drawer>
  );
}

function useAdjustment(member: Shape['Member'], done: (said: ReactNode) => void) {
  const tell = useText();
  const client = useQueryClient();
  const { number } = useFormats();
  const { reviewAbove } = useSession().programme;
  const blocked = useBlocked('finance');
  const [isTaking, setTaking] = useState(false);
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  // The same attempt is the same correction, however often it is sent.
  const attempt = useRef(crypto.randomUUID());
  const whole = /^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : undefined;
  const points = whole === undefined || whole === 0 ? undefined : isTaking ? -whole : whole;
  const isReviewed = points !== undefined && reviewAbove !== null && Math.abs(points) > reviewAbove;
  const mutation = useMutation({
    mutationFn: (body: Shape['AdjustmentInput']) =>
      read(api.POST('/adjustments', { body, params: { header: { 'Idempotency-Key': attempt.current } } })),
    onSuccess: ({ status, points: asked }) => {
      attempt.current = crypto.randomUUID();
      const given = { n: Math.abs(asked), count: number(Math.abs(asked)), name: member.name ?? member.id };
      const key = status === 'waiting' ? 'member.adjustWaits' : asked < 0 ? 'member.adjustTaken' : 'member.adjustAdded';
      [setText, setReason].forEach((clear) => clear(''));
      setTried(false);
      void client.invalidateQueries({ predicate: ({ meta }) => meta?.live?.includes('points') ?? false });
      done(<Text k={key} with={given} />);
    },
    onError: (error) => {
      // A refusal is kept under its key; where no answer came, the same key finds out what became of it.
      if (error instanceof Refused) attempt.current = crypto.randomUUID();
    },
  });
  const faults = {
    points: isTried && points === undefined ? tell('member.adjustNoPoints') : undefined,
    reason: isTried && reason.trim() === '' ? tell('member.adjustNoReason') : undefined,
  };
  const submit = () => {
    setTried(true);
    if (points === undefined || reason.trim() === '' || blocked !== undefined || mutation.isPending) return;
    mutation.mutate({ memberId: member.id, points, reason: reason.trim().replaceAll(/\s+/g, ' ') });
  };
  const n = Math.abs(points ?? 0);
  const given = { n, count: number(n) };
  const words =
    points === undefined
      ? tell('member.correct')
      : isReviewed
        ? tell('member.adjustAsk', given)
        : points < 0
          ? tell('member.adjustDoTake', given)
          : tell('member.adjustDoAdd', given);
  return {
    ...{ isTaking, setTaking, text, setText, reason, setReason, faults, submit, words, points, isReviewed, blocked },
    ...{ busy: mutation.isPending, error: mutation.error },
  };
}

interface ConsequencesProps {
  readonly member: Shape['Member'];
  readonly points: number | undefined;
  readonly isReviewed: boolean;
}

function Consequences({ member, points = 0, isReviewed }: ConsequencesProps): ReactNode {
  const tell = useText();
  const { number } = useFormats();
  const { available, debt } = member.balance;
  // What is owed is paid off first.
  const after = points > 0 ? available + Math.max(0, points - debt) : available + points;
  return (
    <>
      <div className="before-after" role="status">
        <span>
          {tell('member.now')}
          <b>{number(available)}</b>
        </span>
        <span aria-hidden="true">→</span>
        <span>
          {tell(isReviewed ? 'member.afterwardsAgreed' : 'member.afterwards')}
          <b>{number(Math.max(0, after))}</b>
        </span>
      </div>
      <p className="note">{tell(points < 0 ? 'member.adjustTakesFrom' : 'member.adjustLot')}</p>
    </>
  );
}
