/** How far an invitation has come. */
export type ReferralState =
  'joined' | 'review' | 'waiting' | 'approved' | 'paid' | 'friend-only' | 'refused' | 'returned';

/** How many friends a member is rewarded for. */
export interface ReferralLimits {
  /** In any period of `periodDays`. */
  readonly perPeriod: number;
  readonly periodDays: number;
  readonly inAll: number;
}

/** Why a referrer gets nothing for one more friend; undefined when there is room. */
export function limitReached(
  { perPeriod, periodDays, inAll }: ReferralLimits,
  counted: { readonly inPeriod: number; readonly inAll: number },
): string | undefined {
  if (counted.inAll >= inAll) return `the limit of ${inAll} rewarded friends is reached`;
  if (counted.inPeriod >= perPeriod) {
    return `the limit of ${perPeriod} rewarded friends in ${periodDays} days is reached`;
  }
  return undefined;
}
