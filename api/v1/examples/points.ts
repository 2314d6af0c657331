export const balanceExample = { available: 86, pending: 0, held: 0, debt: 0, version: 4 };

export const lotPageExample = {
  data: [
    {
      id: 'lot_7h2k9m4q',
      memberId: 'anna-1',
      status: 'active',
      earned: 450,
      left: 50,
      held: 0,
      earnedAt: '2026-12-08T09:05:00.000Z',
      availableAt: '2026-12-08T09:05:00.000Z',
      expiresAt: '2027-12-08T23:59:59.999Z',
      source: { type: 'order', id: '1001' },
    },
  ],
  nextCursor: null,
};

export const transactionPageExample = {
  data: [
    {
      id: 'txn_3f6t8w1z',
      memberId: 'anna-1',
      kind: 'earn',
      points: 450,
      at: '2026-12-08T09:05:00.000Z',
      recordedAt: '2026-12-08T09:05:00.000Z',
      source: { type: 'order', id: '1001' },
      orderId: '1001',
      explanation: ['GBP 400.00 at 1 for every GBP 1.00', 'the part above GBP 300.00 counts x1.5'],
      lots: [{ lotId: 'lot_7h2k9m4q', points: 450, expiresAt: '2027-12-08T23:59:59.999Z' }],
      actor: 'key_4n8b2v6c',
      balance: { available: 450, pending: 0, held: 0, debt: 0, version: 1 },
    },
  ],
  nextCursor: null,
};

export const transactionExample = {
  id: 'txn_3f6t8w1z',
  memberId: 'anna-1',
  kind: 'earn',
  points: 450,
  at: '2026-12-08T09:05:00.000Z',
  recordedAt: '2026-12-08T09:05:00.000Z',
  source: { type: 'order', id: '1001' },
  orderId: '1001',
  explanation: ['GBP 400.00 at 1 for every GBP 1.00', 'the part above GBP 300.00 counts x1.5'],
  lots: [{ lotId: 'lot_7h2k9m4q', points: 450, expiresAt: '2027-12-08T23:59:59.999Z' }],
  actor: 'key_4n8b2v6c',
  balance: { available: 450, pending: 0, held: 0, debt: 0, version: 1 },
};
