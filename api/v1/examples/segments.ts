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
  usedBy: [{ kind: 'campaign', code: 'come-back', name: 'Come back', status: 'live' }],
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

export const segmentHistoryExample = {
  watchedAt: '2026-12-01T09:00:00.000Z',
  inside: 2274,
  entered: 34,
  left: 27,
  days: [{ day: '2026-12-07', entered: 34, left: 27 }],
  latest: [{ member: 'anna-1', move: 'entered', at: '2026-12-07T10:00:00.000Z' }],
};

const textTests = ['is', 'isNot', 'contains', 'startsWith', 'known'];
const numberTests = ['is', 'isNot', 'atLeast', 'atMost', 'above', 'below', 'known'];

export const segmentLanguageExample = {
  subjects: [
    {
      verb: 'spent',
      title: 'Spent',
      group: { code: 'orders', title: 'What they ordered' },
      fields: [
        { name: 'spent', title: null, control: 'number', isRequired: true, names: null, options: [] },
        { name: 'within', title: 'When', control: 'window', isRequired: false, names: null, options: [] },
      ],
      unit: 'GBP',
      oneOf: [],
      whereOf: 'order.placed',
      start: { spent: { atLeast: 1 } },
    },
  ],
  tests: {
    text: textTests,
    number: numberTests,
    money: numberTests,
    flag: ['is', 'isNot', 'known'],
    date: ['is', 'isNot', 'atLeast', 'atMost', 'before', 'after', 'within', 'known'],
  },
  depthMax: 5,
  currency: 'GBP',
  names: {
    attribute: [{ name: 'city', type: 'text' }],
    event: [{ type: 'share.opened', fields: [{ name: 'page', type: 'text' }] }],
    tag: ['friend'],
    tier: [{ code: 'silver', name: 'Silver' }],
    segment: [{ code: 'quiet-vips', name: 'High value, low activity' }],
    campaign: ['win-back'],
    coupon: ['win-back'],
    template: ['offer'],
  },
};
