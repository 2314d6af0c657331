import { pointsOfDay, type StreakRules } from '../../../modules/check-ins/rules.ts';
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
    // It is told on the day after the loss, which is the first of those in which a card can be used.
    const repairUntilAt = canRepair ? endOf(now, repairWithinDays - 1) : null;
    return { class: 'service', variables: { streak: Math.max(6, remindFromDays), canRepair, repairUntilAt } };
  },
};

const pointsOf = (rules: StreakRules, day: number): number => pointsOfDay(rules, day).points;
