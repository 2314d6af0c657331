import { explainPoints, pointsForOrder } from '../programme/rules-earning.ts';
import type { Programme } from '../programme/rules.ts';
import { orderExplained } from '../programme/wording.ts';
import type { Explanations } from './event-entries.ts';
import type { EventRow } from './rows.ts';

export interface OrdersToExplain {
  readonly events: readonly EventRow[];
  /** True when `events` go back to the member's first one: then the tier is known all along. */
  readonly complete: boolean;
  /** 1 to 12; null when unknown. */
  readonly birthMonth: number | null;
}

/**
 * Why each order brought the points it did, by event row. An order is explained only when the rules of today come to the
 * very points it was given: rules, tier and birthday may have changed since.
 */
export function explainOrders(programme: Programme, { events, complete, birthMonth }: OrdersToExplain): Explanations {
  const explanations = new Map<bigint, ReturnType<typeof orderExplained>>();
  const birthday = birthMonth === null ? null : { month: birthMonth };
  const allTiers = programme.tiers.map(({ code }) => code);
  let tier = complete ? allTiers[0] : undefined;
  // In the order of arrival: an order that came late was paid by the tier of that moment.
  for (const { id, type, data, result, occurredAt } of [...events].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    // A coupon's multiplier is no rule of the programme.
    const plain = result.coupon === undefined;
    if (plain && type === 'order.placed' && typeof data.amountMinor === 'number' && typeof result.points === 'number') {
      const order = { amountMinor: data.amountMinor, placedAt: occurredAt };
      const fitting = (tier === undefined ? allTiers : [tier]).filter(
        (each) => pointsForOrder(programme, order, { tier: each, birthday }) === result.points,
      );
      const [only] = fitting;
      if (only !== undefined && fitting.length === 1) {
        const parts = explainPoints(programme, order, { tier: only, birthday });
        explanations.set(id, orderExplained(parts, programme.currency));
      }
    }
    if (typeof result.tier === 'string') tier = result.tier;
  }
  return explanations;
}
