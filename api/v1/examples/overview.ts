export const pointsTotalsExample = {
  earned: 586,
  corrected: 0,
  redeemed: 500,
  takenBack: 0,
  expired: 0,
  writtenOff: 0,
  available: 86,
  pending: 0,
  held: 0,
  debt: 0,
  transactions: 4,
};

export const overviewExample = {
  from: '2026-12-08T00:00:00.000Z',
  to: '2026-12-08T10:03:00.000Z',
  members: { total: 1, joined: 1 },
  points: { outstanding: 86, available: 86, pending: 0, held: 0, debt: 0, estimated: false },
  days: [{ date: '2026-12-08', issued: 586, issuedByOrders: 436, redeemed: 500, takenBack: 0, expired: 0 }],
  expiring: { points: 0, members: 0, until: '2026-12-10T00:00:00.000Z' },
  messages: { sent: 1, waiting: 0, bounced: 0, notSent: 0 },
  reviews: { open: 0, oldestAt: null },
  webhooks: { disabled: 0, waiting: 0 },
};
