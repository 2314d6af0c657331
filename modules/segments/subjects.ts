import { register, type Subjects } from '../../conditions/subject.ts';
import { streak } from '../check-ins/conditions/streak.ts';
import { coupon } from '../coupons/conditions/coupon.ts';
import { campaign } from '../enrolments/conditions/campaign.ts';
import { event } from '../intake/conditions/event.ts';
import { averageOrder, firstOrder, lastOrder, orders, spent } from '../intake/conditions/orders.ts';
import { points, pointsEarned, pointsExpiring, pointsRedeemed } from '../ledger/conditions/points.ts';
import { birthday, joined } from '../members/conditions/dates.ts';
import { member, tag, tier } from '../members/conditions/profile.ts';
import { message } from '../messaging/conditions/message.ts';
import { consent, reachable } from '../messaging/conditions/reach.ts';
import { referrals } from '../referrals/conditions/referrals.ts';
import { segment } from './conditions/segment.ts';

/** Everything a segment may ask about a member. A journey's register has these and its own. */
export const segmentSubjects: Subjects = register(
  ...[member, tag, segment, consent, reachable, tier, joined, birthday, firstOrder, lastOrder],
  ...[orders, spent, averageOrder, event],
  ...[points, pointsExpiring, pointsEarned, pointsRedeemed, streak, referrals],
  ...[coupon, campaign, message],
);
