import { PerennialError } from '../../platform/errors.ts';
import type { Database } from '../../platform/database.ts';

/** Counts of what became of rows. */
export interface ImportCounts {
  readonly rows: number;
  readonly orders: number;
  readonly returns: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly newMembers: number;
  readonly pointsGiven: number;
  readonly pointsTakenBack: number;
  /** Returns, or parts of them, that fit no order. */
  readonly unmatchedReturns: number;
}

/** Where a batcher stands: every row of it up to `line` is done. */
export interface BatcherPosition extends ImportCounts {
  readonly line: number;
}

/** An import as the database knows it. */
export interface ImportRun {
  readonly id: number;
  readonly batchers: readonly BatcherPosition[];
  readonly options: RunOptions;
  readonly resumed: boolean;
  readonly finished: boolean;
}

/** What must stay the same when an import goes on. */
export interface RunOptions {
  /** Added to every date of the file. */
  readonly shiftMs: number;
}

export const noCounts: ImportCounts = {
  rows: 0,
  orders: 0,
  returns: 0,
  duplicates: 0,
  rejected: 0,
  newMembers: 0,
  pointsGiven: 0,
  pointsTakenBack: 0,
  unmatchedReturns: 0,
};

/** The sum of several counts. */
export function addCounts(...all: readonly ImportCounts[]): ImportCounts {
  const keys = Object.keys(noCounts) as (keyof ImportCounts)[];
  return Object.fromEntries(
    keys.map((key) => [key, all.reduce((sum, counts) => sum + counts[key], 0)]),
  ) as unknown as ImportCounts;
}

interface RunKey {
  readonly programmeId: number;
  readonly sourceHash: string;
}

/** The run that was begun for a file's content, finished or not. */
export async function findRun(database: Database, key: RunKey): Promise<ImportRun | undefined> {
  const row = await database.importRun.findUnique({ where: { programmeId_sourceHash: key } });
  if (row === null) return undefined;
  const options = row.options as unknown as RunOptions;
  return { id: row.id, batchers: placesOf(row.counts), options, resumed: true, finished: row.finishedAt !== null };
}

/** Where the batchers of a run stand now. */
export async function readRun(database: Database, id: number): Promise<Pick<ImportRun, 'batchers' | 'finished'>> {
  const row = await database.importRun.findUniqueOrThrow({ where: { id } });
  return { batchers: placesOf(row.counts), finished: row.finishedAt !== null };
}

function placesOf(counts: unknown): BatcherPosition[] {
  return (counts as { batchers: BatcherPosition[] }).batchers;
}

/** The run of a file's content: the one that was begun, or a new one with no row done. */
export async function beginRun(
  database: Database,
  { batchers, options, now, ...key }: RunKey & { batchers: number; options: RunOptions; now: Date },
): Promise<ImportRun> {
  const places = Array.from({ length: batchers }, (): BatcherPosition => ({ line: 0, ...noCounts }));
  const counts = { batchers: places };
  const created = await database.$queryRaw<{ id: number }[]>`
    INSERT INTO import_run (programme_id, source_hash, options, counts, started_at)
    VALUES (${key.programmeId}::smallint, ${key.sourceHash}, ${options}::jsonb, ${counts}::jsonb, ${now}::timestamptz)
    ON CONFLICT (programme_id, source_hash) DO NOTHING RETURNING id`;
  if (created[0]) return { id: created[0].id, batchers: places, options, resumed: false, finished: false };
  const run = await findRun(database, key);
  if (run === undefined) throw new Error('an import run vanished');
  return run;
}

/** Marks a run as done, so that importing the file again answers its counts at once. */
export async function finishRun(database: Database, id: number, now: Date): Promise<void> {
  await database.importRun.update({ where: { id }, data: { finishedAt: now } });
}

/** Refuses a run that another process has in hand. */
export function takenElsewhere(cause: unknown): never {
  throw new PerennialError('IMPORT_STATUS', 'Another process is importing this file.', {
    field: 'file',
    fix: 'Let it finish, or stop it; then run this command again.',
    cause,
  });
}
