import { inTransaction } from '../../../platform/database.ts';
import { isDataFault, sqlStateOf } from '../../../platform/database-faults.ts';
import { counted } from '../../../values/plural.ts';
import { databaseRefusalOf } from '../../intake/database-refusal.ts';
import { isLockConflict } from '../../intake/ingest.ts';
import type { StoredProgramme } from '../../programme/rows.ts';
import type { ImportDeps } from '../import-orders.ts';
import type { Choices } from '../reading/choices.ts';
import type { FileRow } from '../reading/file-row.ts';
import type { Rejects } from '../rejects.ts';
import { isRowProblem, type RowProblem } from '../row.ts';
import { cellsOfObject, cellsOfRow, type MemberCells, type MemberHeader } from './cells.ts';
import type { MemberPosition } from './counts.ts';
import { readMemberRow } from './row.ts';
import { advanceMembers } from './runs.ts';
import { entryOf, type MemberEntry, type MemberOutcome, OpeningRefused, takeMembers } from './take.ts';

/** Rows written together: each is up to some dozen statements' work under its member's lock. */
export const batchSize = 200;
/** Tries of a batch that another transaction got in the way of. */
const attemptsMax = 6;
/** Lines that are named of those whose points had expired. */
const lapsedLinesMax = 20;

/** What batches of a member file are taken with. */
export interface MemberWork {
  readonly deps: ImportDeps;
  readonly programme: StoredProgramme;
  readonly runId: number;
  readonly dryRun: boolean;
  readonly rejects: Rejects;
  readonly choices: Pick<Choices, 'dates' | 'zone'>;
  /** What dry rows said, by member: they are not in the database when the next batch is decided on. */
  readonly tried: Map<string, string>;
}

type Read = MemberEntry | { readonly row: FileRow; readonly problem: RowProblem };

/** Takes rows that follow each other in one transaction with the new place; a row that can't be taken goes to the rejects. */
export async function takeBatch(
  work: MemberWork,
  rows: readonly FileRow[],
  header: MemberHeader | undefined,
  from: MemberPosition,
): Promise<MemberPosition> {
  let reads = rows.map((row) => readRow(work, row, header));
  for (let attempt = 1; ;) {
    const entries = reads.filter((read): read is MemberEntry => !('problem' in read));
    try {
      return await writeBatch(work, { reads, entries }, from);
    } catch (error) {
      const bad = error instanceof OpeningRefused ? entries[error.place] : undefined;
      const isData = sqlStateOf(error) !== undefined && isDataFault(error);
      if (isLockConflict(error) && attempt < attemptsMax) attempt += 1;
      else if (bad !== undefined) {
        const problem: RowProblem = {
          field: 'points',
          value: '',
          reason: (error as Error).message,
          fix: 'correct what it names',
          code: 'LEDGER_REFUSED',
        };
        reads = reads.map((read) => (read === bad ? { row: bad.row, problem } : read));
      } else if (isData && rows.length > 1) {
        const half = Math.ceil(rows.length / 2);
        const first = await takeBatch(work, rows.slice(0, half), header, from);
        return takeBatch(work, rows.slice(half), header, first);
      } else if (isData && entries.length === 1) {
        const problem: RowProblem = {
          field: '',
          value: '',
          reason: databaseRefusalOf(error),
          fix: 'correct what it names',
        };
        reads = rows.map((row) => ({ row, problem }));
      } else throw error;
    }
  }
}

function readRow({ deps, programme, choices }: MemberWork, row: FileRow, header: MemberHeader | undefined): Read {
  const { definition } = programme;
  const now = deps.clock.now();
  const cells = cellsOf(row, header);
  if ('reason' in cells) return { row, problem: cells };
  const form = { zone: choices.zone ?? definition.zone, order: choices.dates };
  const tiers = definition.tiers.map(({ code }) => code);
  const read = readMemberRow(cells, { ...form, tiers, now: now.getTime() });
  const entry = isRowProblem(read) ? read : entryOf(row, read, { currency: definition.currency, now });
  return isRowProblem(entry) ? { row, problem: entry } : entry;
}

function cellsOf({ cells, text, problem }: FileRow, header: MemberHeader | undefined): MemberCells | RowProblem {
  if (problem !== undefined)
    return {
      field: '',
      value: '',
      reason: problem,
      fix: 'put text with quotes, commas or line breaks in double quotes',
    };
  if (header === undefined) {
    const read = cellsOfObject(text);
    return 'problem' in read ? { field: '', value: '', reason: read.problem, fix: read.fix } : read;
  }
  const row = cells ?? [];
  if (
    row.length === header.count ||
    (row.length > header.count && row.slice(header.count).every((cell) => cell.trim() === ''))
  ) {
    return cellsOfRow(row, header);
  }
  const reason = `has ${counted(row.length, 'field', 'fields')} where the header has ${header.count}`;
  return { field: '', value: text, reason, fix: 'put text with commas or line breaks in double quotes' };
}

async function writeBatch(
  { deps, programme, runId, dryRun, rejects, tried }: MemberWork,
  { reads, entries }: { readonly reads: readonly Read[]; readonly entries: readonly MemberEntry[] },
  from: MemberPosition,
): Promise<MemberPosition> {
  const told = new Map<string, string>();
  const place = await inTransaction(
    deps.database,
    async (tx) => {
      const outcomes = (await takeMembers(tx, deps, { programme, importId: runId }, entries)).values();
      const all = reads.map((read): MemberOutcome => {
        if ('problem' in read) return { kind: 'rejected', problem: read.problem };
        const outcome = outcomes.next().value as MemberOutcome;
        return dryRun ? triedOutcome(read, outcome, tried, told) : outcome;
      });
      const next = counting(from, reads, all);
      // Before the commit, so that a kill in between loses none; the rejects know which lines they have.
      await rejects.add(
        all.flatMap((outcome, at) =>
          outcome.kind === 'rejected' ? [{ row: (reads[at] as Read).row, problem: outcome.problem }] : [],
        ),
      );
      if (!dryRun) await advanceMembers(tx, runId, from, next);
      return next;
    },
    { dryRun },
  );
  for (const [id, hash] of told) tried.set(id, hash);
  return place;
}

/** What would have become of a row, had the batches before been written. */
function triedOutcome(
  { fact }: MemberEntry,
  outcome: MemberOutcome,
  tried: ReadonlyMap<string, string>,
  told: Map<string, string>,
): MemberOutcome {
  const before = tried.get(fact.memberId);
  if (outcome.kind === 'taken' && before === undefined) told.set(fact.memberId, fact.contentHash);
  if (outcome.kind !== 'taken' || before === undefined) return outcome;
  if (before === fact.contentHash) return { kind: 'duplicate' };
  const reason = 'stands in an earlier row of this file with other content';
  return {
    kind: 'rejected',
    problem: { field: 'id', value: fact.memberId, reason, fix: 'leave one of them out', code: 'EVENT_CONFLICT' },
  };
}

function counting(from: MemberPosition, reads: readonly Read[], outcomes: readonly MemberOutcome[]): MemberPosition {
  const next = { ...from, lapsedLines: [...from.lapsedLines] };
  for (const [at, outcome] of outcomes.entries()) {
    next.rows += 1;
    if (outcome.kind === 'duplicate') next.duplicates += 1;
    else if (outcome.kind === 'rejected') next.rejected += 1;
    else {
      next.taken += 1;
      next.newMembers += outcome.isNew ? 1 : 0;
      next.pointsGiven += outcome.points;
      next.lapsedPoints += outcome.lapsed;
      if (outcome.lapsed > 0 && next.lapsedLines.length < lapsedLinesMax)
        next.lapsedLines.push((reads[at] as Read).row.line);
    }
  }
  return { ...next, line: (reads.at(-1) as Read).row.line };
}
