import { addDays, addMonths, clampDay, endOfLocalDay, localDay, type LocalDay } from '../../values/calendar.ts';
import type { ExpiryPolicy, Programme } from './rules.ts';

/** Points earned on one day expire together, so one answer a day is enough; a year of days for some policies and zones. */
const answersMax = 20_000;
const answers = new Map<string, Date>();

/** The policy for points earned in a tier: a tier may let them live some months longer. */
export function expiryIn({ expiry, tiers }: Pick<Programme, 'expiry' | 'tiers'>, tier: string): ExpiryPolicy {
  const extraMonths = tiers.find(({ code }) => code === tier)?.extraExpiryMonths ?? 0;
  if (extraMonths === 0) return expiry;
  switch (expiry.kind) {
    case 'never':
      return expiry;
    case 'rolling':
      return { ...expiry, months: expiry.months + extraMonths };
    case 'fixedDate':
      return { ...expiry, minimumMonths: expiry.minimumMonths + extraMonths };
    default:
      return expiry satisfies never;
  }
}

/** The last instant at which points earned at `earnedAt` can be spent; null when they never expire. */
export function expiresAt(policy: ExpiryPolicy, earnedAt: Date, zone: string): Date | null {
  if (policy.kind === 'never') return null;
  const earnedOn = localDay(earnedAt, zone);
  const key = cacheKey(policy, earnedOn, zone);
  let answer = answers.get(key);
  if (!answer) {
    if (answers.size >= answersMax) answers.clear();
    answer = endOfLocalDay(addDays(lastDay(policy, earnedOn), policy.graceDays ?? 0), zone);
    answers.set(key, answer);
  }
  return answer;
}

/**
 * The official end of points: the last instant but for the days of grace. It is found from the two dates the points were
 * given, so that points whose end the policy did not set (a gift's, or of an earlier policy) have no grace to tell of.
 */
export function officialEnd(
  { expiry, tiers, zone }: Pick<Programme, 'expiry' | 'tiers' | 'zone'>,
  points: { readonly availableAt: Date; readonly expiresAt: Date },
): Date {
  for (const tier of ['', ...tiers.map(({ code }) => code)]) {
    const policy = expiryIn({ expiry, tiers }, tier);
    if (policy.kind === 'never' || !policy.graceDays) break;
    if (expiresAt(policy, points.availableAt, zone)?.getTime() !== points.expiresAt.getTime()) continue;
    return expiresAt({ ...policy, graceDays: 0 }, points.availableAt, zone) ?? points.expiresAt;
  }
  return points.expiresAt;
}

function lastDay(policy: Exclude<ExpiryPolicy, { kind: 'never' }>, earnedOn: LocalDay): LocalDay {
  if (policy.kind === 'rolling') return addMonths(earnedOn, policy.months);
  const earliest = addMonths(earnedOn, policy.minimumMonths);
  const sameYear = clampDay(earliest.year, policy.month, policy.day);
  return isBefore(sameYear, earliest) ? clampDay(earliest.year + 1, policy.month, policy.day) : sameYear;
}

function isBefore(a: LocalDay, b: LocalDay): boolean {
  return a.year * 10_000 + a.month * 100 + a.day < b.year * 10_000 + b.month * 100 + b.day;
}

function cacheKey(
  policy: Exclude<ExpiryPolicy, { kind: 'never' }>,
  { year, month, day }: LocalDay,
  zone: string,
): string {
  const terms =
    policy.kind === 'rolling' ? `r${policy.months}` : `f${policy.month}-${policy.day}-${policy.minimumMonths}`;
  return `${zone} ${terms}+${policy.graceDays ?? 0} ${year}-${month}-${day}`;
}
