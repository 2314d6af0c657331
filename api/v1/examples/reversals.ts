export const reversalInputExample = {
  campaign: 'spring-gift',
  since: '2026-12-07T00:00:00Z',
  reason: 'ten times too many points',
  dryRun: true,
};

export const reversalExample = {
  id: 'rvs_7h2k9m4q',
  status: 'done',
  campaign: 'spring-gift',
  since: '2026-12-07T00:00:00.000Z',
  until: '2026-12-08T15:00:00.001Z',
  what: ['points', 'coupons'],
  reason: 'ten times too many points',
  dryRun: true,
  ...{ members: 2, grants: 3, granted: 2000, takenBack: 1700, spent: 300, held: 0, gone: 0 },
  ...{ coupons: 1, couponsUsed: 0, couponsOver: 0, messages: 2 },
  leftovers: [{ memberId: 'ben-1', kind: 'points', granted: 1000, spent: 300, held: 0 }],
  leftoversTotal: 1,
  createdAt: '2026-12-08T15:00:00.000Z',
  finishedAt: '2026-12-08T15:00:00.000Z',
};
