import { type StreakDay, type StreakRules, streakWith } from './rules.ts';

/**
 * The days of two books as one: a day that both have is had once, and the streak is counted again over all of them. So it is at
 * least the better of both, and days that one checked in under either account go together.
 */
export function uniteDays(
  own: readonly StreakDay[],
  other: readonly StreakDay[],
  rules: Pick<StreakRules, 'graceDays'>,
): StreakDay[] {
  const byDay = new Map(other.map((day) => [day.day, day]));
  for (const day of own) byDay.set(day.day, day);
  const days = [...byDay.values()].sort((one, two) => (one.day < two.day ? -1 : 1));
  let before: StreakDay | undefined;
  return days.map((day) => (before = { ...day, streak: Math.max(day.streak, streakWith(before, day, rules)) }));
}
