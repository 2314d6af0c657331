import { shareOf } from './rules-money.ts';
import type { OrderFigures, RefundTold } from './rules-told.ts';

/**
 * What came back of what an order earned on, all its refunds together. Goods that are named count at their prices. Money without
 * goods counts as far as what earned is a part of the whole: of a refund of an order with postage, the postage is none of it.
 */
export function returnedMinor(figures: OrderFigures, currency: string, refunds: readonly RefundTold[]): number {
  let goodsMinor = 0;
  let moneyMinor = 0;
  /** Goods that came back and were not paid for yet: a later refund of money alone is for them. */
  let owedMinor = 0;
  for (const refund of refunds) {
    const paid = inShopMoney(figures, currency, refund);
    if (refund.goods === null || !figures.byLines) {
      moneyMinor += paid;
      continue;
    }
    const { priceMinor, taxMinor } = refund.goods;
    goodsMinor += figures.netOfTax && figures.taxesIncluded ? priceMinor - taxMinor : priceMinor;
    owedMinor += Math.max(0, (figures.taxesIncluded ? priceMinor : priceMinor + taxMinor) - paid);
  }
  const { amountMinor, totalMinor } = figures;
  const money = shareOf(Math.max(0, moneyMinor - owedMinor), amountMinor, totalMinor);
  return Math.min(amountMinor, goodsMinor + money);
}

/** Money as the shop counts it; a customer may have paid, and been paid back, in another currency. */
function inShopMoney({ totalMinor, paid }: OrderFigures, currency: string, { money }: RefundTold): number {
  if (money.currency === currency || paid?.currency !== money.currency) return money.minor;
  return shareOf(money.minor, totalMinor, paid.totalMinor);
}
