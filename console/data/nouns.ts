import type { Shape } from './api.ts';

/** What figures and lists are about. A query names those it shows in `meta.live`. */
export type Noun =
  | 'points'
  | 'members'
  | 'orders'
  | 'coupons'
  | 'campaigns'
  | 'messages'
  | 'reviews'
  | 'referrals'
  | 'imports'
  | 'programme'
  | 'keys'
  | 'webhooks'
  | 'audit'
  | 'health';

/** Which nouns each notification moves; a new type of the API has to be put in here. */
export const movedBy: Readonly<Record<Shape['NotificationType'], readonly Noun[]>> = {
  'points.earned': ['points', 'members', 'orders'],
  'points.confirmed': ['points', 'members'],
  'points.held': ['points', 'members'],
  'points.released': ['points', 'members'],
  'points.redeemed': ['points', 'members', 'orders'],
  'redemption.captured': ['points', 'members', 'orders'],
  'redemption.expired': ['points', 'members'],
  'points.refunded': ['points', 'members', 'orders'],
  'points.clawed_back': ['points', 'members', 'orders'],
  'points.adjusted': ['points', 'members', 'audit'],
  'points.moved': ['points', 'members', 'audit'],
  'points.expiring': ['points'],
  'points.expired': ['points', 'members'],
  'tier.changed': ['members'],
  'coupon.issued': ['coupons', 'members', 'campaigns'],
  'coupon.redeemed': ['coupons', 'members', 'orders'],
  'coupon.returned': ['coupons', 'members'],
  'coupon.expired': ['coupons', 'members'],
  'coupon.cancelled': ['coupons', 'members', 'audit'],
  'campaign.changed': ['campaigns', 'audit'],
  'campaign.budget_low': ['campaigns'],
  'enrolment.entered': ['campaigns', 'members'],
  'enrolment.ended': ['campaigns', 'members'],
  'message.sent': ['messages', 'campaigns', 'members'],
  'message.failed': ['messages', 'campaigns', 'members'],
  'message.bounced': ['messages', 'campaigns', 'members'],
  'message.dropped': ['messages', 'campaigns', 'members'],
  'review.opened': ['reviews', 'referrals'],
  'review.decided': ['reviews', 'referrals', 'audit'],
  'referral.approved': ['referrals', 'members'],
  'member.status_changed': ['members', 'audit'],
  'import.finished': ['imports', 'orders', 'members', 'points'],
  'export.finished': ['imports'],
};

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: {
      /** Read again when one of these moves. */
      readonly live?: readonly Noun[];
      /** Only by what happens to this member. */
      readonly member?: string;
    };
  }
}
