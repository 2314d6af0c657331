import { code, endOf, type Samples } from '../sample-values.ts';
import type { CheckInStreakSettings } from './settings.ts';

export const checkInStreak: Samples<CheckInStreakSettings> = {
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
