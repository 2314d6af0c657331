export const campaignFlowExample = {
  campaign: 'welcome',
  at: '2026-12-08T15:00:00.000Z',
  sampled: false,
  entry: { came: 20, here: 0, ended: 0, wentOn: 20 },
  heldOut: { came: 0, here: 0, ended: 0, wentOn: 0 },
  steps: [
    { name: 'gift', kind: 'grant', came: 20, here: 0, ended: 0, wentOn: 20, done: 20, notDone: 0 },
    {
      ...{ name: 'welcome', kind: 'message', template: 'welcome', came: 20, here: 17, ended: 3, wentOn: 0 },
      ...{ done: 19, notDone: 1 },
    },
  ],
  enteredLately: 20,
  nextLookAt: null,
  nextStep: { at: '2026-12-11T09:00:00.000Z', members: 17 },
  queue: { waiting: 0, withinADay: 0, firstAt: null, firstDeadline: null },
  joinedInPause: null,
  versions: [{ version: 1, createdAt: '2026-12-08T08:55:00.000Z', entered: 20, inside: 17 }],
  messages: [{ template: 'welcome', locales: ['en', 'zh-CN'] }],
  told: null,
};

export const waitingMemberPageExample = {
  data: [
    {
      id: 'enr_4w8e2r6t',
      memberId: 'anna-1',
      version: 1,
      step: 'welcome',
      heldOut: false,
      blocked: false,
      since: '2026-12-08T09:00:00.000Z',
      until: '2026-12-11T09:00:00.000Z',
    },
  ],
  nextCursor: null,
};

export const launchPlanExample = {
  campaign: 'autumn-news',
  lifecycle: 'journey',
  version: 1,
  told: 'Autumn news.\nComes in: everybody in the audience when it goes live; never again.\n- send the message autumn-news [autumn-news]',
  audience: {
    members: 2274,
    of: 2500,
    reach: [
      {
        channel: 'email',
        reachable: 162,
        unreachable: [
          { reason: 'ADDRESS_MISSING', members: 2083 },
          { reason: 'OPTED_OUT', members: 29 },
        ],
      },
    ],
    countedAt: '2026-12-08T15:00:00.000Z',
  },
  holdOut: 0,
  perMember: { points: 0, coupons: 0, messages: 1, worth: 0, pointsWorth: 0 },
  inAll: { points: 0, coupons: 0, messages: 2274, worth: 0, pointsWorth: 0 },
  budget: [{ of: 'messages', limit: 120_000, used: 0, enoughFor: 120_000 }],
  firstMessageAt: '2026-12-08T15:00:00.000Z',
  zones: [
    { zone: 'Europe/London', members: 2270, leavesAt: '2026-12-08T15:00:00.000Z' },
    { zone: 'Asia/Tokyo', members: 4, leavesAt: '2026-12-09T00:00:00.000Z' },
  ],
  pace: { perHour: 5_000, hours: 1 },
  others: [{ campaign: 'welcome', priority: 100, inside: 17, alsoIn: 4 }],
  checks: [
    {
      code: 'reach',
      kind: 'note',
      message: '2,112 of 2,274 can not be written to: what a message gives, they do not get.',
      fix: 'See why under whom it reaches.',
      values: { unreachable: 2112, members: 2274 },
    },
    {
      code: 'messages',
      kind: 'passed',
      message: '1 message in 2 languages, every variable known.',
      fix: null,
      values: { messages: 1, languages: 2 },
    },
  ],
  canLaunch: true,
};
