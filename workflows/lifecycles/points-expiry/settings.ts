import * as z from 'zod';
import type { CouponOffer } from '../../../modules/coupons/rules.ts';
import type { LifecycleForm } from '../form.ts';
import type { WithMoney } from '../settings-money.ts';
import { couponVariables } from '../coupon-words.ts';
import { couponOffer, days } from '../settings-units.ts';

/** Rungs a ladder may have: more would be a mail every few days for a year. */
const rungsMax = 10;

const settings = z
  .strictObject({
    ladderDays: z
      .array(days(1, 365))
      .min(1)
      .max(rungsMax)
      .refine((rungs) => rungs.every((rung, index) => index === 0 || rung < (rungs[index - 1] ?? 0)), {
        message: 'does not go down',
        params: { fix: 'list the days from most to fewest, each once, such as [30, 7, 3, 1]' },
      })
      .default([30, 7, 3, 1])
      .describe('days before the expiry at which a message goes out'),
    gatherDays: days(0, 60)
      .default(7)
      .describe('points that expire within these days of the first are counted down to together'),
    coupon: couponOffer.optional().describe('a coupon that goes with one of the messages'),
    evenIfUntold: z
      .boolean()
      .exactOptional()
      .describe('true: the coupon is given also to who may not be written to; else only with a message that may go'),
    couponDaysBefore: days(1, 365).default(7).describe('the rung whose message brings the coupon'),
  })
  .refine(({ coupon, couponDaysBefore, ladderDays }) => !coupon || ladderDays.includes(couponDaysBefore), {
    path: ['couponDaysBefore'],
    message: 'is no rung of ladderDays',
    params: { fix: 'name one of the days of ladderDays' },
  })
  .transform(({ coupon, ...rest }) => (coupon === undefined ? rest : { ...rest, coupon }))
  .prefault({});

export const pointsExpiryForm = {
  about: 'A countdown before points expire: amount and date exact at each message, silent once nothing is left.',
  settings,
  reentry: { afterDays: 0 },
  messages: {
    'points-expiring': {
      about: 'at each rung of the ladder, while anything is left to expire',
      variables: {
        daysBefore: 'days from this rung to the first expiry',
        lastCall: 'whether no later message will come',
        ...couponVariables,
      },
      expiring: true,
      offer: { couponName: '', couponCode: '', couponUntil: 0, couponMinOrder: 0 },
      evenWithoutOffer: true,
    },
  },
} satisfies LifecycleForm<z.ZodType<WithMoney<PointsExpirySettings>>>;

export interface PointsExpirySettings {
  /** Days before the expiry at which a message goes out. */
  readonly ladderDays: readonly number[];
  /** Points that expire within these days of the first are counted down to together. */
  readonly gatherDays: number;
  /** Goes with the message of `couponDaysBefore`; none when absent. */
  readonly coupon?: CouponOffer;
  readonly couponDaysBefore?: number;
  /** Given whether or not the message that tells of it may go. */
  readonly evenIfUntold?: boolean;
}
