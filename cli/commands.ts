import type { Command } from 'commander';

interface LazyCommand {
  readonly name: string;
  readonly about: string;
  /** Loaded when named: Temporal and PostgreSQL binaries cost a second that `member show` need not pay. */
  readonly load: () => Promise<Command>;
}

/** The nouns of the command line, in the order of `perennial --help`. */
export const commands: readonly LazyCommand[] = [
  {
    name: 'demo',
    about: 'live a month of the reference programme on real orders, in a few minutes',
    load: async () => (await import('./commands/demo.ts')).demoCommand(),
  },
  {
    name: 'up',
    about: 'start PostgreSQL, Temporal, a mail catcher, the HTTP API and a worker on this machine',
    load: async () => (await import('./commands/up.ts')).upCommand(),
  },
  {
    name: 'worker',
    about: 'carry campaigns: stories, sweeps, messages',
    load: async () => (await import('./commands/worker.ts')).workerCommand(),
  },
  {
    name: 'migrate',
    about: 'bring the database to this version: migrations and SQL functions',
    load: async () => (await import('./commands/migrate.ts')).migrateCommand(),
  },
  {
    name: 'doctor',
    about: 'check Node, PostgreSQL, Temporal, SMTP, migrations and SQL functions',
    load: async () => (await import('./commands/doctor.ts')).doctorCommand(),
  },
  {
    name: 'recover',
    about: 'rebuild what Temporal has lost, from PostgreSQL',
    load: async () => (await import('./commands/recover.ts')).recoverCommand(),
  },
  {
    name: 'programme',
    about: 'apply and show programmes: earning, tiers, expiry',
    load: async () => (await import('./commands/programme.ts')).programmeCommand(),
  },
  {
    name: 'segment',
    about: 'apply segments: who meets a condition, why, and who can be written to',
    load: async () => (await import('./commands/segment.ts')).segmentCommand(),
  },
  {
    name: 'campaign',
    about: 'apply, launch, watch, pause and end campaigns',
    load: async () => (await import('./commands/campaign.ts')).campaignCommand(),
  },
  {
    name: 'enrolment',
    about: 'members in campaigns: list, show, take one out',
    load: async () => (await import('./commands/enrolment.ts')).enrolmentCommand(),
  },
  {
    name: 'member',
    about: 'find and show members: points, what comes next, everything that happened',
    load: async () => (await import('./commands/member.ts')).memberCommand(),
  },
  {
    name: 'audit',
    about: 'see who changed what, when and why',
    load: async () => (await import('./commands/audit.ts')).auditCommand(),
  },
  {
    name: 'retention',
    about: 'see what is kept how long, and remove what is kept no longer',
    load: async () => (await import('./commands/retention.ts')).retentionCommand(),
  },
  {
    name: 'event',
    about: 'send events: orders, check-ins, what members do',
    load: async () => (await import('./commands/event.ts')).eventCommand(),
  },
  {
    name: 'key',
    about: 'make, list and end keys of the HTTP API',
    load: async () => (await import('./commands/key.ts')).keyCommand(),
  },
  {
    name: 'coupon',
    about: 'list, show, redeem and cancel coupons',
    load: async () => (await import('./commands/coupon.ts')).couponCommand(),
  },
  {
    name: 'quote',
    about: 'what an order would earn, and what it may be paid with',
    load: async () => (await import('./commands/quote.ts')).quoteCommand(),
  },
  {
    name: 'redemption',
    about: 'points used on orders: hold, capture, let go, give back',
    load: async () => (await import('./commands/redemption.ts')).redemptionCommand(),
  },
  {
    name: 'review',
    about: 'decide what a campaign would not do by itself',
    load: async () => (await import('./commands/review.ts')).reviewCommand(),
  },
  {
    name: 'connection',
    about: 'connect shops and mail providers: they send orders, bounces and complaints',
    load: async () => (await import('./commands/connection.ts')).connectionCommand(),
  },
  {
    name: 'import',
    about: 'import orders, returns and members from files',
    load: async () => (await import('./commands/import.ts')).importCommand(),
  },
  {
    name: 'export',
    about: 'give members, orders, points and the rest out as files',
    load: async () => (await import('./commands/export.ts')).exportCommand(),
  },
  {
    name: 'referral',
    about: 'codes to invite friends with, and what became of each friend',
    load: async () => (await import('./commands/referral.ts')).referralCommand(),
  },
  {
    name: 'message',
    about: 'list, show and preview messages: sent, waiting, or not sent and why',
    load: async () => (await import('./commands/message.ts')).messageCommand(),
  },
  {
    name: 'mail',
    about: 'read the mails that the embedded stack has caught',
    load: async () => (await import('./commands/mail.ts')).mailCommand(),
  },
  {
    name: 'webhook',
    about: 'tell your own servers what happened, and read it at your own pace',
    load: async () => (await import('./commands/webhook.ts')).webhookCommand(),
  },
  {
    name: 'ledger',
    about: 'prove that every point is accounted for',
    load: async () => (await import('./commands/ledger.ts')).ledgerCommand(),
  },
  {
    name: 'api',
    about: 'serve the HTTP API and the links in mails',
    load: async () => (await import('./commands/api.ts')).apiCommand(),
  },
];
