import type { LifecycleCode, MessageClass } from '../../../domain/campaign.ts';
import type { CouponOffer } from '../../../domain/coupon.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { WinBackRung } from '../../../domain/win-back.ts';
import type { CheckInStreakSettings } from '../../../workflows/lifecycles/check-in-streak.ts';
import type { OnboardingGiftSettings } from '../../../workflows/lifecycles/onboarding-gift.ts';
import type { PointsExpirySettings } from '../../../workflows/lifecycles/points-expiry.ts';
import type { ReferralRewardSettings } from '../../../workflows/lifecycles/referral-reward.ts';
import type { WinBackSettings } from '../../../workflows/lifecycles/win-back.ts';

/** A message as its step would ask for it, for somebody who is made up. */
export interface MessageSample {
  readonly class: MessageClass;
  readonly variables: JsonObject;
  /** Days ahead within which the points expire that it speaks of, where it does. */
  readonly expiringWithinDays?: number;
}

type Sample<Settings> = (settings: Settings, now: number) => MessageSample;
type Samples<Settings> = Readonly<Record<string, Sample<Settings>>>;

const dayMs = 86_400_000;
/** Coupons get their codes when they are issued. */
const code = 'SAMP-LE22-CODE';
/** Shown where the settings name no coupon, and the message is about one. */
const offerDefault: CouponOffer = {
  name: 'A sample coupon',
  benefit: { kind: 'percentOff', percent: 10 },
  validDays: 14,
};
const expiryDaysDefault = 14;

const endOf = (now: number, days: number) => now + days * dayMs;

const onboardingGift: Samples<OnboardingGiftSettings> = {
  welcome: (settings, now) => ({
    class: 'transactional',
    variables: {
      giftPoints: settings.giftPoints,
      giftWaitsFor: settings.activation === 'atOnce' ? null : settings.activation,
      profilePoints: settings.profilePoints,
      profileComplete: false,
      firstOrderPoints: settings.firstOrderPoints,
      ...giftCoupon(settings, now, settings.activation === 'atOnce'),
    },
  }),
  'gift-given': (settings, now) => ({
    class: 'transactional',
    variables: {
      giftPoints: settings.giftPoints,
      giftExpiresAt: settings.giftExpiresInDays === undefined ? null : endOf(now, settings.giftExpiresInDays),
      ...giftCoupon(settings, now, true),
    },
  }),
  'gift-points-expiring': ({ remindGiftDaysBefore = expiryDaysDefault }) => ({
    ...{ class: 'service', variables: {}, expiringWithinDays: remindGiftDaysBefore },
  }),
  'gift-coupon-expiring': ({ giftCoupon: offer = offerDefault, remindGiftDaysBefore = expiryDaysDefault }, now) => ({
    class: 'service',
    variables: { couponName: offer.name, couponCode: code, couponExpiresAt: endOf(now, remindGiftDaysBefore) },
  }),
  'profile-reminder': ({ profileReminderClass, profilePoints }) => ({
    ...{ class: profileReminderClass, variables: { profilePoints } },
  }),
};

function giftCoupon({ giftCoupon: offer }: OnboardingGiftSettings, now: number, given: boolean): JsonObject {
  const issued = offer !== undefined && given;
  return {
    couponName: offer?.name ?? null,
    couponCode: issued ? code : null,
    couponExpiresAt: issued ? endOf(now, offer.validDays) : null,
  };
}

const checkInStreak: Samples<CheckInStreakSettings> = {
  milestone: ({ milestoneDays, milestoneCoupon: offer, ...settings }, now) => {
    const streak = milestoneDays[0] ?? 7;
    return {
      class: 'service',
      variables: {
        ...{ streak, points: pointsOf(settings, streak), nextPoints: pointsOf(settings, streak + 1) },
        couponName: offer?.name ?? '',
        couponCode: offer ? code : '',
        couponExpiresAt: offer ? endOf(now, offer.validDays) : null,
      },
    };
  },
  'streak-reminder': (settings) => {
    const streak = Math.max(6, settings.remindFromDays);
    const nextDay = streak + 1;
    return { class: 'service', variables: { streak, nextDay, nextPoints: pointsOf(settings, nextDay) } };
  },
  'streak-lost': ({ remindFromDays, repairCardsPerMonth, repairWithinDays }, now) => {
    const canRepair = repairCardsPerMonth > 0 && repairWithinDays > 0;
    const repairUntilAt = canRepair ? endOf(now, repairWithinDays) : null;
    return { class: 'service', variables: { streak: Math.max(6, remindFromDays), canRepair, repairUntilAt } };
  },
};

/** Bonuses left out: a sample shows the table's figure. */
function pointsOf({ dayPoints }: Pick<CheckInStreakSettings, 'dayPoints'>, day: number): number {
  return dayPoints[(day - 1) % dayPoints.length] ?? 0;
}

const referralReward: Samples<ReferralRewardSettings> = {
  'friend-welcome': (settings) => ({
    class: 'transactional',
    variables: { ...referralTerms(settings), points: settings.friendPoints, coupon: settings.friendCoupon?.name ?? '' },
  }),
  'friend-joined': (settings) => ({
    class: 'service',
    variables: {
      ...referralTerms(settings),
      ...{ points: settings.referrerPoints, coupon: settings.referrerCoupon?.name ?? '' },
    },
  }),
  'friend-reward': ({ friendPoints: points, friendCoupon: offer }) => ({
    class: 'transactional',
    variables: { points, coupon: offer?.name ?? '', couponCode: offer ? code : '' },
  }),
  'referral-paid': ({ referrerPoints: points, referrerCoupon: offer }) => ({
    class: 'service',
    variables: { points, coupon: offer?.name ?? '', couponCode: offer ? code : '' },
  }),
  'not-counted': () => ({ class: 'service', variables: { reason: 'no-order' } }),
};

function referralTerms(settings: ReferralRewardSettings): JsonObject {
  const { paysOn, minOrder, orderWithinDays, returnWindowDays } = settings;
  return { paysOn, minOrderMinor: paysOn === 'order-above' ? minOrder : 0, orderWithinDays, returnWindowDays };
}

const pointsExpiry: Samples<PointsExpirySettings> = {
  'points-expiring': ({ ladderDays, coupon: offer, couponDaysBefore }, now) => {
    const daysBefore = (offer && couponDaysBefore) ?? ladderDays[0] ?? 7;
    return {
      class: 'service',
      variables: {
        daysBefore,
        lastCall: daysBefore === Math.min(...ladderDays),
        couponName: offer?.name ?? '',
        couponCode: offer ? code : '',
        couponUntil: offer ? endOf(now, offer.validDays) : 0,
        couponMinOrder: offer?.minOrderMinor ?? 0,
      },
      expiringWithinDays: daysBefore,
    };
  },
};

const winBack: Samples<WinBackSettings> = {
  'win-back-reminder': (settings) => offered(settings, 'reminder', () => ({})),
  'win-back-coupon': (settings, now) =>
    offered(settings, 'coupon', (rung) => {
      const { name, validDays, minOrderMinor } = rung?.coupon ?? offerDefault;
      const couponMinOrder = minOrderMinor ?? 0;
      return { couponName: name, couponCode: code, couponUntil: endOf(now, validDays), couponMinOrder };
    }),
  'win-back-points': (settings, now) =>
    offered(settings, 'points', (rung) => ({
      points: rung?.points ?? 100,
      pointsUntil: endOf(now, rung?.expiresInDays ?? expiryDaysDefault),
    })),
};

/** As the first rung of this kind would say it: the ladder for everybody is looked at first. */
function offered<Offer extends WinBackRung['offer']>(
  { ladder, segments, inactiveDays }: WinBackSettings,
  offer: Offer,
  say: (rung: Extract<WinBackRung, { offer: Offer }> | undefined) => JsonObject,
): MessageSample {
  const ladders = [{ name: '', ladder }, ...segments];
  const isWanted = (rung: WinBackRung): rung is Extract<WinBackRung, { offer: Offer }> => rung.offer === offer;
  const found = ladders.find((each) => each.ladder.some(isWanted)) ?? { name: '', ladder };
  const rung = found.ladder.find(isWanted);
  const lastCall = rung !== undefined && rung === found.ladder.at(-1);
  const common = { segment: found.name, daysAway: inactiveDays + (rung?.afterDays ?? 0), lastCall };
  return { class: 'marketing', variables: { ...common, ...say(rung) } };
}

const samples = {
  'onboarding-gift': onboardingGift,
  'check-in-streak': checkInStreak,
  'referral-reward': referralReward,
  'points-expiry': pointsExpiry,
  'win-back': winBack,
} as const satisfies Record<LifecycleCode, unknown>;

/**
 * What the step that sends a template would bring with these settings, made up where only a member could tell; undefined
 * when the lifecycle sends no such message.
 */
export function sampleMessage(
  lifecycle: LifecycleCode,
  template: string,
  settings: JsonObject,
  now: number,
): MessageSample | undefined {
  const forms: Samples<never> = samples[lifecycle];
  return Object.hasOwn(forms, template) ? forms[template]?.(settings as never, now) : undefined;
}
