import type { JsonObject } from '../../../values/json.ts';
import type { MemberContext } from '../../steps.ts';
import type { ReferralRewardSettings } from './settings.ts';
import type { Reward } from './rewards.ts';

/** Tells the friend what the invitation brings and when, and the referrer that a friend has joined. */
export async function welcomeBoth(
  context: MemberContext,
  settings: ReferralRewardSettings,
  referrerId: string,
): Promise<void> {
  const { paysOn, orderWithinDays, returnWindowDays, friendPoints, referrerPoints } = settings;
  const minOrderMinor = paysOn === 'order-above' ? settings.minOrder : 0;
  const conditions = { paysOn, minOrderMinor, orderWithinDays, returnWindowDays };
  await mail(context, 'friend-welcome', {
    ...conditions,
    points: friendPoints,
    coupon: settings.friendCoupon?.name ?? '',
  });
  const reward = { points: referrerPoints, coupon: settings.referrerCoupon?.name ?? '' };
  await mail(context, 'friend-joined', { ...conditions, ...reward }, referrerId);
}

/** Tells the friend what has come. */
export async function tellFriendOfReward(context: MemberContext, reward: Reward): Promise<void> {
  await mail(context, 'friend-reward', rewardVariables(reward));
}

/** Tells the referrer what has come. */
export async function tellReferrerOfReward(context: MemberContext, referrerId: string, reward: Reward): Promise<void> {
  await mail(context, 'referral-paid', rewardVariables(reward), referrerId);
}

/** Tells the referrer that an invitation brings nothing, and why; what the rules found stays with the shop. */
export async function tellNotCounted(
  context: MemberContext,
  referrerId: string,
  reason: 'rules' | 'no-order' | 'limit' | 'returned',
): Promise<void> {
  await mail(context, 'not-counted', { reason }, referrerId);
}

const rewardVariables = ({ points, coupon = '', couponCode = '' }: Reward): JsonObject => ({
  ...{ points, coupon, couponCode },
});

/** To the friend as a part of the registration, to the referrer as a notice that waits for daylight. */
async function mail(
  context: MemberContext,
  template: string,
  variables: JsonObject,
  forMemberId?: string,
): Promise<void> {
  const whose = forMemberId === undefined ? {} : { forMemberId };
  await context.step({
    ...{ kind: 'message', name: template, template, channel: 'email', variables, ...whose },
    class: forMemberId === undefined ? 'transactional' : 'service',
  });
}
