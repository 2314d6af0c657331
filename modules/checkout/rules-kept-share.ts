/** What of a redemption was used, and what of that is back. */
export interface UsedPoints {
  readonly capturedPoints: number;
  readonly refundedPoints: number;
}

/** An order as it stands. */
export interface KeptPart {
  /** What it was placed with. */
  readonly orderMinor: number;
  readonly keptMinor: number;
}

/**
 * The points to give back now of those used on an order of which this much is kept: its share of them stays used, rounded down.
 * Cumulative, so that ten small returns give back as much as one large one; of an order that points alone have paid, nothing is kept
 * once it is returned. Points that are back are not taken again.
 */
export function redemptionAfter(
  { capturedPoints, refundedPoints }: UsedPoints,
  { orderMinor, keptMinor }: KeptPart,
): number {
  return Math.max(0, capturedPoints - keptPoints(capturedPoints, { orderMinor, keptMinor }) - refundedPoints);
}

function keptPoints(points: number, { orderMinor, keptMinor }: KeptPart): number {
  if (orderMinor === 0) return keptMinor > 0 ? points : 0;
  if (keptMinor >= orderMinor) return points;
  return Number((BigInt(points) * BigInt(keptMinor)) / BigInt(orderMinor));
}
