export const keyPageExample = {
  data: [
    {
      id: 'key_4n8b2v6c',
      name: 'checkout',
      prefix: 'prn_4n8b2v6c',
      scopes: ['read', 'write'],
      createdAt: '2026-12-08T09:00:00.000Z',
      lastUsedAt: null,
      expiresAt: null,
      revokedAt: null,
    },
  ],
  nextCursor: null,
};

export const keyInputExample = { name: 'checkout', scopes: ['read', 'write'] };

export const keyExample = {
  id: 'key_4n8b2v6c',
  name: 'checkout',
  prefix: 'prn_4n8b2v6c',
  scopes: ['read', 'write'],
  createdAt: '2026-12-08T09:00:00.000Z',
  lastUsedAt: null,
  expiresAt: null,
  revokedAt: null,
};

export const secretInputExample = { overlapSeconds: 86400 };

export const auditEntryPageExample = {
  data: [
    {
      id: 'aud_9l3k7j1h',
      at: '2026-12-08T15:00:00.000Z',
      actor: 'key_4n8b2v6c',
      action: 'adjustment.create',
      target: 'adj_8d5g2j7l',
      after: { points: 10 },
      reason: 'parcel came late',
      requestId: 'req_5d8w2n7c',
    },
  ],
  nextCursor: null,
};
