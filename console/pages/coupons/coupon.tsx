import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, read } from '../../data/api.ts';
import { Refused } from '../../data/refused.ts';
import { useBlocked, useFormats } from '../../data/session.tsx';
import { Page } from '../../frame/page.tsx';
import { Drawer, Leave, useDrawer } from '../../parts/drawer.tsx';
import { AreaField, Button } from '../../parts/form.tsx';
import { Columns, Panel } from '../../parts/panel.tsx';
import { Bone, Callout, Done, Empty, Failure, NotDone } from '../../parts/states.tsx';
import { EndOf, When } from '../../parts/when.tsx';
import { Text, useText } from '../../text/use-text.tsx';
import { type Coupon, CouponStatus, useBenefit, useCouponWords } from './status.tsx';

/** One coupon: what it gives, whose it is, what became of it, and taking it back. */
export function Component(): ReactNode {
  const tell = useText();
  const { coupon: code = '' } = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ['coupon', code],
    queryFn: () => read(api.GET('/coupons/{coupon}', { params: { path: { coupon: code } } })),
    meta: { live: ['coupons'] },
  });
  const above = [{ to: '/coupons', name: tell('coupons.title') }];
  if (data !== undefined) return <Known coupon={data} above={above} />;
  const isGone = error instanceof Refused && (error.status === 404 || error.status === 422);
  return (
    <Page title={isGone ? tell('coupons.notFound') : code} above={above}>
      {isGone ? (
        <Empty title={tell('coupons.notFound')}>{tell('coupons.notFoundWhy')}</Empty>
      ) : (
        <div aria-busy={error === null}>
          {error === null ? <Bone width="60%" /> : <Failure error={error} again={() => void refetch()} />}
        </div>
      )}
    </Page>
  );
}

type Above = readonly { readonly to: string; readonly name: string }[];

function Known({ coupon, above }: { readonly coupon: Coupon; readonly above: Above }): ReactNode {
  const tell = useText();
  const cancel = useDrawer('cancel');
  const giveBack = useDrawer('return');
  const [said, setSaid] = useState<ReactNode>();
  const { code, memberId, status } = coupon;
  return (
    <Page
      title={coupon.name}
      beside={<CouponStatus status={status} />}
      intro={
        <Text
          k="coupons.about"
          with={{ code: <code className="anywhere">{code}</code>, member: memberId }}
          a={(words) => (
            <Link className="anywhere" to={`/members/${encodeURIComponent(memberId)}`}>
              {words}
            </Link>
          )}
        />
      }
      above={above}
      acts={
        status === 'issued' ? (
          <Link className="btn" to={cancel.to}>
            {tell('coupons.cancel')}
          </Link>
        ) : status === 'redeemed' ? (
          <Link className="btn" to={giveBack.to}>
            {tell('coupons.return')}
          </Link>
        ) : undefined
      }
    >
      {said !== undefined && (
        <Done>
          <p>{said}</p>
        </Done>
      )}
      <Columns main={<History coupon={coupon} />} side={<What coupon={coupon} />} />
      {status === 'issued' && <MoveDrawer coupon={coupon} move="cancel" onDone={setSaid} />}
      {status === 'redeemed' && <MoveDrawer coupon={coupon} move="return" onDone={setSaid} />}
    </Page>
  );
}

/** What it gives, and on which orders until when. */
function What({ coupon }: { readonly coupon: Coupon }): ReactNode {
  const tell = useText();
  const formats = useFormats();
  const benefitOf = useBenefit();
  const { expiresAt, minOrderMinor, campaign } = coupon;
  return (
    <Panel title={tell('coupons.what')} padded>
      <dl className="facts">
        <dt>{tell('coupons.benefit')}</dt>
        <dd>{benefitOf(coupon)}</dd>
        <dt>{tell('coupons.from')}</dt>
        <dd>{minOrderMinor === 0 ? tell('coupons.anyOrder') : formats.money(minOrderMinor)}</dd>
        <dt>{tell('coupons.ends')}</dt>
        <dd>
          <EndOf at={expiresAt} />
        </dd>
        {campaign !== null && (
          <>
            <dt>{tell('coupons.campaign')}</dt>
            <dd>
              <Link to={`/campaigns/${encodeURIComponent(campaign)}`}>{campaign}</Link>
            </dd>
          </>
        )}
      </dl>
    </Panel>
  );
}

/** What became of it, oldest first. */
function History({ coupon: { history = [] } }: { readonly coupon: Coupon }): ReactNode {
  const tell = useText();
  const { zoneName } = useFormats();
  const words = { ...useCouponWords(), returned: tell('coupons.returned') };
  return (
    <Panel title={tell('coupons.history')} intro={tell('coupons.zone', { zone: zoneName() })} padded>
      <dl className="facts">
        {history.map(({ kind, at, actor, orderId, reason }, place) => (
          <div key={place} className="pair">
            <dt>
              <When at={at} />
            </dt>
            <dd className="anywhere">
              {orderId === undefined ? (
                <Text k="coupons.move" with={{ what: words[kind], by: actor }} />
              ) : (
                <Text k="coupons.moveOfOrder" with={{ what: words[kind], by: actor, order: orderId }} />
              )}
              {reason !== undefined && reason !== '' && <small> ↳ {reason}</small>}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

interface MoveProps {
  readonly coupon: Coupon;
  readonly move: 'cancel' | 'return';
  readonly onDone: (said: ReactNode) => void;
}

/** Withdraws a coupon, or gives one back that was used, with its reason. */
function MoveDrawer({ coupon: { code, memberId }, move, onDone }: MoveProps): ReactNode {
  const tell = useText();
  const client = useQueryClient();
  const { close } = useDrawer(move);
  const blocked = useBlocked('write');
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const isCancel = move === 'cancel';
  const lacks = reason.trim() === '';
  const mutation = useMutation({
    mutationFn: () =>
      read(
        api.POST(isCancel ? '/coupons/{coupon}/cancel' : '/coupons/{coupon}/return', {
          params: { path: { coupon: code } },
          body: { reason: reason.trim().replaceAll(/\s+/g, ' ') },
        }),
      ),
    onSuccess: () => {
      void client.invalidateQueries({ predicate: ({ meta }) => meta?.live?.includes('coupons') ?? false });
      onDone(isCancel ? tell('coupons.isCancelled') : tell('coupons.isReturned'));
      close();
    },
  });
  const submit = () => {
    setTried(true);
    if (!lacks && blocked === undefined && !mutation.isPending) mutation.mutate();
  };
  return (
    <Drawer
      id={move}
      title={isCancel ? tell('coupons.cancelTitle', { code }) : tell('coupons.returnTitle', { code })}
      onSubmit={submit}
      foot={
        <>
          <Button type="submit" main={!isCancel} danger={isCancel} busy={mutation.isPending} blocked={blocked}>
            {isCancel ? tell('coupons.cancel') : tell('coupons.return')}
          </Button>
          <Leave id={move} />
        </>
      }
    >
      <Callout kind="warn">
        <p>
          {isCancel
            ? tell('coupons.cancelWhat', { member: memberId })
            : tell('coupons.returnWhat', { member: memberId })}
        </p>
      </Callout>
      <AreaField
        label={tell('coupons.why')}
        hint={tell('coupons.whyHint')}
        {...{ rows: 2, maxLength: 300 }}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        error={isTried && lacks ? tell('coupons.whyMissing') : undefined}
      />
      {mutation.error !== null && <NotDone error={mutation.error} />}
    </Drawer>
  );
}
