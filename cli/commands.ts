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
    about: 'apply and show programmes',
    load: async () => (await import('./commands/programme.ts')).programmeCommand(),
  },
];
