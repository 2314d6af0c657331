export const segmentInputExample = {
  name: 'High value, low activity',
  who: { all: [{ spent: { atLeast: 500 }, within: 'last 365 days' }, { lastOrder: { atLeast: '60 days ago' } }] },
};

export const segmentExample = {
  code: 'quiet-vips',
  name: 'High value, low activity',
  about: null,
  who: segmentInputExample.who,
  says: 'spent at least £500.00 within the last 365 days, and last ordered at least 60 days ago',
  revision: 1,
  createdAt: '2026-12-08T15:00:00.000Z',
  changedAt: '2026-12-08T15:00:00.000Z',
  watchedAt: null,
};

export const segmentListExample = { data: [segmentExample], nextCursor: null };
export const conditionInputExample = { who: { spent: { atLeast: 500 } } };

export const audienceExample = {
  members: 2274,
  of: 5000,
  reach: [{ channel: 'email', reachable: 162, unreachable: [{ reason: 'ADDRESS_MISSING', members: 2112 }] }],
  countedAt: '2026-12-08T15:00:00.000Z',
};

export const segmentSampleExample = {
  data: [
    {
      member: 'anna-1',
      reasons: [
        { asks: 'spent at least £500.00 within the last 365 days', holds: true, found: '£640.00' },
        { asks: 'last ordered at least 60 days ago', holds: true, found: '1 Sept 2026, 10:04' },
      ],
    },
  ],
};

export const segmentPreviewExample = {
  says: 'spent at least £500.00',
  count: audienceExample,
  sample: segmentSampleExample.data,
};
