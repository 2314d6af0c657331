/** What a gift stands or falls with. */
export type GiftCondition =
  /** Given for this order: taken back when it comes back whole. */
  | { readonly kind: 'order'; readonly orderId: string }
  /** Given to bring an order: taken back when all that were placed since have come back whole. */
  | { readonly kind: 'nextOrder' };
