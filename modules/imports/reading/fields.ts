/** What a row of an order file may say, by the names that shops' systems give it. */
export const columnNames = {
  orderId: [
    ...['order_id', 'order_no', 'order_number', 'invoice_no', 'invoice', 'order'],
    ...['bestellnummer', 'auftragsnummer', 'rechnungsnummer', '订单号', '订单编号'],
  ],
  memberId: ['customer_id', 'member_id', 'member', 'customer', 'kunde', 'kundennummer', '会员号', '客户编号', '客户'],
  placedAt: [
    ...['placed_at', 'ordered_at', 'occurred_at', 'created_at', 'order_date', 'invoice_date', 'date'],
    ...['datum', 'bestelldatum', '下单时间', '订单时间', '日期'],
  ],
  amount: ['amount', 'total', 'amount_paid', 'order_total', 'betrag', 'gesamtbetrag', '金额', '实付金额'],
  amountMinor: ['amount_minor'],
  kind: ['kind', 'type'],
  currency: ['currency', 'währung', '币种'],
  /** The order that a return takes back. */
  returnOf: ['return_of', 'cancels', 'original_order'],
  status: ['status', 'order_status', 'financial_status', 'payment_status', '订单状态'],
  /** What came back of an order in all. */
  refunded: ['refunded', 'refunded_amount', 'amount_refunded', 'refund_amount', 'total_refunded'],
  cancelledAt: ['cancelled_at', 'canceled_at'],
  /** Where a file has the time of day in a column of its own. */
  time: [],
} as const satisfies Record<string, readonly string[]>;
export type ColumnField = keyof typeof columnNames;
export const columnFields = Object.keys(columnNames) as ColumnField[];
export const fieldWords: Partial<Record<ColumnField, string>> = {
  orderId: 'the order number',
  memberId: 'the customer',
  placedAt: 'the date',
  amount: 'the amount',
};

/** What a column is called on the command line, in a mapping and in reports: `orderId` is order_id. */
export const columnName = (field: ColumnField): string => columnNames[field][0] ?? field;
