export const eventPageExample = {
  data: [
    {
      id: 'order-1001',
      type: 'order.placed',
      memberId: 'anna-1',
      occurredAt: '2026-12-08T09:05:00.000Z',
      receivedAt: '2026-12-08T09:05:00.000Z',
      data: { orderId: '1001', amountMinor: 40000 },
      points: 450,
    },
  ],
  nextCursor: null,
};

export const orderPageExample = {
  data: [
    {
      id: '1002',
      memberId: 'anna-1',
      status: 'placed',
      amountMinor: 3600,
      returnedMinor: 0,
      currency: 'GBP',
      placedAt: '2026-12-08T10:03:00.000Z',
      points: 36,
      explanation: ['GBP 36.00 at 1 for every GBP 1.00'],
      redemptionId: 'red_9c4x7k2m',
    },
  ],
  nextCursor: null,
};

export const orderExample = {
  id: '1002',
  memberId: 'anna-1',
  status: 'placed',
  amountMinor: 3600,
  returnedMinor: 0,
  currency: 'GBP',
  placedAt: '2026-12-08T10:03:00.000Z',
  points: 36,
  explanation: ['GBP 36.00 at 1 for every GBP 1.00'],
  redemptionId: 'red_9c4x7k2m',
};
