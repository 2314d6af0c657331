/** What an order's status says about its points. */
export const statusMeanings = ['order', 'returned', 'partly-returned', 'cancelled', 'ignored'] as const;
export type StatusMeaning = (typeof statusMeanings)[number];

const words: Readonly<Record<StatusMeaning, string>> = {
  order:
    'paid, complete, completed, processing, shipped, delivered, fulfilled, partially fulfilled, unfulfilled, unshipped, partially shipped, closed, done, sale, sales order, locked, confirmed, invoiced, fully invoiced, captured, settled, succeeded, success, order, bezahlt, abgeschlossen, versendet, 已完成, 已付款, 已支付, 已发货, 交易成功',
  returned: 'refunded, fully refunded, returned, charged back, erstattet, 已退款',
  'partly-returned': 'partially refunded, partly refunded, partial refund, partially returned, 部分退款',
  cancelled: 'cancelled, canceled, cancel, voided, void, storniert, 已取消, 交易关闭',
  ignored:
    'pending, pending payment, payment pending, on hold, failed, draft, checkout draft, quotation, quotation sent, sent, unpaid, authorized, expired, payment review, declined, trash, offen, 待付款',
};
const meanings = new Map(
  statusMeanings.flatMap((meaning) =>
    words[meaning].split(', ').map((word): [string, StatusMeaning] => [word, meaning]),
  ),
);

/** What a status means, by the shop's own words first; undefined when nobody knows. */
export function meaningOf(
  status: string,
  own: Readonly<Partial<Record<string, StatusMeaning>>>,
): StatusMeaning | undefined {
  if (status === '') return 'order';
  const word = plainStatus(status);
  return own[word] ?? meanings.get(word);
}

/** `partially_refunded`, `Partially-Refunded` and `wc-partially refunded` are one. */
export function plainStatus(status: string): string {
  return status
    .trim()
    .toLowerCase()
    .replace(/[_\s-]+/g, ' ')
    .replace(/^wc /, '');
}
