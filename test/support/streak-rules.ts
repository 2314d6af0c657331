import type { StreakRules } from '../../modules/check-ins/rules.ts';

/** The rules of the shipped check-in campaign. */
export const shippedRules: StreakRules = {
  dayPoints: [5, 5, 6, 6, 8, 8, 10],
  afterLastDay: 'restart',
  bonuses: [{ day: 7, points: 20 }],
  graceDays: 0,
  repairCardsPerMonth: 1,
  repairWithinDays: 3,
  lateDays: 3,
  remindAt: '20:00',
};
