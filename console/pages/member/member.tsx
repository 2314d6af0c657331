import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import { type Shape } from '../../data/api.ts';
import { Refused } from '../../data/refused.ts';
import { memberQuery, useTierName } from '../../data/one.ts';
import { useFormats } from '../../data/session.tsx';
import { Page } from '../../frame/page.tsx';
import { useDrawer } from '../../parts/drawer.tsx';
import { Figures } from '../../parts/figure.tsx';
import { MemberStatus } from '../../parts/member-status.tsx';
import { Columns } from '../../parts/panel.tsx';
import { Done, Empty, Failure } from '../../parts/states.tsx';
import { Tag } from '../../parts/status.tsx';
import { When } from '../../parts/when.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import { AdjustDrawer } from './adjust.tsx';
import { Campaigns, Coupons, Friends, Messages, Reach } from './aside.tsx';
import { Lots } from './lots.tsx';
import { MemberFigures } from './member-figures.tsx';
import { MembershipDrawer, membershipFrom } from './membership.tsx';
import { Statement } from './statement.tsx';

/** What have they, and why? */
export function Component(): ReactNode {
  const { memberId = '' } = useParams();
  const tell = useText();
  const query = useQuery(memberQuery(memberId));
  const above = [{ to: '/members', name: tell('frame.members') }];
  const { data: member, error } = query;
  if (member !== undefined) return <MemberPage key={memberId} member={member} />;
  const isGone = error instanceof Refused && error.status === 404;
  return (
    <Page title={memberId} above={above}>
      {error === null ? (
        <div aria-busy="true">
          <Text k="parts.loadingTable" />
        </div>
      ) : isGone ? (
        <Empty title={tell('member.notFound', { id: memberId })}>
          <Text k="member.notFoundWhy" a={(words) => <Link to="/members">{words}</Link>} />
        </Empty>
      ) : (
        <Failure error={error} again={() => void query.refetch()} />
      )}
    </Page>
  );
}

function MemberPage({ member }: { readonly member: Shape['Member'] }): ReactNode {
  const tell = useText();
  const [done, setDone] = useState<ReactNode>();
  const adjust = useDrawer('adjust');
  const tierName = useTierName();
  const { id } = member;
  return (
    <Page
      title={member.name ?? id}
      beside={
        <>
          <Tag>{tierName(member.tier)}</Tag> <MemberStatus status={member.status} />
        </>
      }
      intro={<Intro member={member} />}
      above={[{ to: '/members', name: tell('frame.members') }]}
      acts={
        <>
          <MembershipLinks status={member.status} />
          <Link className="btn main-act" to={adjust.to} preventScrollReset>
            {tell('member.correct')}
          </Link>
        </>
      }
    >
      {done !== undefined && <Done>{done}</Done>}
      <Figures>
        <MemberFigures member={member} />
      </Figures>
      <Columns
        main={<Statement member={member} />}
        side={
          <>
            <Lots member={member} />
            <Reach member={member} />
            <Coupons member={member} />
            <Campaigns memberId={id} />
            <Messages memberId={id} />
            <Friends member={member} />
          </>
        }
      />
      <AdjustDrawer member={member} onDone={setDone} />
      <MembershipDrawer member={member} act="suspend" onDone={setDone} />
      <MembershipDrawer member={member} act="close" onDone={setDone} />
      <MembershipDrawer member={member} act="reopen" onDone={setDone} />
    </Page>
  );
}

/** Which changes of the membership there are now. */
function MembershipLinks({ status }: { readonly status: Shape['Member']['status'] }): ReactNode {
  const tell = useText();
  const suspend = useDrawer('suspend');
  const close = useDrawer('close');
  const reopen = useDrawer('reopen');
  return (
    <>
      {membershipFrom.suspend.includes(status) && (
        <Link className="btn" to={suspend.to} preventScrollReset>
          {tell('member.suspend')}
        </Link>
      )}
      {membershipFrom.close.includes(status) && (
        <Link className="btn" to={close.to} preventScrollReset>
          {tell('member.close')}
        </Link>
      )}
      {membershipFrom.reopen.includes(status) && (
        <Link className="btn" to={reopen.to} preventScrollReset>
          {tell('member.reopen')}
        </Link>
      )}
    </>
  );
}

function Intro({ member }: { readonly member: Shape['Member'] }): ReactNode {
  const formats = useFormats();
  const { id, joinedAt, ordersCount, spentMinor, lastOrderAt } = member;
  const given = {
    ...{ id, joined: <When at={joinedAt} as="date" />, n: ordersCount, spent: formats.money(spentMinor) },
  };
  if (lastOrderAt == null) return <Text k="member.introNoOrder" with={{ id, joined: given.joined }} />;
  return <Text k="member.intro" with={{ ...given, last: <When at={lastOrderAt} as="date" /> }} />;
}
