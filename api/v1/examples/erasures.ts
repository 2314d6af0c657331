export const erasureInputExample = { memberId: 'anna-1', reason: 'request by mail of 8 December' };

export const erasureExample = {
  id: 'ers_6m3k8t1w',
  status: 'scheduled',
  memberId: 'anna-1',
  dueAt: '2026-12-15T15:00:00.000Z',
  createdAt: '2026-12-08T15:00:00.000Z',
  kept: ['ledger totals under a pseudonym: the books of the programme'],
};

export const erasureWithdrawnExample = { ...erasureExample, status: 'withdrawn' };

export const erasurePageExample = { data: [erasureExample], nextCursor: null };
