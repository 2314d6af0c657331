import { currencyDigits } from '../../values/money.ts';
import type { Database } from '../../platform/database.ts';
import { DryBatcher } from './dry-batcher.ts';
import type { FileRow } from './file-row.ts';
import { Batcher } from './batcher.ts';
import { BatcherConnection } from './batcher-connection.ts';
import type { BatchRow } from './outcome.ts';
import { openRejects, type Rejects } from './rejects.ts';
import { isRowProblem, readRow, type RowOptions, type RowProblem } from './row.ts';
import {
  addCounts,
  beginRun,
  findRun,
  finishRun,
  type ImportCounts,
  type ImportRun,
  type BatcherPosition,
  noCounts,
  readRun,
} from './run.ts';
import { inspectFile, openRows, type OpenRows, type OrderFile } from './source.ts';
import { loadProgramme, type StoredProgramme } from '../programme/rows.ts';

export interface ImportDeps {
  readonly database: Database;
  /** The address of the same database: the batchers of an import have connections of their own. */
  readonly databaseUrl: string;
  readonly clock: { now(): Date };
}

export interface ImportOptions {
  readonly path: string;
  readonly programmeId: number;
  /** Decides on everything and writes nothing but the reject file. */
  readonly dryRun?: boolean;
  /** Moves all dates by whole days, so that the last order falls into the day before this instant. */
  readonly shiftTo?: Date;
  /** Where rows go that can't be taken. */
  readonly rejectPath: string;
  readonly onProgress?: (progress: ImportProgress) => void;
}

interface ImportProgress {
  readonly rows: number;
  /** As far as it can be told before they are read. */
  readonly rowsTotal: number;
}

export interface ImportReport extends ImportCounts {
  readonly dryRun: boolean;
  /** An earlier run was gone on with. */
  readonly resumed: boolean;
  /** The same file had been imported completely: nothing was done, these are its counts. */
  readonly already: boolean;
  readonly shiftDays: number;
  /** Null when every row was taken. */
  readonly rejectPath: string | null;
}

/** Rows written together. */
export const batchSize = 1_000;
/** Members are dealt to this many batchers, each with a connection: enough to keep two cores busy while one batcher commits. */
export const batcherCount = 3;
/** Batches a batcher may have waiting, so that a file is not read into memory. */
const batchesWaitingMax = 2;
const dayMs = 86_400_000;

/**
 * Takes a file of orders and returns as the events they were, each at its own time. Members are made at first sight and
 * enter no campaign. Bad rows go to the reject file and stop no other. A run that was killed goes on where it stood.
 */
export async function importOrders(deps: ImportDeps, options: ImportOptions): Promise<ImportReport> {
  const { database, clock } = deps;
  const programme = await loadProgramme(database, options.programmeId);
  const file = await inspectFile(options.path);
  const begun = await openRun(deps, options, programme, file);
  const connections = begun.finished ? [] : begun.batchers.map(() => new BatcherConnection(deps.databaseUrl));
  try {
    // One after the other: of two processes, the one that holds the first batcher gets them all.
    for (const [batcher, connection] of connections.entries()) {
      await connection.open(options.dryRun ? null : { runId: begun.id, batcher });
    }
    // Only now that the batchers are held do they stand still.
    const run = options.dryRun ? begun : { ...begun, ...(await readRun(database, begun.id)) };
    const report = { dryRun: options.dryRun ?? false, resumed: run.resumed, shiftDays: run.options.shiftMs / dayMs };
    if (run.finished) {
      const counts = addCounts(...run.batchers);
      return { ...report, ...counts, already: true, rejectPath: counts.rejected > 0 ? options.rejectPath : null };
    }
    const rejects = await openRejects(options.rejectPath, { resumed: run.resumed });
    const counts = await takeRows({ deps, options, programme, file, run, rejects, connections });
    if (!options.dryRun) await finishRun(database, run.id, clock.now());
    return { ...report, ...counts, already: false, rejectPath: rejects.count() > 0 ? options.rejectPath : null };
  } finally {
    await Promise.all(connections.map((connection) => connection.close()));
  }
}

async function openRun(
  { database, clock }: ImportDeps,
  { programmeId, dryRun, shiftTo }: ImportOptions,
  { definition }: StoredProgramme,
  file: OrderFile,
): Promise<ImportRun> {
  const key = { programmeId, sourceHash: file.hash };
  const before = await findRun(database, key);
  // A run that goes on keeps the dates it began with.
  const options = before?.options ?? { shiftMs: shiftTo ? await shiftFor(file, definition, shiftTo) : 0 };
  if (dryRun) return { id: 0, batchers: [{ line: 0, ...noCounts }], options, resumed: false, finished: false };
  return before ?? beginRun(database, { ...key, batchers: batcherCount, options, now: clock.now() });
}

/** Whole days, so that an order keeps its time of day. */
async function shiftFor(file: OrderFile, definition: StoredProgramme['definition'], shiftTo: Date): Promise<number> {
  const { rows, columns, close } = await openRows(file, definition.currency);
  const options = rowOptions(definition, columns, 0);
  let last = -Infinity;
  for await (const page of rows) {
    for (const row of page) {
      const read = readFileRow(row, options);
      if (!isRowProblem(read)) last = Math.max(last, read.at.getTime());
    }
  }
  close();
  return last === -Infinity ? 0 : Math.floor((shiftTo.getTime() - last) / dayMs) * dayMs;
}

interface Work {
  readonly deps: ImportDeps;
  readonly options: ImportOptions;
  readonly programme: StoredProgramme;
  readonly file: OrderFile;
  readonly run: ImportRun;
  readonly rejects: Rejects;
  readonly connections: readonly BatcherConnection[];
}

async function takeRows(work: Work): Promise<ImportCounts> {
  const { programme, file, options } = work;
  const rows = await openRows(file, programme.definition.currency);
  try {
    const feeders = work.run.batchers.map((place, batcher) => new BatchFeeder(openBatcher(work, rows, place, batcher)));
    const tell = () => options.onProgress?.({ rows: totals(feeders).rows, rowsTotal: file.lines });
    await dealRows(work, rows, feeders, tell);
    for (const feeder of feeders) await feeder.flush();
    for (const feeder of feeders) await feeder.end();
    tell();
    return totals(feeders);
  } finally {
    rows.close();
  }
}

function openBatcher(
  { deps, options, programme, run, rejects, connections }: Work,
  { columns }: OpenRows,
  place: BatcherPosition,
  batcher: number,
) {
  const connection = connections[batcher] as BatcherConnection;
  const batcherOptions = { clock: deps.clock, connection, programme, columns, rejects, runId: run.id, batcher, place };
  return options.dryRun ? new DryBatcher(batcherOptions) : new Batcher(batcherOptions);
}

/** Deals the rows to the batchers, a member always to the same one. */
async function dealRows({ programme, run }: Work, rows: OpenRows, feeders: readonly BatchFeeder[], tell: () => void) {
  const reading = rowOptions(programme.definition, rows.columns, run.options.shiftMs);
  for await (const page of rows.rows) {
    for (const row of page) {
      const read = readFileRow(row, reading);
      const batcher = isRowProblem(read) ? 0 : batcherOf(read.memberId, feeders.length);
      // Rows that an earlier, killed run has written.
      if (row.line <= (run.batchers[batcher]?.line ?? 0)) continue;
      const feeder = feeders[batcher] as BatchFeeder;
      if (!feeder.add({ line: row.line, read })) continue;
      await feeder.flush();
      tell();
    }
  }
}

function totals(feeders: readonly BatchFeeder[]): ImportCounts {
  return addCounts(...feeders.map(({ batcher }) => batcher.place));
}

/** Gathers a batcher's rows into batches and feeds them to it, one after the other. */
class BatchFeeder {
  readonly batcher: Batcher | DryBatcher;
  #rows: BatchRow[] = [];
  #waiting: Promise<void>[] = [];

  constructor(batcher: Batcher | DryBatcher) {
    this.batcher = batcher;
  }

  /** True when a batch is full. */
  add(row: BatchRow): boolean {
    this.#rows.push(row);
    return this.#rows.length >= batchSize;
  }

  /** Sends what was gathered on its way; waits while too much is waiting. */
  async flush(): Promise<void> {
    if (this.#rows.length > 0) {
      const rows = this.#rows;
      this.#rows = [];
      const before = this.#waiting.at(-1) ?? Promise.resolve();
      const taken = before.then(() => this.batcher.take(rows));
      // Whoever waits next hears of a failure; until then it is not unhandled.
      taken.catch(() => undefined);
      this.#waiting.push(taken);
    }
    while (this.#waiting.length > batchesWaitingMax) await this.#waiting.shift();
  }

  async end(): Promise<void> {
    for (const taken of this.#waiting) await taken;
  }
}

function rowOptions(
  { currency, zone }: StoredProgramme['definition'],
  columns: OpenRows['columns'],
  shiftMs: number,
): RowOptions {
  return { columns, currency, digits: currencyDigits(currency) ?? 2, zone, shiftMs };
}

function readFileRow({ cells, problem = 'can not be read' }: FileRow, options: RowOptions): BatchRow['read'] {
  if (cells !== null) return readRow(cells, options);
  const fix = 'put text with quotes, commas or line breaks in double quotes, and double the quotes in it';
  return { field: '', value: '', reason: problem, fix } satisfies RowProblem;
}

/** FNV-1a: the same batcher for a member in every run. */
function batcherOf(memberId: string, batchers: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < memberId.length; index += 1) {
    hash = Math.imul(hash ^ memberId.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % batchers;
}
