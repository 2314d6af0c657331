import type { JsonObject, JsonValue } from '../../values/json.ts';
import type { LifecycleCode } from './codes.ts';
import { ownLifecycle } from './own.ts';

/** A step that members of a campaign come to: what it gives or tells, by the name under which its story asks for it. */
export interface OutlineStep {
  readonly name: string;
  readonly kind: 'grant' | 'coupon' | 'message' | 'review' | 'clawback';
  /** Of a message: its template. */
  readonly template?: string;
}

/** The kinds of steps that change where a member is, as people see it; questions and notes do not. */
export const outlineKinds = ['grant', 'coupon', 'message', 'review', 'clawback'] as const;

type Draft = OutlineStep | false;

/** The steps a campaign of these settings may take, from the top. What a member meets of them depends on the member. */
export function outlineOf(lifecycle: string, settings: JsonObject): OutlineStep[] {
  const drafts = Object.hasOwn(outlines, lifecycle)
    ? outlines[lifecycle as LifecycleCode](settings)
    : (ownLifecycle(lifecycle)?.outline?.(settings) ?? []);
  return drafts.filter((step) => step !== false);
}

const message = (name: string, template = name): OutlineStep => ({ name, kind: 'message', template });
const grant = (name: string): OutlineStep => ({ name, kind: 'grant' });
const coupon = (name: string): OutlineStep => ({ name, kind: 'coupon' });
const review: OutlineStep = { name: 'review', kind: 'review' };
const isSome = (value: JsonValue | undefined) => Number(value ?? 0) > 0;

const outlines: Readonly<Record<LifecycleCode, (settings: JsonObject) => readonly Draft[]>> = {
  'onboarding-gift': (settings) => {
    const { giftPoints, giftCoupon, activation, duplicates, remindGiftDaysBefore, profilePoints } = settings;
    const reminds = remindGiftDaysBefore !== undefined;
    return [
      isSome(giftPoints) && grant('gift'),
      giftCoupon !== undefined && coupon('gift-coupon'),
      duplicates === 'review' && review,
      message('welcome'),
      activation !== 'atOnce' && message('gift-given'),
      message('profile-reminder'),
      isSome(profilePoints) && grant('profile'),
      reminds && isSome(giftPoints) && message('gift-points-reminder', 'gift-points-expiring'),
      reminds && giftCoupon !== undefined && message('gift-coupon-reminder', 'gift-coupon-expiring'),
      isSome(settings.firstOrderPoints) && grant('first-order'),
    ];
  },
  'check-in-streak': ({ milestoneCoupon, remindAt }) => [
    milestoneCoupon !== undefined && coupon('milestone-coupon'),
    message('milestone'),
    remindAt !== null && message('streak-reminder'),
    message('streak-lost'),
  ],
  'referral-reward': ({ friendPoints, friendCoupon, referrerPoints, referrerCoupon, takeBackDays }) => [
    message('friend-welcome'),
    message('friend-joined'),
    review,
    isSome(friendPoints) && grant('friend-points'),
    friendCoupon !== undefined && coupon('friend-coupon'),
    isSome(referrerPoints) && grant('referrer-points'),
    referrerCoupon !== undefined && coupon('referrer-coupon'),
    message('friend-reward'),
    message('referral-paid'),
    isSome(takeBackDays) && isSome(friendPoints) && { name: 'friend-points-back', kind: 'clawback' },
    isSome(takeBackDays) && isSome(referrerPoints) && { name: 'referrer-points-back', kind: 'clawback' },
    message('not-counted'),
  ],
  'points-expiry': ({ ladderDays, coupon: offer, evenIfUntold }) => [
    evenIfUntold === true && offer !== undefined && coupon('coupon'),
    ...(Array.isArray(ladderDays) ? ladderDays : []).map((days) =>
      message(`notice-${String(days)}`, 'points-expiring'),
    ),
  ],
  'win-back': ({ ladder, segments, evenIfUntold }) => {
    const offers = new Set([ladder, ...listOf(segments).map((each) => each.ladder)].flatMap(listOf).map(offerOf));
    const apart = evenIfUntold === true;
    return [
      offers.has('reminder') && message('reminder-message', 'win-back-reminder'),
      apart && offers.has('coupon') && coupon('coupon'),
      offers.has('coupon') && message('coupon-message', 'win-back-coupon'),
      apart && offers.has('points') && grant('points'),
      offers.has('points') && message('points-message', 'win-back-points'),
    ];
  },
};

const listOf = (value: JsonValue | undefined): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);
const offerOf = ({ offer }: JsonObject) => offer;
