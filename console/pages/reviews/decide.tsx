import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api, read } from '../../data/api.ts';
import { memberQuery } from '../../data/one.ts';
import { useBlocked, useFormats, useSession } from '../../data/session.tsx';
import { Drawer, Leave, useDrawer } from '../../parts/drawer.tsx';
import { AreaField, Button } from '../../parts/form.tsx';
import { Callout, NotDone } from '../../parts/states.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import { factOf, isKnown, numberOf, type Review, useSubjectName } from './subjects.ts';

interface DecideProps {
  readonly review: Review;
  readonly approves: boolean;
  readonly onDone: (said: ReactNode) => void;
}

const noteMax = 300;

/** Approves or rejects: what it comes to, and why this key may not, stand before the button. */
export function DecideDrawer({ review, approves, onDone }: DecideProps): ReactNode {
  const tell = useText();
  const nameOf = useSubjectName();
  const id = approves ? 'approve' : 'reject';
  const { close } = useDrawer(id);
  const blocked = useWhyNot(review);
  const words = useButtonWords(review, approves);
  const [note, setNote] = useState('');
  const [isTried, setTried] = useState(false);
  const lacksNote = !approves && note.trim() === '';
  const mutation = useDecision({ review, approves, onDone }, note, close);
  const submit = () => {
    setTried(true);
    if (lacksNote || blocked !== undefined || mutation.isPending) return;
    mutation.mutate();
  };
  return (
    <Drawer
      id={id}
      title={
        approves
          ? tell('reviews.approveTitle', { kind: nameOf(review.subject), member: review.memberId })
          : tell('reviews.rejectTitle', { kind: nameOf(review.subject), member: review.memberId })
      }
      note={tell('reviews.once')}
      onSubmit={submit}
      foot={
        <>
          <Button type="submit" main={approves} danger={!approves} busy={mutation.isPending} blocked={blocked}>
            {words}
          </Button>
          <Leave id={id} />
        </>
      }
    >
      <Callout kind={approves ? 'info' : 'warn'}>
        <Consequences review={review} approves={approves} />
      </Callout>
      <AreaField
        label={approves ? tell('reviews.noteMay') : tell('reviews.noteMust')}
        hint={tell('reviews.noteHint')}
        rows={2}
        maxLength={noteMax}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        error={isTried && lacksNote ? tell('reviews.noteMissing') : undefined}
      />
      {mutation.error !== null && <NotDone error={mutation.error} />}
    </Drawer>
  );
}

function useDecision({ review, approves, onDone }: DecideProps, note: string, close: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => {
      const written = note.trim().replaceAll(/\s+/g, ' ');
      return read(
        api.POST('/reviews/{reviewId}/decision', {
          params: { path: { reviewId: review.id } },
          body: { approved: approves, ...(written === '' ? {} : { note: written }) },
        }),
      );
    },
    onSuccess: (decided) => {
      client.setQueryData(['review', review.id], decided);
      void client.invalidateQueries({
        predicate: ({ meta }) => meta?.live?.some((noun) => noun === 'reviews' || noun === 'points') ?? false,
      });
      onDone(approves ? <Text k="reviews.doneApproved" /> : <Text k="reviews.doneRejected" />);
      close();
    },
  });
}

/** Why the key may not decide: scopes, or that it asked for the points itself. */
function useWhyNot(review: Review): string | undefined {
  const tell = useText();
  const { key } = useSession();
  const lacksLaunch = useBlocked('launch');
  const lacksFinance = useBlocked('finance');
  if (lacksLaunch !== undefined) return lacksLaunch;
  if (review.subject !== 'adjustment') return undefined;
  if (lacksFinance !== undefined) return lacksFinance;
  return factOf(review, 'requestedBy') === key.id ? tell('reviews.secondPerson') : undefined;
}

function useButtonWords(review: Review, approves: boolean): string {
  const tell = useText();
  const { number } = useFormats();
  const points = numberOf(review, 'points') ?? 0;
  const gift = numberOf(review, 'giftPoints');
  if (!approves) return review.subject === 'parked-order' ? tell('reviews.drop') : tell('reviews.reject');
  const given = { n: Math.abs(points), count: number(Math.abs(points)) };
  if (review.subject === 'adjustment') return points < 0 ? tell('reviews.doTake', given) : tell('reviews.doAdd', given);
  if (review.subject === 'onboarding-gift' && gift !== undefined && gift > 0) {
    return tell('reviews.doGive', { n: gift, count: number(gift) });
  }
  return review.subject === 'parked-order' ? tell('reviews.take') : tell('reviews.approve');
}

interface ConsequencesProps {
  readonly review: Review;
  readonly approves: boolean;
}

/** Who is touched and what it comes to. */
function Consequences({ review, approves }: ConsequencesProps): ReactNode {
  const { number } = useFormats();
  const { subject, memberId: member } = review;
  if (!isKnown(subject)) {
    return <p>{approves ? <Text k="reviews.whatApproved" /> : <Text k="reviews.whatRejected" />}</p>;
  }
  const gift = numberOf(review, 'giftPoints') ?? 0;
  switch (subject) {
    case 'adjustment':
      return <OfPoints review={review} approves={approves} />;
    case 'onboarding-gift':
      return (
        <p>
          {approves ? (
            <Text k="reviews.giftApproved" with={{ n: gift, count: number(gift), member }} />
          ) : (
            <Text k="reviews.giftRejected" with={{ member }} />
          )}
        </p>
      );
    case 'referral':
      return (
        <p>
          {approves ? (
            <Text k="reviews.referralApproved" with={{ member }} />
          ) : (
            <Text k="reviews.referralRejected" with={{ member }} />
          )}
        </p>
      );
    case 'parked-order':
      return (
        <p>
          {approves ? (
            <Text k="reviews.parkedApproved" with={{ member }} />
          ) : (
            <Text k="reviews.parkedRejected" with={{ member }} />
          )}
        </p>
      );
    case 'privacy-request':
      return <p>{approves ? <Text k="reviews.privacyApproved" /> : <Text k="reviews.privacyRejected" />}</p>;
    default:
      return subject satisfies never;
  }
}

/** What is there now and what would be, from the member's own balance. */
function OfPoints({ review, approves }: ConsequencesProps): ReactNode {
  const { number } = useFormats();
  const points = numberOf(review, 'points') ?? 0;
  const { data: member } = useQuery(memberQuery(review.memberId));
  const name = member?.name ?? review.memberId;
  if (!approves) return <Text k="reviews.pointsRejected" with={{ name }} />;
  const { available = 0, debt = 0 } = member?.balance ?? {};
  // What is owed is paid off first.
  const after = points > 0 ? available + Math.max(0, points - debt) : Math.max(0, available + points);
  const given = { n: Math.abs(points), count: number(Math.abs(points)), name };
  return (
    <>
      <p>
        {points < 0 ? <Text k="reviews.pointsTaken" with={given} /> : <Text k="reviews.pointsAdded" with={given} />}
      </p>
      {member !== undefined && (
        <p>
          <Text k="reviews.nowAfter" with={{ now: number(available), after: number(after) }} />
        </p>
      )}
    </>
  );
}
