export const meExample = {
  memberId: 'anna-1',
  name: 'Anna',
  tier: 'base',
  tierName: 'Member',
  balance: { available: 86, pending: 0, held: 0, debt: 0, version: 4 },
  nextExpiry: { points: 86, at: '2027-12-08T23:59:59.999Z' },
  streak: null,
  referral: { code: 'ANNA7K', url: 'http://localhost:3000/r/ANNA7K', invited: 2, paid: 1, invitedBy: null },
};

export const checkInAnswerExample = {
  points: 5,
  streak: { days: 1, best: 1, lastOn: '2026-12-08' },
  businessDay: '2026-12-08',
  next: { day: 2, points: 5 },
  balance: { available: 91, pending: 0, held: 0, debt: 0, version: 5 },
};

export const myReferralPageExample = {
  data: [{ status: 'paid', registeredAt: '2026-12-08T09:00:00.000Z', rewardPoints: 100 }],
  nextCursor: null,
};
