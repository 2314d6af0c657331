import { z } from 'zod';
import { PerennialError } from '../../platform/errors.ts';
import type { Database } from '../../platform/database.ts';
import { readRow, vouchedFor } from '../../platform/rows.ts';
import type { Choices } from './reading/choices.ts';

const importCounts = z.object({
  rows: z.int(),
  /** Rows of which something was taken, and those that tell of no purchase by their status. */
  taken: z.int(),
  leftOut: z.int(),
  orders: z.int(),
  returns: z.int(),
  duplicates: z.int(),
  rejected: z.int(),
  newMembers: z.int(),
  pointsGiven: z.int(),
  pointsTakenBack: z.int(),
  /** Returns, or parts of them, that fit no order. */
  unmatchedReturns: z.int(),
});

/** Counts of what became of rows. */
export type ImportCounts = Readonly<z.infer<typeof importCounts>>;

const batcherPosition = importCounts.extend({ line: z.int() });
/** As it is stored; a run of an earlier release did not count what was taken. */
export const storedPosition = batcherPosition
  .extend({ taken: z.int().optional(), leftOut: z.int().default(0) })
  .transform((place) => ({ ...place, taken: place.taken ?? place.rows - place.duplicates - place.rejected }));

/** Where a batcher stands: every row of it up to `line` is done. */
export type BatcherPosition = Readonly<z.infer<typeof batcherPosition>>;

/** An import as the database knows it. */
export interface ImportRun {
  readonly id: number;
  readonly batchers: readonly BatcherPosition[];
  readonly options: RunOptions;
  readonly resumed: boolean;
  readonly finished: boolean;
}

const runOptions = z.object({
  /** Added to every date of the file. */
  shiftMs: z.number().default(0),
  /** What the file was read as: the next one of its kind is not asked about. */
  kind: z.string().optional(),
  /** How an upload is to be read, and the day its dates are to be moved to, as it was asked for. */
  choices: vouchedFor<Choices>().optional(),
  shiftTo: z.string().optional(),
  /** Of an upload: what its file is called. */
  fileName: z.string().optional(),
  /** Of an upload: its header and what stands between its cells, for its file of rejects. */
  header: z.array(z.string()).optional(),
  delimiter: z.string().nullable().optional(),
});

/** What must stay the same when an import goes on. */
export type RunOptions = Readonly<z.infer<typeof runOptions>>;

const runRow = z.object({
  id: z.int(),
  options: runOptions,
  counts: z.object({ batchers: z.array(storedPosition).default([]) }),
  status: z.string(),
  finishedAt: z.date().nullable(),
});

const isFinished = ({ status, finishedAt }: z.infer<typeof runRow>) => status === 'finished' && finishedAt !== null;
const begunRow = z.object({ id: z.int() });

export const noCounts: ImportCounts = {
  rows: 0,
  taken: 0,
  leftOut: 0,
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
  const sum: Record<keyof ImportCounts, number> = { ...noCounts };
  for (const counts of all) for (const name of importCounts.keyof().options) sum[name] += counts[name];
  return sum;
}

interface RunKey {
  readonly programmeId: number;
  readonly sourceHash: string;
}

/** The run that was begun for a file's content, finished or not. */
export async function findRun(database: Database, key: RunKey): Promise<ImportRun | undefined> {
  const row = await database.importRun.findUnique({ where: { programmeId_sourceHash: key } });
  if (row === null) return undefined;
  const run = runRow.parse(row);
  const { id, options, counts } = run;
  return { id, batchers: counts.batchers, options, resumed: true, finished: isFinished(run) };
}

/** True when a file of this kind was imported before. */
export async function knowsKind(database: Database, programmeId: number, kind: string): Promise<boolean> {
  const run = await database.importRun.findFirst({
    where: { programmeId, options: { path: ['kind'], equals: kind } },
    select: { id: true },
  });
  return run !== null;
}

/** Where the batchers of a run stand now. */
export async function readRun(database: Database, id: number): Promise<Pick<ImportRun, 'batchers' | 'finished'>> {
  const run = runRow.parse(await database.importRun.findUniqueOrThrow({ where: { id } }));
  return { batchers: run.counts.batchers, finished: isFinished(run) };
}

export interface NewRun {
  readonly kind?: 'orders' | 'members';
  readonly batchers: number;
  readonly options: RunOptions;
  readonly now: Date;
}

const placesAtStart = (batchers: number): BatcherPosition[] =>
  Array.from({ length: batchers }, (): BatcherPosition => ({ line: 0, ...noCounts }));

/** The run of a file's content: the one that was begun, or a new one with no row done. */
export async function beginRun(
  database: Database,
  { kind = 'orders', batchers, options, now, ...key }: RunKey & NewRun,
): Promise<ImportRun> {
  const places = placesAtStart(batchers);
  const counts = { batchers: places };
  const created = await readRow(
    begunRow,
    database.$queryRaw`
      INSERT INTO import_run (programme_id, source_hash, kind, options, counts, started_at)
      VALUES (${key.programmeId}::smallint, ${key.sourceHash}, ${kind}, ${options}::jsonb, ${counts}::jsonb, ${now}::timestamptz)
      ON CONFLICT (programme_id, source_hash) DO NOTHING RETURNING id`,
  );
  if (created) return { id: created.id, batchers: places, options, resumed: false, finished: false };
  const run = await findRun(database, key);
  if (run === undefined) throw new Error('an import run vanished');
  return run;
}

/** The run of an upload, as it is gone on with: what it was begun with stays. */
export async function openUploadRun(
  database: Database,
  id: number,
  { batchers, options }: Pick<NewRun, 'batchers' | 'options'>,
): Promise<ImportRun> {
  const before = runRow.parse(await database.importRun.findUniqueOrThrow({ where: { id } }));
  if (before.counts.batchers.length > 0) {
    return { id, batchers: before.counts.batchers, options: before.options, resumed: true, finished: false };
  }
  const places = placesAtStart(batchers);
  const merged = { ...before.options, ...options };
  await database.$executeRaw`
    UPDATE import_run SET options = ${merged}::jsonb, counts = ${{ batchers: places }}::jsonb WHERE id = ${id}::int`;
  return { id, batchers: places, options: merged, resumed: false, finished: false };
}

/** Takes a run up again that had failed or was cancelled: its rows may be written again. */
export async function goOnWithRun(database: Database, id: number): Promise<void> {
  await database.importRun.updateMany({
    where: { id, OR: [{ status: { in: ['failed', 'cancelled'] } }, { finishedAt: null }] },
    data: { status: 'running', finishedAt: null },
  });
}

/** Marks a run as done, so that importing the file again answers its counts at once; one that was cancelled meanwhile stays so. */
export async function finishRun(database: Database, id: number, now: Date): Promise<void> {
  await database.importRun.updateMany({
    where: { id, status: 'running' },
    data: { finishedAt: now, status: 'finished' },
  });
}

/** Refuses a run that another process has in hand. */
export function takenElsewhere(cause: unknown): never {
  throw new PerennialError('IMPORT_STATUS', 'Another process is importing this file.', {
    field: 'file',
    fix: 'Let it finish, or stop it; then run this command again.',
    cause,
  });
}
