export const adjustmentExample = {
  id: 'adj_8d5g2j7l',
  status: 'booked',
  memberId: 'anna-1',
  points: 10,
  reason: 'parcel came late',
  transactionId: 'txn_1q9w4e7r',
  createdAt: '2026-12-08T15:00:00.000Z',
};

export const adjustmentInputExample = { memberId: 'anna-1', points: 10, reason: 'parcel came late' };
