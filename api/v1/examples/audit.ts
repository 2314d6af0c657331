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
