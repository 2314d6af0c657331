/** An order as the refund desk sees it. */
export interface ReturnableOrder {
  readonly orderId: string;
  readonly amountMinor: number;
  /** What came back of it so far. */
  readonly returnedMinor: number;
  /** What it earned when it was placed. */
  readonly points: number;
  /** The same before it was rounded down; null when it was whole, or is not known. */
  readonly exactPoints: string | null;
  readonly placedAt: Date;
}

/** A part of a return, put down to one order. */
export interface MatchedReturn<Order extends ReturnableOrder> {
  readonly order: Order;
  readonly amountMinor: number;
}

/**
 * The orders that a return without an order's number is put down to, as a refund desk would: the latest order of exactly
 * this amount, else the latest orders with something left, one after the other. Orders placed after the return don't count.
 */
export function matchReturn<Order extends ReturnableOrder>(
  orders: readonly Order[],
  amountMinor: number,
  returnedAt: Date,
): { readonly matches: readonly MatchedReturn<Order>[]; readonly unmatchedMinor: number } {
  const open = orders
    .filter((order) => order.returnedMinor < order.amountMinor && order.placedAt <= returnedAt)
    .sort((a, b) => b.placedAt.getTime() - a.placedAt.getTime() || compare(b.orderId, a.orderId));
  const exact = open.find((order) => order.amountMinor - order.returnedMinor === amountMinor);
  if (exact) return { matches: [{ order: exact, amountMinor }], unmatchedMinor: 0 };

  const matches: MatchedReturn<Order>[] = [];
  let leftMinor = amountMinor;
  for (const order of open) {
    if (leftMinor === 0) break;
    const part = Math.min(leftMinor, order.amountMinor - order.returnedMinor);
    matches.push({ order, amountMinor: part });
    leftMinor -= part;
  }
  return { matches, unmatchedMinor: leftMinor };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
