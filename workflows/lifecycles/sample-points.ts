import { pointsOfDay } from '../../modules/check-ins/rules.ts';
import type { JsonObject } from '../../values/json.ts';
import type { CheckInStreakSettings } from './check-in-streak/settings.ts';
import type { LifecycleCode } from './codes.ts';
import type { OnboardingGiftSettings } from './onboarding-gift/settings.ts';
import type { ReferralRewardSettings } from './referral-reward/settings.ts';
import { segmentFor, type WinBackSegment } from './win-back/rules.ts';
import type { WinBackSettings } from './win-back/settings.ts';

/** The points of a made-up reader, as they can be beside what the message says. */
export interface SamplePoints {
  /** To spend when the message leaves. */
  readonly points: number;
  /** Of these, what came with the message or just before it: whoever it is previewed for would have it on top. */
  readonly given?: number;
  /** Of these, what expires in the days that the message speaks of. */
  readonly expiring?: number;
}

/** A member of some months. */
const pointsDefault = 1_240;
const expiringDefault = 480;

type PointsOf<Settings> = (template: string, settings: Settings, variables: JsonObject) => SamplePoints;

/** Of a member who has just joined: nothing but the gift, once it is given. */
const onboardingGift: PointsOf<OnboardingGiftSettings> = (template, { giftPoints, activation }) => {
  const given = activation === 'atOnce' || template === 'gift-given' ? giftPoints : 0;
  switch (template) {
    case 'welcome':
    case 'gift-given':
      return { points: given, given };
    case 'gift-points-expiring': {
      const expiring = giftPoints > 0 ? giftPoints : expiringDefault;
      return { points: expiring, expiring };
    }
    case 'profile-reminder':
      return { points: given };
    default:
      return { points: pointsDefault };
  }
};

/** At least what the days of the streak have brought. */
const checkInStreak: PointsOf<CheckInStreakSettings> = (_, settings, { streak }) => {
  const days = Array.from({ length: Number(streak) }, (__, place) => pointsOfDay(settings, place + 1).points);
  return {
    points: Math.max(
      pointsDefault,
      days.reduce((sum, points) => sum + points, 0),
    ),
  };
};

const referralReward: PointsOf<ReferralRewardSettings> = (template, { paysOn, friendPoints, referrerPoints }) => {
  switch (template) {
    case 'friend-welcome':
      return { points: 0 };
    case 'friend-reward':
      return { points: (paysOn === 'registration' ? 0 : pointsDefault) + friendPoints, given: friendPoints };
    case 'referral-paid':
      return { points: pointsDefault + referrerPoints, given: referrerPoints };
    default:
      return { points: pointsDefault };
  }
};

/** As many as put the member where the message says that the member is. */
const winBack: PointsOf<WinBackSettings> = (template, { balance, segments }, variables) => {
  const given = template === 'win-back-points' ? Number(variables.points) : 0;
  const edges = segments.flatMap(({ pointsFrom = 0, pointsBelow = 0 }) => [
    ...[pointsFrom, pointsFrom - 1, pointsBelow, pointsBelow - 1],
  ]);
  const fits = (points: number) =>
    points >= 0 &&
    (balance !== 'positive' || points > 0) &&
    (balance !== 'none' || points === 0) &&
    mayBeOf(segments, typeof variables.segment === 'string' ? variables.segment : '', points);
  const before = [pointsDefault, ...edges, 1, 0].find(fits) ?? pointsDefault;
  return { points: before + given, ...(given > 0 ? { given } : {}) };
};

/** Whether members with these points can be of the segment, by whatever they have bought; empty is everybody else. */
function mayBeOf(segments: readonly WinBackSegment[], name: string, points: number): boolean {
  const edgesOf = (field: 'spentFrom' | 'spentBelow' | 'ordersFrom' | 'averageOrderBelow') =>
    segments.flatMap(({ [field]: edge }) => (edge === undefined ? [] : [edge - 1, edge]));
  const spends = [0, ...edgesOf('spentFrom'), ...edgesOf('spentBelow'), spentMost];
  // So many orders that what was spent is less than that much for each of them.
  const manyOrders = edgesOf('averageOrderBelow').flatMap((average) =>
    average <= 0 ? [] : spends.slice(0, -1).map((spentMinor) => Math.floor(spentMinor / average) + 1),
  );
  // Whoever is won back has bought something.
  return [...new Set([1, ...edgesOf('ordersFrom'), ...manyOrders])]
    .filter((orders) => orders >= 1)
    .some((orders) =>
      [...spends, ...edgesOf('averageOrderBelow').map((average) => average * orders)]
        .filter((spentMinor) => spentMinor >= 0)
        .some((spentMinor) => (segmentFor(segments, { orders, spentMinor, points })?.name ?? '') === name),
    );
}

/** More than any bound of a segment. */
const spentMost = Number.MAX_SAFE_INTEGER;

const pointsOf = {
  'onboarding-gift': onboardingGift,
  'check-in-streak': checkInStreak,
  'referral-reward': referralReward,
  'points-expiry': () => ({ points: pointsDefault, expiring: expiringDefault }),
  'win-back': winBack,
} as const satisfies Record<LifecycleCode, unknown>;

/** What the reader of a sample has to spend, so that no two figures of the text contradict each other. */
export function samplePoints(
  lifecycle: string,
  template: string,
  settings: JsonObject,
  variables: JsonObject,
): SamplePoints {
  if (!Object.hasOwn(pointsOf, lifecycle)) return { points: pointsDefault, expiring: expiringDefault };
  return (pointsOf[lifecycle as LifecycleCode] as PointsOf<never>)(template, settings as never, variables);
}
