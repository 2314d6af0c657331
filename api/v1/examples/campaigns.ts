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

/** A journey that runs, with a version that waits to be put live. */
export const stagedCampaignExample = {
  ...{ code: 'come-back', name: 'Come back', lifecycle: 'journey', status: 'live', version: 2 },
  staged: { version: 3, appliedAt: '2026-12-08T14:00:00.000Z', appliedBy: 'key:key_7f3k2m9p' },
  ...{ launchedAt: '2026-12-01T09:00:00.000Z', endedAt: null },
  definition: {
    ...{ name: 'Come back', lifecycle: 'journey', entry: [{ enters: 'idle-30-days' }] },
    steps: [{ message: 'we-miss-you' }, { id: 'pause', wait: '7 days' }, { id: 'thanks', grant: 100 }],
  },
  counts: { active: 612, done: 40 },
};

export const campaignDiffExample = {
  ...{ campaign: 'come-back', from: 2, to: 3 },
  changes: ['~ settings.steps.1.wait  5 days -> 7 days'],
  steps: { kept: ['we-miss-you'], changed: ['pause'], gone: [], added: ['thanks'] },
  textsOnly: false,
};

export const editPreviewExample = {
  ...{ campaign: 'come-back', from: 2, version: 3, policy: 'move', inside: 612, estimated: false },
  groups: [
    {
      ...{ version: 2, step: 'wait-3-days', becomes: 'stays', members: 412, gone: ['wait-3-days'] },
      says: '412 members wait in wait-3-days, which is gone; write "id: wait-3-days" if wait-5-days is the same',
    },
    { version: 2, step: 'pause', becomes: 'moves', members: 200, gone: [], says: null },
  ],
  ...{ textsOnly: false, isRunning: false },
};

export const editInputExample = { policy: 'move', version: 3 };
export const rollbackInputExample = { to: 1 };

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
