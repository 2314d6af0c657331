import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { PerennialError } from '../../platform/errors.ts';
import type { Database } from '../../platform/database.ts';
import { loadProgramme, type StoredProgramme } from '../programme/rows.ts';
import { Batcher } from './batcher.ts';
import { BatcherConnection } from './batcher-connection.ts';
import { BatchFeeder } from './batch-feeder.ts';
import { DryBatcher } from './dry-batcher.ts';
import { type Entry, EntryReader, readFileRow } from './entries.ts';
import type { Choices } from './reading/choices.ts';
import type { FileReading } from './reading/kept.ts';
import { openRows, type OpenRows } from './reading/open-rows.ts';
import { openRejects, type Rejects, type RejectsForm } from './rejects.ts';
import { isRowProblem } from './row.ts';
import {
  addCounts,
  beginRun,
  findRun,
  finishRun,
  goOnWithRun,
  type ImportCounts,
  type ImportRun,
  type BatcherPosition,
  knowsKind,
  noCounts,
  openUploadRun,
  readRun,
} from './run.ts';
import { kindOf, type ReadAs, readingOf, type Survey, surveyFile } from './survey.ts';
import { counted } from '../../values/plural.ts';

export { batchSize } from './batch-feeder.ts';

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
  /** Moves them by so much: rejects of a file that was moved are moved as it was. */
  readonly shiftMs?: number;
  /** Where rows go that can't be taken. */
  readonly rejectPath: string;
  /** Of an upload: the run it has already, and where its rejects go instead of into a file. */
  readonly upload?: UploadTarget;
  /** How the file is to be read, where that can't be told from the file. */
  readonly choices?: Choices;
  /** Asked before anything is taken of the first file of its kind; throws to stop. */
  readonly approve?: (readAs: ReadAs) => Promise<void>;
  readonly onProgress?: (progress: ImportProgress) => void;
}

/** The run of an upload. */
export interface UploadTarget {
  readonly runId: number;
  readonly openRejects: (form: RejectsForm) => Promise<Rejects>;
  /** Told how the file is read, before its first row is taken. */
  readonly noteReading: (reading: FileReading) => Promise<void>;
}

export interface ImportProgress {
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
  /** How the file was read, and which of its columns as what. */
  readonly readAs: ReadAs;
}

/** Members are dealt to this many batchers, each with a connection: enough to keep two cores busy while one batcher commits. */
export const batcherCount = 3;
const dayMs = 86_400_000;

/**
 * Takes a file of orders and returns as the events they were, each at its own time. Members are made at first sight and
 * enter no campaign. Bad rows go to the reject file and stop no other. A run that was killed goes on where it stood.
 */
export async function importOrders(deps: ImportDeps, options: ImportOptions): Promise<ImportReport> {
  const { database, clock } = deps;
  if (resolve(options.rejectPath) === resolve(options.path)) throw rejectsItself(options.path);
  const programme = await loadProgramme(database, options.programmeId);
  const survey = await surveyFile(options.path, programme.definition, options.choices ?? {});
  const begun = await openRun(deps, options, survey);
  await options.upload?.noteReading(readingOf(survey));
  const connections = begun.finished ? [] : begun.batchers.map(() => new BatcherConnection(deps.databaseUrl));
  try {
    // One after the other: of two processes, the one that holds the first batcher gets them all.
    for (const [batcher, connection] of connections.entries()) {
      await connection.open(options.dryRun ? null : { runId: begun.id, batcher });
    }
    // Only now that the batchers are held do they stand still.
    const run = options.dryRun ? begun : { ...begun, ...(await readRun(database, begun.id)) };
    const shiftDays = run.options.shiftMs / dayMs;
    const report = { dryRun: options.dryRun ?? false, resumed: run.resumed, shiftDays, readAs: survey.readAs };
    if (run.finished) {
      const counts = addCounts(...run.batchers);
      return { ...report, ...counts, already: true, rejectPath: counts.rejected > 0 ? options.rejectPath : null };
    }
    const form = { resumed: run.resumed, header: survey.header, delimiter: survey.delimiter };
    const rejects = await (options.upload?.openRejects(form) ?? openRejects(options.rejectPath, form));
    const counts = await takeRows({ deps, options, programme, survey, run, rejects, connections });
    if (!options.dryRun) await finishRun(database, run.id, clock.now());
    return { ...report, ...counts, already: false, rejectPath: rejects.count() > 0 ? options.rejectPath : null };
  } finally {
    await Promise.all(connections.map((connection) => connection.close()));
  }
}

async function openRun(
  { database, clock }: ImportDeps,
  { programmeId, dryRun, shiftTo, shiftMs = 0, approve, upload }: ImportOptions,
  survey: Survey,
): Promise<ImportRun> {
  if (upload !== undefined && !dryRun) return openUpload(database, upload.runId, { shiftTo, shiftMs, survey });
  const key = { programmeId, sourceHash: sourceHash(survey) };
  const before = await findRun(database, key);
  const kind = kindOf(survey);
  // A run that goes on keeps the dates it began with.
  const options = before?.options ?? { shiftMs: shiftTo ? await shiftFor(survey, shiftTo) : shiftMs, kind };
  if (dryRun) return { id: 0, batchers: [{ line: 0, ...noCounts }], options, resumed: false, finished: false };
  if (before && !before.finished) await goOnWithRun(database, before.id);
  if (before) return before;
  if (approve && !(await knowsKind(database, programmeId, kind))) await approve(survey.readAs);
  return beginRun(database, { ...key, batchers: batcherCount, options, now: clock.now() });
}

/** The run that an upload has: its own, so that the same file sent again is read again and finds everything there. */
async function openUpload(
  database: Database,
  runId: number,
  {
    shiftTo,
    shiftMs: movedBy,
    survey,
  }: { readonly shiftTo: Date | undefined; readonly shiftMs: number; readonly survey: Survey },
): Promise<ImportRun> {
  const shiftMs = shiftTo ? await shiftFor(survey, shiftTo) : movedBy;
  const { header, delimiter } = survey;
  const options = { shiftMs, kind: kindOf(survey), header: [...header], delimiter };
  return openUploadRun(database, runId, { batchers: batcherCount, options });
}

/** The same content read in another way is another import; what was taken before is there already. */
function sourceHash({ file, choices }: Survey): string {
  if (Object.keys(choices).length === 0) return file.hash;
  return createHash('sha256')
    .update(`${file.hash} ${JSON.stringify(choices)}`)
    .digest('hex');
}

function rejectsItself(path: string): PerennialError {
  return new PerennialError('USAGE', `${path} is the file to import and the one for its rejects.`, {
    field: 'rejects',
    fix: 'Name another file with --rejects.',
  });
}

/** Whole days, so that an order keeps its time of day. */
async function shiftFor({ file, reading, choices }: Survey, shiftTo: Date): Promise<number> {
  const { rows, close } = await openRows(file, reading.currency, choices);
  let last = -Infinity;
  for await (const page of rows) {
    for (const row of page) {
      const read = readFileRow(row, reading);
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
  readonly survey: Survey;
  readonly run: ImportRun;
  readonly rejects: Rejects;
  readonly connections: readonly BatcherConnection[];
}

async function takeRows(work: Work): Promise<ImportCounts> {
  const { survey, options, run } = work;
  const rows = await openRows(survey.file, survey.reading.currency, survey.choices);
  try {
    const feeders = run.batchers.map((place, batcher) => new BatchFeeder(openBatcher(work, place, batcher)));
    const tell = () => options.onProgress?.({ rows: totals(feeders).rows, rowsTotal: survey.file.lines });
    const rowsRead = await dealRows(work, rows, feeders, tell);
    for (const feeder of feeders) await feeder.flush();
    for (const feeder of feeders) await feeder.end();
    tell();
    const counts = totals(feeders);
    checkNothingVanished(rowsRead, counts, run);
    return counts;
  } finally {
    rows.close();
  }
}

/** Every row of the file is taken, there already, left out or rejected; an import that can't say so does not end as done. */
function checkNothingVanished(rowsRead: number, counts: ImportCounts, { resumed }: ImportRun): void {
  const told = counts.taken + counts.duplicates + counts.rejected + counts.leftOut;
  if (rowsRead === told && rowsRead === counts.rows) return;
  throw new PerennialError(
    'INTERNAL',
    `The file has ${counted(rowsRead, 'row', 'rows')}, and the import can account for ${told}.`,
    {
      fix: resumed
        ? 'The file may be read in another way than when its import began; import it once more under --map.'
        : 'Report this with the file; what was taken stays taken, and the same file can be imported again.',
    },
  );
}

function openBatcher(
  { deps, options, programme, survey, run, rejects, connections }: Work,
  place: BatcherPosition,
  batcher: number,
) {
  const connection = connections[batcher] as BatcherConnection;
  const { columns } = survey.reading;
  const batcherOptions = { clock: deps.clock, connection, programme, columns, rejects, runId: run.id, batcher, place };
  return options.dryRun ? new DryBatcher(batcherOptions) : new Batcher(batcherOptions);
}

/** Deals the entries to the batchers, a member always to the same one; answers how many rows the file has. */
async function dealRows(
  { survey, run }: Work,
  rows: OpenRows,
  feeders: readonly BatchFeeder[],
  tell: () => void,
): Promise<number> {
  const reader = new EntryReader({ ...survey.reading, shiftMs: run.options.shiftMs });
  const deal = async (entries: readonly Entry[]) => {
    const [first] = entries;
    if (first === undefined) return;
    const memberId = first.facts[0]?.memberId;
    const batcher = memberId === undefined ? 0 : batcherOf(memberId, feeders.length);
    // Rows that an earlier, killed run has written.
    if (first.line <= (run.batchers[batcher]?.line ?? 0)) return;
    const feeder = feeders[batcher] as BatchFeeder;
    if (!feeder.add(entries)) return;
    await feeder.flush();
    tell();
  };
  let count = 0;
  for await (const page of rows.rows) {
    for (const row of page) {
      count += 1;
      const entries = reader.read(row);
      if (entries.length > 0) await deal(entries);
    }
  }
  for (const entry of reader.end()) await deal([entry]);
  return count;
}

function totals(feeders: readonly BatchFeeder[]): ImportCounts {
  return addCounts(...feeders.map(({ batcher }) => batcher.place));
}

/** FNV-1a: the same batcher for a member in every run. */
function batcherOf(memberId: string, batchers: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < memberId.length; index += 1) {
    hash = Math.imul(hash ^ memberId.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % batchers;
}
