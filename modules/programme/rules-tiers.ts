import type { Tier } from './rules.ts';

/** What a member has bought and kept. */
export interface Purchases {
  readonly spentMinor: number;
  /** Orders that were not wholly returned. */
  readonly orders: number;
}

/** The highest tier that the purchases reach, by spend or by number of orders, whichever comes first. */
export function tierFor(tiers: readonly Tier[], purchases: Purchases): Tier {
  const [base, ...higher] = tiers;
  if (!base) throw new RangeError('A programme has at least its base tier.');
  return higher.findLast((tier) => reaches(tier, purchases)) ?? base;
}

/** The higher of a tier and the one that was brought along from elsewhere; one that the programme has no more counts for nothing. */
export function higherTier(tiers: readonly Tier[], tier: string, floor: string | null): string {
  const place = (wanted: string) => tiers.findIndex(({ code }) => code === wanted);
  return floor !== null && place(floor) > place(tier) ? floor : tier;
}

function reaches({ spendMinor, orders }: Tier, purchases: Purchases): boolean {
  return (
    (spendMinor !== undefined && purchases.spentMinor >= spendMinor) ||
    (orders !== undefined && purchases.orders >= orders)
  );
}
