export const mergeInputExample = {
  fromMemberId: 'anna-old',
  intoMemberId: 'anna-1',
  reason: 'two accounts of one person',
};

export const mergeExample = {
  id: 'mrg_2b7n5q8r',
  status: 'done',
  fromMemberId: 'anna-old',
  intoMemberId: 'anna-1',
  points: 120,
  coupons: 1,
  changes: [
    { what: 'lots', count: 2 },
    { what: 'coupons', count: 1 },
  ],
  leftBehind: [],
  undoableUntil: '2026-12-09T15:00:00.000Z',
  createdAt: '2026-12-08T15:00:00.000Z',
};

export const mergeUndoneExample = { ...mergeExample, status: 'undone', changes: [] };
