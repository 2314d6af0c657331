export const campaignExample = {
  code: 'welcome',
  name: 'Welcome gift',
  lifecycle: 'onboarding-gift',
  status: 'live',
  version: 1,
  launchedAt: '2026-12-08T09:00:00.000Z',
  endedAt: null,
  definition: { name: 'Welcome gift', lifecycle: 'onboarding-gift', settings: { giftPoints: 100 } },
  counts: { active: 17, done: 3 },
};

const unlaunched = { ...campaignExample, launchedAt: null, counts: {} };
const review = {
  ...{ version: 1, submittedBy: 'key_7m2n', submittedAt: '2026-12-08T09:00:00.000Z' },
  ...{ approvedBy: null, approvedAt: null },
};
export const draftExample = { ...unlaunched, status: 'draft', review: null };
export const inReviewExample = { ...unlaunched, status: 'in_review', review };
export const scheduledExample = { ...unlaunched, status: 'scheduled', scheduledFor: '2026-12-15T09:00:00.000Z' };
export const endingExample = { ...campaignExample, entryClosedAt: '2026-12-08T15:00:00.000Z' };

export const campaignInputExample = {
  name: 'Welcome gift',
  lifecycle: 'onboarding-gift',
  settings: { giftPoints: 100, remindAfterDays: 3, firstOrderPoints: 100 },
};

export const campaignPageExample = {
  data: [
    {
      code: 'welcome',
      name: 'Welcome gift',
      lifecycle: 'onboarding-gift',
      status: 'live',
      version: 1,
      launchedAt: '2026-12-08T09:00:00.000Z',
      endedAt: null,
      definition: { name: 'Welcome gift', lifecycle: 'onboarding-gift', settings: { giftPoints: 100 } },
      counts: { active: 17, done: 3 },
    },
  ],
  nextCursor: null,
};

export const campaignReportExample = {
  campaign: 'welcome',
  at: '2026-12-08T15:00:00.000Z',
  steps: [{ name: 'gift', entered: 20, passed: 20 }],
  given: { points: 2000, takenBack: 0, coupons: 0, messages: 19 },
  holdOut: null,
  conversion: {
    days: 30,
    given: { members: 12, ordered: 5, rate: 0.417, low: 0.193, high: 0.68 },
    heldOut: { members: 0, ordered: 0, rate: 0, low: 0, high: 1 },
    stillOpen: 8,
    comparison: null,
  },
  outcomes: [{ status: 'active', reason: '', text: '', enrolments: 17, heldOut: 0 }],
  messages: [{ message: 'welcome', fate: 'sent', reason: '', text: '', count: 19 }],
  points: [{ step: 'gift', grants: 20, points: 2000, takenBack: 0 }],
  coupons: [],
};

export const previewInputExample = { template: 'welcome', locale: 'zh-CN', memberId: 'anna-1' };

export const previewExample = {
  ...{ subject: '100 积分已到账', text: '…', html: '<p>…</p>', locale: 'zh-CN', class: 'transactional' },
  ...{ from: 'Gift Shop Club <club@example.com>', to: 'Anna <anna@example.com>', notes: [] },
  texts: [
    {
      ...{ channel: 'sms', text: '100 积分已到账。', title: null, url: null, problem: null },
      sms: { encoding: 'UCS-2', units: 10, segments: 1, outside: ['积', '分', '已', '到', '账', '。'] },
    },
  ],
};
