import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, read } from '../../data/api.ts';
import { Refused } from '../../data/refused.ts';
import { useFormats } from '../../data/session.tsx';
import { Page } from '../../frame/page.tsx';
import { useDrawer } from '../../parts/drawer.tsx';
import { Columns, Panel } from '../../parts/panel.tsx';
import { Bone, Done, Empty, Failure } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import { DecideDrawer } from './decide.tsx';
import { Facts } from './facts.tsx';
import { Reason } from './reasons.tsx';
import { ReviewStatus } from './review-status.tsx';
import { type Review, useSubjectName } from './subjects.ts';

const reviewQuery = (reviewId: string) => ({
  queryKey: ['review', reviewId],
  queryFn: () => read(api.GET('/reviews/{reviewId}', { params: { path: { reviewId } } })),
  meta: { live: ['reviews' as const] },
});

/** One case: what is asked, what speaks against it, and what either answer comes to. */
export function Component(): ReactNode {
  const tell = useText();
  const { reviewId = '' } = useParams();
  const { data: review, error, refetch } = useQuery(reviewQuery(reviewId));
  const above = [{ to: '/reviews', name: tell('reviews.title') }];
  if (review === undefined) {
    const isGone = error instanceof Refused && (error.status === 404 || error.status === 422);
    return (
      <Page title={isGone ? tell('reviews.notFound') : tell('reviews.case')} above={above}>
        {isGone ? (
          <Empty title={tell('reviews.notFound')}>{tell('reviews.notFoundWhy')}</Empty>
        ) : (
          <div aria-busy={error === null}>
            {error === null ? <Bone width="60%" /> : <Failure error={error} again={() => void refetch()} />}
          </div>
        )}
      </Page>
    );
  }
  return <Known review={review} above={above} />;
}

interface KnownProps {
  readonly review: Review;
  readonly above: readonly { readonly to: string; readonly name: string }[];
}

function Known({ review, above }: KnownProps): ReactNode {
  const tell = useText();
  const nameOf = useSubjectName();
  const approve = useDrawer('approve');
  const reject = useDrawer('reject');
  const [said, setSaid] = useState<ReactNode>();
  const { memberId, status, openedAt } = review;
  return (
    <Page
      title={nameOf(review.subject)}
      beside={<ReviewStatus status={status} />}
      intro={
        <Text
          k="reviews.caseIntro"
          with={{ member: memberId, time: <When at={openedAt} /> }}
          a={(words) => (
            <Link className="anywhere" to={`/members/${encodeURIComponent(memberId)}`}>
              {words}
            </Link>
          )}
        />
      }
      above={above}
      acts={
        status === 'open' ? (
          <>
            <Link className="btn" to={reject.to}>
              {tell('reviews.reject')}
            </Link>
            <Link className="btn main-act" to={approve.to}>
              {tell('reviews.approve')}
            </Link>
          </>
        ) : undefined
      }
    >
      {said !== undefined && (
        <Done>
          <p>{said}</p>
        </Done>
      )}
      <Columns main={<Evidence review={review} />} side={<History review={review} />} />
      {status === 'open' && (
        <>
          <DecideDrawer review={review} approves onDone={setSaid} />
          <DecideDrawer review={review} approves={false} onDone={setSaid} />
        </>
      )}
    </Page>
  );
}

/** What speaks against it, and what is known. */
function Evidence({ review }: { readonly review: Review }): ReactNode {
  const tell = useText();
  return (
    <>
      <Panel title={tell('reviews.against')} padded>
        <ul className="plain">
          {review.reasons.map((reason) => (
            <li key={reason}>
              <Reason reason={reason} />
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title={tell('reviews.facts')} padded>
        <Facts review={review} />
      </Panel>
    </>
  );
}

function History({ review: { openedAt, decidedAt, decidedBy, note, status } }: { readonly review: Review }): ReactNode {
  const tell = useText();
  const { zoneName } = useFormats();
  return (
    <Panel title={tell('reviews.history')} intro={tell('reviews.zone', { zone: zoneName() })} padded>
      <dl className="facts">
        <dt>{tell('reviews.openedAt')}</dt>
        <dd>
          <When at={openedAt} />
        </dd>
        <dt>{status === 'rejected' ? tell('reviews.rejected') : tell('reviews.approved')}</dt>
        <dd>
          {decidedAt == null ? (
            tell('reviews.notYet')
          ) : (
            <Text k="reviews.decidedBy" with={{ time: <When at={decidedAt} />, by: decidedBy ?? '–' }} />
          )}
        </dd>
        {note != null && note !== '' && (
          <>
            <dt>{tell('reviews.note')}</dt>
            <dd className="anywhere">{note}</dd>
          </>
        )}
      </dl>
    </Panel>
  );
}
