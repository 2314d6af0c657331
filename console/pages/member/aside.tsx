import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode, useMemo } from 'react';
import { Link } from 'react-router';
import { api, read, type Shape } from '../../data/api.ts';
import { useFormats } from '../../data/session.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Empty } from '../../parts/states.tsx';
import { Status, type StatusKind } from '../../parts/status.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { EndOf, When } from '../../parts/when.tsx';
import { Text, useText } from '../../text/use-text.tsx';

interface OfMember {
  readonly member: Shape['Member'];
}

/** Rows of a side list; its own page has all. */
const shownMax = 10;

/** May we write, and where? */
export function Reach({ member }: OfMember): ReactNode {
  const tell = useText();
  const formats = useFormats();
  const { email: consent = null, sms, wechat, push } = member.consent;
  const texts = [
    { name: tell('member.sms'), address: member.phone, agreed: sms },
    { name: tell('member.wechat'), address: member.wechatOpenId, agreed: wechat },
    { name: tell('member.push'), address: member.pushToken, agreed: push },
  ].filter(({ address }) => address != null);
  return (
    <Panel title={tell('member.reach')} padded>
      <dl className="facts">
        <dt>{tell('member.address')}</dt>
        <dd className="anywhere">{member.email ?? tell('member.noAddress')}</dd>
        <dt>{tell('member.notices')}</dt>
        <dd>
          {member.email == null ? (
            <Status kind="bad">{tell('member.cannot')}</Status>
          ) : (
            <Status kind="ok">{tell('member.may')}</Status>
          )}
        </dd>
        <dt>{tell('member.marketing')}</dt>
        <dd>
          <Agreed consent={consent} />
        </dd>
        {texts.map(({ name, address, agreed }) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>
              <span className="anywhere">{address}</span> <Agreed consent={agreed ?? null} />
            </dd>
          </Fragment>
        ))}
        <dt>{tell('member.speaks')}</dt>
        <dd>{member.locale ?? tell('parts.none')}</dd>
        <dt>{tell('member.lives')}</dt>
        <dd>{member.zone ?? formats.zone}</dd>
      </dl>
    </Panel>
  );
}

/** What was said of marketing. */
function Agreed({ consent }: { readonly consent: boolean | null }): ReactNode {
  const tell = useText();
  if (consent === null) return <Status kind="draft">{tell('member.notAsked')}</Status>;
  return consent ? (
    <Status kind="ok">{tell('member.agreed')}</Status>
  ) : (
    <Status kind="bad">{tell('member.refused')}</Status>
  );
}

const couponKinds: Readonly<Record<Shape['Coupon']['status'], StatusKind>> = {
  issued: 'live',
  redeemed: 'ok',
  expired: 'ended',
  cancelled: 'bad',
};

/** Their latest coupons. */
export function Coupons({ member: { coupons = [] } }: OfMember): ReactNode {
  const tell = useText();
  const words = {
    ...{ issued: tell('member.couponIssued'), redeemed: tell('member.couponRedeemed') },
    ...{ expired: tell('member.couponExpired'), cancelled: tell('member.couponCancelled') },
  };
  const columns = useMemo(
    (): readonly Column<Shape['Coupon']>[] => [
      {
        ...{ id: 'coupon', head: tell('member.coupon'), names: true },
        cell: ({ code, name, expiresAt }) => (
          <>
            {name}
            <small>
              <code>{code}</code>
            </small>
            <small>
              <EndOf at={expiresAt} />
            </small>
          </>
        ),
      },
      {
        ...{ id: 'status', head: tell('member.state'), number: true },
        cell: ({ status }) => <Status kind={couponKinds[status]}>{words[status]}</Status>,
      },
    ],
    [tell],
  );
  return (
    <Panel title={tell('member.coupons')}>
      <Table
        caption={tell('member.coupons')}
        columns={columns}
        rows={coupons}
        rowKey={({ code }) => code}
        empty={<Empty title={tell('member.noCoupons')} />}
      />
    </Panel>
  );
}

const enrolmentKinds: Readonly<Record<Shape['Enrolment']['status'], StatusKind>> = {
  ...{ active: 'live', blocked: 'held', done: 'ok', exited: 'ended' },
  ...{ cancelled: 'ended', failed: 'bad', suppressed: 'ended', skipped: 'ended' },
};

/** Which campaigns they are and were in. */
export function Campaigns({ memberId }: { readonly memberId: string }): ReactNode {
  const tell = useText();
  const query = useQuery({
    queryKey: ['enrolments-of', memberId],
    queryFn: () => read(api.GET('/enrolments', { params: { query: { memberId, limit: shownMax } } })),
    meta: { live: ['campaigns'], member: memberId },
  });
  const columns = useMemo((): readonly Column<Shape['Enrolment']>[] => {
    const words = {
      ...{ active: tell('member.inside'), blocked: tell('member.blocked'), done: tell('member.through') },
      ...{ exited: tell('member.exited'), cancelled: tell('member.takenOut'), failed: tell('member.failed') },
      ...{ suppressed: tell('member.suppressed'), skipped: tell('member.skipped') },
    };
    return [
      {
        ...{ id: 'campaign', head: tell('member.campaign'), names: true },
        cell: ({ campaign, waitsUntil, reason }) => (
          <>
            <Link to={`/campaigns/${encodeURIComponent(campaign)}`}>{campaign}</Link>
            {waitsUntil != null && (
              <small>
                <Text k="member.waitsUntil" with={{ time: <When at={waitsUntil} /> }} />
              </small>
            )}
            {reason != null && <small>{reason}</small>}
          </>
        ),
      },
      {
        ...{ id: 'status', head: tell('member.state'), number: true },
        cell: ({ status, heldOut }) => (
          <>
            <Status kind={enrolmentKinds[status]}>{words[status]}</Status>
            {heldOut === true && <small>{tell('member.heldOut')}</small>}
          </>
        ),
      },
    ];
  }, [tell]);
  return (
    <Panel title={tell('member.campaigns')}>
      <Table
        caption={tell('member.campaigns')}
        columns={columns}
        rows={query.data?.data}
        rowKey={({ id }) => id}
        error={query.error}
        again={() => void query.refetch()}
        empty={<Empty title={tell('member.noCampaigns')} />}
      />
    </Panel>
  );
}

const messageKinds: Readonly<Record<Shape['Message']['status'], StatusKind>> = {
  ...{ reserved: 'scheduled', sending: 'scheduled', sent: 'ok', bounced: 'bad', suppressed: 'bad' },
  ...{ skipped: 'bad', dropped: 'bad', failed: 'bad', unknown: 'held' },
};

/** The latest messages, each with why it did not go. */
export function Messages({ memberId }: { readonly memberId: string }): ReactNode {
  const tell = useText();
  const query = useQuery({
    queryKey: ['messages-of', memberId],
    queryFn: () => read(api.GET('/messages', { params: { query: { memberId, limit: shownMax } } })),
    meta: { live: ['messages'], member: memberId },
  });
  const columns = useMemo((): readonly Column<Shape['Message']>[] => {
    const wordOf = (status: Shape['Message']['status']) =>
      messageKinds[status] === 'ok'
        ? tell('member.sent')
        : messageKinds[status] === 'scheduled'
          ? tell('member.waits')
          : messageKinds[status] === 'held'
            ? tell('member.unknown')
            : tell('member.notSent');
    return [
      {
        ...{ id: 'message', head: tell('member.message'), names: true },
        cell: ({ subject, template, reason, sentAt, reservedAt }) => (
          <>
            {subject ?? template}
            <small>
              <When at={sentAt ?? reservedAt} />
            </small>
            {reason != null && <small>{reason}</small>}
          </>
        ),
      },
      {
        ...{ id: 'status', head: tell('member.state'), number: true },
        cell: ({ status }) => <Status kind={messageKinds[status]}>{wordOf(status)}</Status>,
      },
    ];
  }, [tell]);
  return (
    <Panel title={tell('member.messages')}>
      <Table
        caption={tell('member.messages')}
        columns={columns}
        rows={query.data?.data}
        rowKey={({ id }) => id}
        error={query.error}
        again={() => void query.refetch()}
        empty={<Empty title={tell('member.noMessages')} />}
      />
    </Panel>
  );
}

/** Streak, and friends they invited. */
export function Friends({ member: { streak, referral } }: OfMember): ReactNode {
  const tell = useText();
  const formats = useFormats();
  return (
    <Panel title={tell('member.habits')} padded>
      <dl className="facts">
        <dt>{tell('member.streak')}</dt>
        <dd>
          {streak === null ? (
            tell('member.noStreak')
          ) : (
            <Text k="member.streakDays" with={{ n: streak.days, best: streak.best }} />
          )}
        </dd>
        {referral !== undefined && (
          <>
            <dt>{tell('member.code')}</dt>
            <dd>
              <code>{referral.code}</code>
            </dd>
            <dt>{tell('member.invited')}</dt>
            <dd>
              <Text k="member.invitedOf" with={{ n: referral.invited, paid: formats.number(referral.paid) }} />
            </dd>
          </>
        )}
      </dl>
    </Panel>
  );
}
