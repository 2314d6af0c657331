export const quoteInputExample = { memberId: 'anna-1', amountMinor: 4000, points: 400 };

export const quoteExample = {
  id: 'quo_eyJtIjoiYW5uYS0xIn0.q3zP',
  memberId: 'anna-1',
  quotedAt: '2026-12-08T10:00:00.000Z',
  validUntil: '2026-12-08T10:30:00.000Z',
  rulesVersion: 1,
  currency: 'GBP',
  amountMinor: 4000,
  discount: null,
  redeemable: { points: 450, amountMinor: 450, limitedBy: 'balance' },
  redeem: { points: 400, amountMinor: 400 },
  payableMinor: 3600,
  earn: {
    points: 36,
    availableAt: '2026-12-08T10:00:00.000Z',
    expiresAt: '2027-12-08T23:59:59.999Z',
    explanation: ['GBP 36.00 at 1 for every GBP 1.00'],
  },
  balance: { available: 450, pending: 0, held: 0, debt: 0, version: 1 },
};

export const redemptionInputExample = { memberId: 'anna-1', points: 400, orderId: '1002', amountMinor: 4000 };

export const redemptionExample = {
  id: 'red_9c4x7k2m',
  memberId: 'anna-1',
  orderId: '1002',
  status: 'held',
  points: 400,
  amountMinor: 400,
  currency: 'GBP',
  capturedPoints: 0,
  refundedPoints: 0,
  expiresAt: '2026-12-08T10:31:00.000Z',
  createdAt: '2026-12-08T10:01:00.000Z',
  lots: [{ lotId: 'lot_7h2k9m4q', points: -400, expiresAt: '2027-12-08T23:59:59.999Z' }],
  balance: { available: 50, pending: 0, held: 400, debt: 0, version: 2 },
};

export const redemptionPageExample = { data: [redemptionExample], nextCursor: null };

export const captureInputExample = { points: 300 };

export const refundInputExample = { points: 100, reason: 'goodwill' };
