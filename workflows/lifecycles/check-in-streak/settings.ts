import * as z from 'zod';
import { graceDaysMax, lateDaysMax, repairWithinDaysMax, type StreakRules } from '../../../modules/check-ins/rules.ts';
import type { CouponOffer } from '../../../modules/coupons/rules.ts';
import type { LifecycleForm } from '../form.ts';
import type { WithMoney } from '../settings-money.ts';
import { couponVariables } from '../coupon-words.ts';
import { couponOffer, days, grantPoints } from '../settings-units.ts';

/** Days a table may have: a month. */
const tableDaysMax = 31;

const bonusesMax = 20;

const milestonesMax = 20;

/** Ten years of check-ins. */
const streakDaysMax = 3_650;

const cardsMax = 31;

const bonus = z.union([
  z.strictObject({ day: days(1, streakDaysMax), points: grantPoints }),
  z.strictObject({ day: days(1, streakDaysMax), multiplier: z.int().min(2).max(10) }),
]);

const settings = z
  .strictObject({
    dayPoints: z
      .array(grantPoints)
      .min(1)
      .max(tableDaysMax)
      .default([0])
      .describe('points of day 1, day 2 and so on; [0] gives none'),
    afterLastDay: z
      .enum(['restart', 'continue'])
      .default('restart')
      .describe('behind the table: from day 1 again, or its last day for ever; the streak goes on either way'),
    bonuses: z
      .array(bonus)
      .max(bonusesMax)
      .default([])
      .describe("on top of a day: {day, points}, or {day, multiplier} times the day's points"),
    graceDays: days(0, graceDaysMax).default(0).describe('days in a row that may be missed without losing the streak'),
    repairCardsPerMonth: z.int().min(0).max(cardsMax).default(0).describe('repair cards a member has each month'),
    repairWithinDays: days(0, repairWithinDaysMax)
      .default(3)
      .describe('days from the loss within which a card brings the streak back'),
    lateDays: days(0, lateDaysMax).default(3).describe('days after which a check-in that arrives late is refused'),
    remindAt: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time of day')
      .meta({ examples: ['20:00'] })
      .nullable()
      .default('20:00')
      .describe('local time of the reminder on the last day that keeps the streak; null sends none'),
    remindFromDays: days(1, streakDaysMax)
      .default(2)
      .describe('streaks of fewer days get no reminder, and no word when they are lost'),
    milestoneDays: z
      .array(days(1, streakDaysMax))
      .max(milestonesMax)
      .default([7, 30, 100, 365])
      .describe('days of a streak that are celebrated with a message'),
    milestoneCoupon: couponOffer.exactOptional().describe('a coupon at every milestone'),
    evenIfUntold: z
      .boolean()
      .exactOptional()
      .describe('true: the coupon stays also with who may not be told of it; else it is taken back'),
    endAfterDays: days(1, 365)
      .default(30)
      .describe('days after the loss of a streak until the story ends without a check-in'),
  })
  .prefault({});

export const checkInStreakForm = {
  about:
    'Points for a check-in a day, more the longer the streak; a reminder before it is lost, a card that repairs it.',
  settings,
  reentry: { afterDays: 0 },
  messages: {
    milestone: {
      about: 'at each of milestoneDays',
      variables: {
        streak: 'days of the streak',
        points: 'points of this check-in',
        nextPoints: 'points of the next one',
        ...couponVariables,
        couponExpiresAt: 'the same as couponUntil, as it was called before 0.2',
      },
      offer: { couponName: '', couponCode: '', couponExpiresAt: null },
      evenWithoutOffer: true,
      handsOver: true,
    },
    'streak-reminder': {
      about: 'at remindAt on the last day that keeps the streak, unless the member has checked in',
      variables: {
        streak: 'days of the streak that would be lost',
        nextDay: 'day of the streak that the next check-in makes',
        nextPoints: 'points it brings',
      },
    },
    'streak-lost': {
      about: 'when the last day has passed without a check-in',
      variables: {
        streak: 'days of the streak that was lost',
        canRepair: 'whether the member has a repair card for it',
        repairUntilAt: 'until when the card can be used',
      },
    },
  },
} satisfies LifecycleForm<z.ZodType<WithMoney<CheckInStreakSettings>>>;

/** What a check-in brings is decided when it comes in, by the StreakRules; the rest is what this story tells about it. */
export interface CheckInStreakSettings extends StreakRules {
  /** Streaks of fewer days are not worth a reminder, nor a word when they are lost. */
  readonly remindFromDays: number;
  /** Days of a streak that are celebrated with a message. */
  readonly milestoneDays: readonly number[];
  /** Given at every milestone. */
  readonly milestoneCoupon?: CouponOffer;
  /** The coupon stays with who may not be told of it. */
  readonly evenIfUntold?: boolean;
  /** Days after the loss of a streak until the story ends without another check-in. */
  readonly endAfterDays: number;
}
