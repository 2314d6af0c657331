import { counted } from '../../values/plural.ts';

/** How far an invitation has come. */
export const referralStates = [
  ...(['joined', 'review', 'waiting', 'approved'] as const),
  ...(['paid', 'friend-only', 'refused', 'returned'] as const),
] as const;
export type ReferralState = (typeof referralStates)[number];

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
  rewarded: { readonly inPeriod: number; readonly inAll: number },
): string | undefined {
  if (rewarded.inAll >= inAll)
    return `the limit of ${counted(inAll, 'rewarded friend', 'rewarded friends')} is reached`;
  if (rewarded.inPeriod >= perPeriod) {
    return `the limit of ${counted(perPeriod, 'rewarded friend', 'rewarded friends')} in ${counted(periodDays, 'day', 'days')} is reached`;
  }
  return undefined;
}
