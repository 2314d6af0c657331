import type { Command } from 'commander';
import { findProgramme } from '../modules/programme/find.ts';
import type { StoredProgramme } from '../modules/programme/rows.ts';
import { type Clock, openClock } from '../platform/clock.ts';
import { findConnections } from '../platform/connections.ts';
import { useIdentityKeys } from '../platform/identity-keys.ts';
import { type Env, readEnv } from '../platform/env.ts';
import { type Database, openDatabase } from '../platform/database.ts';
import { createOutput, type Output } from '../platform/terminal/output.ts';

/** Options every command takes; main.ts declares them. */
export interface GlobalOptions {
  readonly json?: boolean;
  readonly programme?: string;
}

/** What a command works with. */
export interface CommandContext {
  readonly out: Output;
  readonly env: Env;
  /** PostgreSQL itself, also where the pool goes through a pooler. */
  readonly databaseUrl: string;
  readonly database: Database;
  /** The programme clock: every rule's `now` comes from here. */
  readonly clock: Clock;
  /** The programme of `--programme`, or the only one there is. */
  programme(): Promise<StoredProgramme>;
}

/** A command does one thing at a time; an import asks for more. */
const poolSizeDefault = 4;

export function globalOptions(command: Command): GlobalOptions {
  const options = command.optsWithGlobals<GlobalOptions>();
  const programme = options.programme ?? process.env.PERENNIAL_PROGRAMME;
  return programme === undefined || programme === '' ? options : { ...options, programme };
}

/** Runs a command with an open database, which is closed whatever happens. */
export async function withDatabase<T>(
  command: Command,
  work: (context: CommandContext) => Promise<T>,
  { poolSizeMax = poolSizeDefault }: { poolSizeMax?: number } = {},
): Promise<T> {
  const options = globalOptions(command);
  const env = readEnv();
  const { databaseUrl, directUrl, identityKeys } = findConnections(env);
  useIdentityKeys(identityKeys);
  const database = openDatabase(databaseUrl, { poolSizeMax });
  try {
    const clock = await openClock(database);
    try {
      return await work({
        out: createOutput(options),
        env,
        databaseUrl: directUrl,
        database,
        clock,
        programme: () => findProgramme(database, options.programme),
      });
    } finally {
      clock.close();
    }
  } finally {
    await database.$disconnect();
  }
}
