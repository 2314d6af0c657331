export const referralCasePageExample = {
  data: [
    {
      id: 'ref_9j2m6n4b',
      memberId: 'anna-1',
      friendId: 'ben-7',
      status: 'waiting',
      reasons: [],
      registeredAt: '2026-12-08T09:00:00.000Z',
      changedAt: '2026-12-08T10:03:00.000Z',
      waitsUntil: '2026-12-22T10:03:00.000Z',
      orderId: '1044',
      rewardPoints: 0,
    },
  ],
  nextCursor: null,
};
