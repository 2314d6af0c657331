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
    name: 'programme',
    about: 'apply and show programmes: earning, tiers, expiry',
    load: async () => (await import('./commands/programme.ts')).programmeCommand(),
  },
  {
    name: 'campaign',
    about: 'apply, launch, watch, pause and end campaigns',
    load: async () => (await import('./commands/campaign.ts')).campaignCommand(),
  },
  {
    name: 'member',
    about: 'show members: points, what comes next, everything that happened',
    load: async () => (await import('./commands/member.ts')).memberCommand(),
  },
];
