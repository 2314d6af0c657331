export const couponPageExample = {
  data: [
    {
      code: '7KQM-4XWP-29TD',
      memberId: 'anna-1',
      campaign: 'welcome',
      name: '5 off your first order',
      benefit: { kind: 'amount_off', amountMinor: 500 },
      minOrderMinor: 3000,
      status: 'issued',
      orderId: null,
      issuedAt: '2026-12-08T09:00:00.000Z',
      expiresAt: '2026-12-22T23:59:59.999Z',
    },
  ],
  nextCursor: null,
};

export const couponExample = {
  code: '7KQM-4XWP-29TD',
  memberId: 'anna-1',
  campaign: 'welcome',
  name: '5 off your first order',
  benefit: { kind: 'amount_off', amountMinor: 500 },
  minOrderMinor: 3000,
  status: 'issued',
  orderId: null,
  issuedAt: '2026-12-08T09:00:00.000Z',
  expiresAt: '2026-12-22T23:59:59.999Z',
};

export const couponRedeemInputExample = { orderId: 'T-2201', amountMinor: 3000, memberId: 'anna-1' };

export const couponRedeemedExample = { ...couponExample, status: 'redeemed', orderId: 'T-2201' };

export const couponCancelledExample = { ...couponExample, status: 'cancelled' };
