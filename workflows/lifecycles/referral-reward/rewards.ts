import type { CouponOffer } from '../../../modules/coupons/rules.ts';
import type { Instant } from '../../../values/instant.ts';
import type { JsonValue } from '../../../values/json.ts';
import type { MemberContext } from '../../steps.ts';
import type { ReferralRewardSettings } from './settings.ts';

/** What one side got. */
export type Reward = {
  readonly points: number;
  /** Of the grant, so that it can be taken back. */
  readonly txnId?: string;
  readonly coupon?: string;
  readonly couponCode?: string;
  readonly couponId?: string;
};

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
  context: MemberContext,
  settings: ReferralRewardSettings,
  referrerId: string | undefined,
): Promise<{ friend: Reward; referrer?: Reward }> {
  const { friendPoints, friendCoupon, referrerPoints, referrerCoupon } = settings;
  const friend = await reward(context, settings, {
    ...{ name: 'friend', points: friendPoints, coupon: friendCoupon, reason: 'Invited by a friend' },
  });
  if (referrerId === undefined) return { friend };
  const referrer = await reward(context, settings, {
    ...{ name: 'referrer', points: referrerPoints, coupon: referrerCoupon, reason: 'Invited a friend' },
    forMemberId: referrerId,
  });
  return { friend, referrer };
}

async function reward(
  context: MemberContext,
  { pointsExpireInDays }: ReferralRewardSettings,
  { name, points, coupon: offer, reason, ...whose }: Side,
): Promise<Reward> {
  const expiry = pointsExpireInDays === undefined ? {} : { expiresInDays: pointsExpireInDays };
  const grant =
    points > 0 && (await context.step({ kind: 'grant', name: `${name}-points`, points, reason, ...expiry, ...whose }));
  const coupon = offer && (await context.step({ kind: 'coupon', name: `${name}-coupon`, offer, reason, ...whose }));
  return {
    ...(grant && grant.kind === 'applied' ? { points, txnId: textOf(grant.data?.txnId) } : { points: 0 }),
    ...(offer && coupon?.kind === 'applied'
      ? { coupon: offer.name, couponCode: textOf(coupon.data?.code), couponId: textOf(coupon.data?.couponId) }
      : {}),
  };
}

const textOf = (value: JsonValue | undefined) => (typeof value === 'string' ? value : '');

/** Takes back what both sides got: points wherever they are by now, coupons that are not used yet. */
export async function takeBack(context: MemberContext, { friend, referrer, referrerId }: Invitation): Promise<void> {
  await takeBackFrom(context, 'friend', friend, {});
  await takeBackFrom(context, 'referrer', referrer, { forMemberId: referrerId });
}

async function takeBackFrom(
  context: MemberContext,
  side: 'friend' | 'referrer',
  { txnId, couponCode }: Partial<Reward> = {},
  whose: { readonly forMemberId?: string },
): Promise<void> {
  const step = { kind: 'clawback', reason: 'The order of the invited friend was returned', ...whose } as const;
  if (txnId !== undefined) await context.step({ ...step, name: `${side}-points-back`, of: { txnId } });
  if (couponCode !== undefined) await context.step({ ...step, name: `${side}-coupon-back`, of: { couponCode } });
}

/** What a story under way waits for: an order that counts, or one that comes back. */
export type Stage = 'order' | 'watch';

/** What one chapter hands to the next. */
export type Invitation = {
  readonly stage?: Stage;
  readonly referrerId: string;
  readonly joinedAt: Instant;
  /** Absent of those whose referral was opened before 0.2: their days are of 24 hours. */
  readonly orderUntilAt?: Instant;
  /** True when a person has let it pass: the rules are not asked again. */
  readonly cleared: boolean;
  readonly orderId?: string;
  readonly watchUntil?: Instant;
  /** What can be taken back. */
  readonly friend?: Reward;
  readonly referrer?: Reward;
};
