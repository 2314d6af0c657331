import type { CouponOffer } from '../../domain/coupon.ts';
import type { JsonValue } from '../../domain/json.ts';
import type { Life } from '../lifecycle.ts';
import type { Invitation, ReferralRewardSettings } from './referral-reward.ts';

/** What one side got. */
export interface Reward {
  readonly points: number;
  /** Of the grant, so that it can be taken back. */
  readonly txnId?: string;
  readonly coupon?: string;
  readonly couponCode?: string;
  readonly couponId?: string;
}

interface Side {
  readonly name: 'friend' | 'referrer';
  readonly points: number;
  readonly coupon: CouponOffer | undefined;
  readonly reason: string;
  /** The referrer; the friend is the story's own member. */
  readonly forMemberId?: string;
}

/** Rewards the friend and, unless they are beyond their limits, the referrer. */
export async function rewardBoth(
  life: Life,
  settings: ReferralRewardSettings,
  referrerId: string | undefined,
): Promise<{ friend: Reward; referrer?: Reward }> {
  const { friendPoints, friendCoupon, referrerPoints, referrerCoupon } = settings;
  const friend = await reward(life, settings, {
    ...{ name: 'friend', points: friendPoints, coupon: friendCoupon, reason: 'Invited by a friend' },
  });
  if (referrerId === undefined) return { friend };
  const referrer = await reward(life, settings, {
    ...{ name: 'referrer', points: referrerPoints, coupon: referrerCoupon, reason: 'Invited a friend' },
    forMemberId: referrerId,
  });
  return { friend, referrer };
}

async function reward(
  life: Life,
  { pointsExpireInDays }: ReferralRewardSettings,
  { name, points, coupon: offer, reason, ...whose }: Side,
): Promise<Reward> {
  const expiry = pointsExpireInDays === undefined ? {} : { expiresInDays: pointsExpireInDays };
  const grant =
    points > 0 && (await life.step({ kind: 'grant', name: `${name}-points`, points, reason, ...expiry, ...whose }));
  const coupon = offer && (await life.step({ kind: 'coupon', name: `${name}-coupon`, offer, reason, ...whose }));
  return {
    ...(grant && grant.kind === 'applied' ? { points, txnId: textOf(grant.data?.txnId) } : { points: 0 }),
    ...(offer && coupon?.kind === 'applied'
      ? { coupon: offer.name, couponCode: textOf(coupon.data?.code), couponId: textOf(coupon.data?.couponId) }
      : {}),
  };
}

const textOf = (value: JsonValue | undefined) => (typeof value === 'string' ? value : '');

/** Takes back what both sides got, wherever it is by now. */
export async function takeBack(life: Life, { friendTxnId, referrerTxnId, referrerId }: Invitation): Promise<void> {
  const reason = 'The order of the invited friend was returned';
  if (friendTxnId !== undefined) {
    await life.step({ kind: 'clawback', name: 'friend-points-back', txnId: friendTxnId, reason });
  }
  if (referrerTxnId !== undefined) {
    const step = { kind: 'clawback', name: 'referrer-points-back', txnId: referrerTxnId, reason } as const;
    await life.step({ ...step, forMemberId: referrerId });
  }
}
