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

function reaches({ spendMinor, orders }: Tier, purchases: Purchases): boolean {
  return (
    (spendMinor !== undefined && purchases.spentMinor >= spendMinor) ||
    (orders !== undefined && purchases.orders >= orders)
  );
}
