import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { api, read } from '../../data/api.ts';
import { Refused } from '../../data/refused.ts';
import { Text } from '../../text/use-text.tsx';

/** What is not there is no fault: null. */
async function orNull<Data>(call: Promise<Data>): Promise<Data | null> {
  try {
    return await call;
  } catch (error) {
    // 422: what was typed can be no such id.
    if (error instanceof Refused && (error.status === 404 || error.status === 422)) return null;
    throw error;
  }
}

/** Whether what was typed is an order or a coupon of somebody. */
export function Elsewhere({ q }: { readonly q: string }): ReactNode {
  const order = useQuery({
    queryKey: ['order-by-id', q],
    queryFn: () => orNull(read(api.GET('/orders/{orderId}', { params: { path: { orderId: q } } }))),
  });
  const coupon = useQuery({
    queryKey: ['coupon-by-code', q],
    queryFn: () => orNull(read(api.GET('/coupons/{coupon}', { params: { path: { coupon: q } } }))),
  });
  const to = (memberId: string) => (words: ReactNode) => (
    <Link to={`/members/${encodeURIComponent(memberId)}`}>{words}</Link>
  );
  if (order.data == null && coupon.data == null) return null;
  return (
    <div className="pad">
      {order.data != null && (
        <p>
          <Text k="members.order.of" with={{ order: q, member: order.data.memberId }} a={to(order.data.memberId)} />
        </p>
      )}
      {coupon.data != null && (
        <p>
          <Text k="members.coupon.of" with={{ coupon: q, member: coupon.data.memberId }} a={to(coupon.data.memberId)} />
        </p>
      )}
    </div>
  );
}
