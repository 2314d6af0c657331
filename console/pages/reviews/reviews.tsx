import { type ReactNode, useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { api, read } from '../../data/api.ts';
import { useListed } from '../../data/listed.ts';
import { Page } from '../../frame/page.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Empty } from '../../parts/states.tsx';
import { type Column, Narrow, Table } from '../../parts/table.tsx';
import { When } from '../../parts/when.tsx';
import { useText } from '../../text/use-text.tsx';
import { Reason } from './reasons.tsx';
import { ReviewStatus } from './review-status.tsx';
import { type Review, subjects, useSubjectName } from './subjects.ts';

/** What waits for a person? Those that wait longest first. */
export function Component(): ReactNode {
  const tell = useText();
  const [search] = useSearchParams();
  const subject = search.get('subject') ?? '';
  const isDecided = search.get('state') === 'decided';
  const list = useListed<Review>({
    key: ['reviews', { subject, isDecided }],
    live: ['reviews'],
    page: async (from) =>
      read(
        api.GET('/reviews', {
          params: {
            query: {
              ...from,
              status: isDecided ? ['approved', 'rejected'] : ['open'],
              ...(subject === '' ? {} : { subject }),
            },
          },
        }),
      ),
  });
  const columns = useColumns(isDecided);
  return (
    <Page title={tell('reviews.title')} intro={tell('reviews.intro')}>
      <div className="stack">
        <Filters subject={subject} isDecided={isDecided} />
        <Panel
          title={isDecided ? tell('reviews.decidedCases') : tell('reviews.openCases')}
          intro={tell('reviews.order')}
        >
          <Table
            caption={tell('reviews.caption')}
            columns={columns}
            rowKey={({ id }) => id}
            {...list}
            empty={
              isDecided ? (
                <Empty title={tell('reviews.noneDecided')}>{tell('reviews.noneDecidedWhy')}</Empty>
              ) : (
                <Empty title={tell('reviews.none')}>{tell('reviews.noneWhy')}</Empty>
              )
            }
          />
        </Panel>
      </div>
    </Page>
  );
}

interface FiltersProps {
  readonly subject: string;
  readonly isDecided: boolean;
}

function Filters({ subject, isDecided }: FiltersProps): ReactNode {
  const tell = useText();
  const nameOf = useSubjectName();
  const to = (changes: { readonly subject?: string; readonly state?: string }) => {
    const wanted = { subject, state: isDecided ? 'decided' : '', ...changes };
    const words = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value !== ''));
    return `/reviews${words.size === 0 ? '' : `?${words}`}`;
  };
  const kinds = ['', ...subjects];
  return (
    <nav className="filters" aria-label={tell('reviews.filters')}>
      <div className="seg" role="group" aria-label={tell('reviews.state')}>
        <Link to={to({ state: '' })} aria-current={isDecided ? undefined : 'true'}>
          {tell('reviews.open')}
        </Link>
        <Link to={to({ state: 'decided' })} aria-current={isDecided ? 'true' : undefined}>
          {tell('reviews.decided')}
        </Link>
      </div>
      <div className="seg" role="group" aria-label={tell('reviews.kind')}>
        {kinds.map((kind) => (
          <Link key={kind} to={to({ subject: kind })} aria-current={kind === subject ? 'true' : undefined}>
            {kind === '' ? tell('reviews.allKinds') : nameOf(kind)}
          </Link>
        ))}
      </div>
    </nav>
  );
}

function useColumns(isDecided: boolean): readonly Column<Review>[] {
  const tell = useText();
  const nameOf = useSubjectName();
  return useMemo(
    () => [
      {
        ...{ id: 'case', head: tell('reviews.case'), names: true },
        cell: (review) => (
          <>
            <Link to={`/reviews/${review.id}`}>{nameOf(review.subject)}</Link>
            <small className="anywhere">{tell('reviews.ofMember', { member: review.memberId })}</small>
            <Narrow below={640}>
              <Reasons review={review} />
            </Narrow>
          </>
        ),
      },
      {
        ...{ id: 'why', head: tell('reviews.why'), only: 'roomy' },
        cell: (review) => <Reasons review={review} />,
      },
      {
        ...{ id: 'since', head: isDecided ? tell('reviews.decidedOn') : tell('reviews.since') },
        cell: ({ openedAt, decidedAt, status }) => (
          <>
            <When at={decidedAt ?? openedAt} />
            {isDecided && (
              <small>
                <ReviewStatus status={status} />
              </small>
            )}
          </>
        ),
      },
    ],
    [tell, nameOf, isDecided],
  );
}

function Reasons({ review: { reasons } }: { readonly review: Review }): ReactNode {
  return reasons.map((reason, at) => (
    <span key={at}>
      {at > 0 && '; '}
      <Reason reason={reason} />
    </span>
  ));
}
