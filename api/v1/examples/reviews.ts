export const reviewExample = {
  id: 'rev_3k7p1s9d',
  subject: 'referral',
  memberId: 'anna-1',
  campaign: 'referral',
  reasons: ['the same device'],
  facts: { device: 'same' },
  status: 'open',
  openedAt: '2026-12-08T15:00:00.000Z',
  decidedAt: null,
  decidedBy: null,
  note: null,
};

export const reviewPageExample = {
  data: [
    {
      id: 'rev_3k7p1s9d',
      subject: 'referral',
      memberId: 'anna-1',
      campaign: 'referral',
      reasons: ['the same device'],
      facts: { device: 'same' },
      status: 'open',
      openedAt: '2026-12-08T15:00:00.000Z',
      decidedAt: null,
      decidedBy: null,
      note: null,
    },
  ],
  nextCursor: null,
};

export const decisionInputExample = { approved: true, note: 'they are a household' };
