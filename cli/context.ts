import type { Command } from 'commander';
import type { Programme } from '../modules/programme/rules.ts';
import { type Clock, openClock } from '../platform/clock.ts';
import { findConnections } from '../platform/connections.ts';
import { type Env, readEnv } from '../platform/env.ts';
import { PerennialError } from '../platform/errors.ts';
import { type Database, openDatabase } from '../platform/database.ts';
import { createOutput, type Output } from '../platform/terminal/output.ts';

/** Options every command takes; main.ts declares them. */
export interface GlobalOptions {
  readonly json?: boolean;
  readonly programme?: string;
}

/** The programme a command is about. */
export interface ProgrammeContext {
  readonly id: number;
  readonly definition: Programme;
}

/** What a command works with. */
export interface CommandContext {
  readonly out: Output;
  readonly env: Env;
  readonly databaseUrl: string;
  readonly database: Database;
  /** The programme clock: every rule's `now` comes from here. */
  readonly clock: Clock;
  /** The programme of `--programme`, or the only one there is. */
  programme(): Promise<ProgrammeContext>;
}

/** A command does one thing at a time; an import asks for more. */
const poolSizeDefault = 4;
/** Programmes named in the refusal that asks for `--programme`. */
const programmesNamedMax = 20;

export function globalOptions(command: Command): GlobalOptions {
  return command.optsWithGlobals<GlobalOptions>();
}

/** Runs a command with an open database, which is closed whatever happens. */
export async function withDatabase<T>(
  command: Command,
  work: (context: CommandContext) => Promise<T>,
  { poolSizeMax = poolSizeDefault }: { poolSizeMax?: number } = {},
): Promise<T> {
  const options = globalOptions(command);
  const env = readEnv();
  const { databaseUrl } = findConnections(env);
  const database = openDatabase(databaseUrl, { poolSizeMax });
  try {
    const clock = await openClock(database);
    try {
      return await work({
        out: createOutput(options),
        env,
        databaseUrl,
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

async function findProgramme(database: Database, code: string | undefined): Promise<ProgrammeContext> {
  const rows = await database.programme.findMany({
    where: code === undefined ? {} : { code },
    orderBy: { id: 'asc' },
    take: programmesNamedMax,
  });
  const [row, another] = rows;
  if (row === undefined) {
    throw new PerennialError(
      'PROGRAMME_NOT_FOUND',
      code ? `No programme is called "${code}".` : 'There is no programme yet.',
      {
        field: 'programme',
        fix: code
          ? 'See `perennial programme list` for those there are.'
          : 'Create one: `perennial programme apply playbooks/reference/programme.yaml`.',
      },
    );
  }
  if (another !== undefined) {
    throw new PerennialError('USAGE', 'There are several programmes.', {
      field: 'programme',
      fix: `Say which: --programme ${rows.map((each) => each.code).join(' | ')}.`,
    });
  }
  return { id: row.id, definition: row.definition as unknown as Programme };
}
