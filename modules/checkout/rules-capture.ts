export const redemptionStatuses = ['held', 'captured', 'released', 'expired', 'refunded'] as const;
export type RedemptionStatus = (typeof redemptionStatuses)[number];

/** A redemption, as far as its capture depends on it. */
export interface Capturable {
  readonly status: RedemptionStatus;
  readonly points: number;
  readonly createdAt: number;
  /** Null of one that was never held. */
  readonly expiresAt: number | null;
}

/**
 * How points that were held come to be used: from the hold; anew, from what the member has, when the hold has run out; or not at
 * all any more.
 */
export type CaptureWay =
  | { readonly way: 'captures'; readonly at: number }
  | { readonly way: 'spends'; readonly at: number }
  | { readonly way: 'none'; readonly because: 'gone' | 'captured' | 'released' | 'refunded' };

/**
 * How points are captured for what happened at `at`. Of its own time before the end of the hold it is that of the hold, as long as
 * that stands; afterwards the points are used if the member has them still. Nobody's clock moves a hold: what is dated ahead happens now.
 */
export function captureWay(
  { status, points, createdAt, expiresAt }: Capturable,
  { at, now, redeemable }: { readonly at: number; readonly now: number; readonly redeemable: number },
): CaptureWay {
  if (status === 'captured' || status === 'released' || status === 'refunded') return { way: 'none', because: status };
  const then = Math.max(Math.min(at, now), createdAt);
  if (status === 'held' && expiresAt !== null && then < expiresAt) return { way: 'captures', at: then };
  return redeemable >= points ? { way: 'spends', at: now } : { way: 'none', because: 'gone' };
}

/** A redemption's status at `now`: what has run out is over, swept or not. */
export function statusAt(
  { status, expiresAt }: Pick<Capturable, 'status' | 'expiresAt'>,
  now: number,
): RedemptionStatus {
  return status === 'held' && expiresAt !== null && expiresAt <= now ? 'expired' : status;
}
