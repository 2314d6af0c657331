import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { PerennialError } from '../../platform/errors.ts';
import { counted } from '../../values/plural.ts';
import { loadProgramme } from '../programme/rows.ts';
import { BatcherConnection } from './batcher-connection.ts';
import type { ImportDeps, ImportProgress, UploadTarget } from './import-orders.ts';
import { batchSize, type MemberWork, takeBatch } from './members/batches.ts';
import { type MemberHeader, readMemberHeader } from './members/cells.ts';
import type { MemberCounts, MemberPosition } from './members/counts.ts';
import { memberColumn, memberFields } from './members/fields.ts';
import { openMemberRun } from './members/runs.ts';
import type { Choices } from './reading/choices.ts';
import type { FileRow } from './reading/file-row.ts';
import { openTable, type OpenTable } from './reading/open-table.ts';
import { inspectFile } from './reading/source.ts';
import { openRejects } from './rejects.ts';
import { finishRun, goOnWithRun } from './run.ts';

export interface ImportMembersOptions {
  readonly path: string;
  readonly programmeId: number;
  /** Does everything and takes it back. */
  readonly dryRun?: boolean;
  /** Where rows go that can't be taken. */
  readonly rejectPath: string;
  readonly upload?: UploadTarget;
  readonly choices?: Pick<Choices, 'encoding' | 'delimiter' | 'dates' | 'zone'>;
  readonly onProgress?: (progress: ImportProgress) => void;
}

export interface MemberImportReport extends MemberCounts {
  readonly dryRun: boolean;
  /** An earlier run was gone on with. */
  readonly resumed: boolean;
  /** The same file had been imported completely: nothing was done, these are its counts. */
  readonly already: boolean;
  /** Null when every row was taken. */
  readonly rejectPath: string | null;
  /** Columns that were not read. */
  readonly unread: readonly string[];
}

/**
 * Takes a file of members as they were elsewhere: profile, consent, tier and points, each with its own times. Nobody enters a
 * campaign by it. Bad rows go to the rejects and stop no other; a run that was killed goes on where it stood.
 */
export async function importMembers(deps: ImportDeps, options: ImportMembersOptions): Promise<MemberImportReport> {
  const { database, clock } = deps;
  const { path, rejectPath, dryRun = false, choices = {}, upload } = options;
  if (upload === undefined && resolve(rejectPath) === resolve(path)) throw rejectsItself(path);
  const programme = await loadProgramme(database, options.programmeId);
  const file = await inspectFile(path, choices.encoding);
  if (!file.encodingSure) throw askEncoding(file.form.encoding);
  const table = await openTable(file, choices);
  const connection = new BatcherConnection(deps.databaseUrl);
  try {
    const header = headerOf(table, path);
    const { header: names, delimiter } = table;
    const sourceHash = createHash('sha256')
      .update(`members ${file.hash} ${JSON.stringify(choices)}`)
      .digest('hex');
    const begun = await openMemberRun(database, {
      ...{ programmeId: programme.id, sourceHash, dryRun, now: clock.now(), header: [...names], delimiter },
      ...(upload === undefined ? {} : { runId: upload.runId }),
    });
    const report = { dryRun, resumed: begun.resumed, unread: header?.unread ?? [] };
    if (begun.finished)
      return {
        ...report,
        ...countsOf(begun.place),
        already: true,
        rejectPath: begun.place.rejected > 0 ? rejectPath : null,
      };
    if (upload === undefined && !dryRun) {
      await connection.open({ runId: begun.id, batcher: 0 });
      await goOnWithRun(database, begun.id);
    }
    await upload?.noteReading({
      readAs: {
        ...{
          format: file.format,
          encoding: file.form.encoding,
          delimiter,
          dates: choices.dates ?? null,
          decimal: null,
        },
        ...{ zone: choices.zone ?? programme.definition.zone, lines: null, header: [...names] },
        ...{ columns: header === undefined ? {} : columnsOf(header, names), unread: [...(header?.unread ?? [])] },
      },
      linesTotal: file.lines,
    });
    const form = { resumed: begun.resumed, header: names, delimiter };
    const rejects = await (upload?.openRejects(form) ?? openRejects(rejectPath, form));
    const work = { deps, programme, runId: begun.id, dryRun, rejects, choices, tried: new Map<string, string>() };
    const place = await takeRows(work, { table, header, lines: file.lines }, begun.place, options.onProgress);
    if (!dryRun) await finishRun(database, begun.id, clock.now());
    return { ...report, ...countsOf(place), already: false, rejectPath: rejects.count() > 0 ? rejectPath : null };
  } finally {
    table.close();
    await connection.close();
  }
}

const countsOf = ({ line: _, ...counts }: MemberPosition): MemberCounts => counts;

/** What the file calls each field that is read. */
function columnsOf({ at, attributes }: MemberHeader, names: readonly string[]): Record<string, string> {
  const fields = memberFields.flatMap((field) => {
    const name = names[at[field] ?? -1];
    return name === undefined ? [] : [[memberColumn(field), name.trim()] as const];
  });
  const own = attributes.map(({ name, place }) => [`attributes.${name}`, names[place]?.trim() ?? name] as const);
  return Object.fromEntries([...fields, ...own]);
}

function headerOf({ header, delimiter }: OpenTable, path: string): MemberHeader | undefined {
  if (delimiter === null) return undefined;
  const read =
    header.length > 0 ? readMemberHeader(header) : { problem: 'is empty', fix: 'give a file with a header row' };
  if (!('problem' in read)) return read;
  throw new PerennialError('IMPORT_INVALID', `${path} ${read.problem}.`, { field: 'header', fix: `${read.fix}.` });
}

async function takeRows(
  work: MemberWork,
  {
    table,
    header,
    lines,
  }: { readonly table: OpenTable; readonly header: MemberHeader | undefined; readonly lines: number },
  begun: MemberPosition,
  onProgress: ImportMembersOptions['onProgress'],
): Promise<MemberPosition> {
  let place = begun;
  let read = 0;
  let batch: FileRow[] = [];
  const flush = async () => {
    if (batch.length > 0) place = await takeBatch(work, batch, header, place);
    batch = [];
    onProgress?.({ rows: place.rows, rowsTotal: lines });
  };
  for await (const page of table.rows) {
    for (const row of page) {
      read += 1;
      // Rows that an earlier, killed run has written.
      if (row.line <= begun.line) continue;
      batch.push(row);
      if (batch.length >= batchSize) await flush();
    }
  }
  await flush();
  const told = place.taken + place.duplicates + place.rejected;
  if (told === read && told === place.rows) return place;
  throw new PerennialError(
    'INTERNAL',
    `The file has ${counted(read, 'row', 'rows')}, and the import can account for ${told}.`,
    {
      fix: 'Report this with the file; what was taken stays taken, and the same file can be imported again.',
    },
  );
}

const askEncoding = (encoding: string) =>
  new PerennialError('IMPORT_INVALID', `The file is not UTF-8; it may be ${encoding}.`, {
    field: 'encoding',
    fix: `Say it with --encoding ${encoding}, or another one.`,
  });

const rejectsItself = (path: string) =>
  new PerennialError('USAGE', `${path} is the file to import and the one for its rejects.`, {
    field: 'rejects',
    fix: 'Name another file with --rejects.',
  });
