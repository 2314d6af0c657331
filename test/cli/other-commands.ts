/** Commands that write nothing but what they are for, page by page, each page whole; the guides say how they go on. */
export const inPages = [
  'import orders',
  'import members',
  'ledger verify',
  'recover',
  'migrate',
  'connection send',
  'webhook replay',
  'campaign revert',
  'retention purge',
];
/** Each in a transaction of its own, which test/webhooks/endpoints.test.ts and test/api/v1/imports.test.ts hold. */
export const atOnce = [
  ...['webhook retry', 'webhook update', 'webhook remove', 'webhook rotate', 'import resume', 'import cancel'],
  'import again',
  // test/segments/segments.test.ts
  ...['segment apply', 'segment delete'],
  // test/journeys-entering/calls.test.ts
  'campaign enrol',
  // test/campaigns/gallery.test.ts
  'campaign use',
  // test/campaigns/life.test.ts
  ...['campaign submit', 'campaign approve', 'campaign send-back', 'campaign schedule', 'campaign end'],
  // test/campaigns/edits.test.ts
  ...['campaign edit', 'campaign rollback', 'campaign unstage'],
];
export const processes = ['demo', 'up', 'worker', 'api', 'doctor', 'connection receiver'];
export const reading = [
  ...['programme list', 'programme show', 'campaign list', 'campaign show', 'campaign report', 'campaign settings'],
  ...['member show', 'event parked', 'coupon list', 'coupon show', 'review list', 'review show', 'referral list'],
  ...['referral review list', 'referral review show', 'message list', 'message show', 'message preview'],
  ...['message suppressed', 'message unmatched', 'mail list', 'mail show', 'audit list', 'key list'],
  ...['enrolment list', 'enrolment show'],
  ...['member adjustment', 'member merge-show', 'quote', 'redemption list', 'redemption show', 'connection list'],
  ...['connection show', 'webhook list', 'webhook show', 'webhook deliveries', 'webhook tail', 'ledger totals'],
  ...['import list', 'import show', 'import rejects', 'member list', 'member find', 'member export', 'export'],
  ...[
    'campaign plan',
    'campaign diff',
    'campaign playbooks',
    'campaign reversal',
    'retention show',
    'member erasures',
    'member link',
    'member token',
  ],
  ...[
    'segment list',
    'segment show',
    'segment count',
    'segment sample',
    'segment history',
    'segment language',
    'segment export',
  ],
];
