import { z } from 'zod';
import type { Database, Db } from '../../../platform/database.ts';
import { takenElsewhere } from '../run.ts';
import { type MemberPosition, memberPosition, noMemberCounts } from './counts.ts';

/** The run of a member file. */
export interface MemberRun {
  readonly id: number;
  readonly place: MemberPosition;
  readonly resumed: boolean;
  readonly finished: boolean;
}

export interface MemberRunOptions {
  readonly programmeId: number;
  readonly sourceHash: string;
  readonly dryRun: boolean;
  readonly now: Date;
  readonly header: readonly string[];
  readonly delimiter: string | null;
  /** Of an upload, which has one already. */
  readonly runId?: number;
}

const storedCounts = z.object({ members: memberPosition.optional() });
const start: MemberPosition = { line: 0, ...noMemberCounts };

/** The run of a file's content: the one that was begun, or a new one with no row done. */
export async function openMemberRun(database: Database, given: MemberRunOptions): Promise<MemberRun> {
  const { programmeId, sourceHash, dryRun, now, header, delimiter, runId } = given;
  if (dryRun) return { id: runId ?? 0, place: start, resumed: false, finished: false };
  const counts = { members: start };
  if (runId === undefined) {
    await database.importRun.createMany({
      data: { programmeId, sourceHash, kind: 'members', options: {}, counts, startedAt: now },
      skipDuplicates: true,
    });
  }
  const row = await database.importRun.findUniqueOrThrow({
    where: runId === undefined ? { programmeId_sourceHash: { programmeId, sourceHash } } : { id: runId },
  });
  const before = storedCounts.parse(row.counts).members;
  if (runId !== undefined && before === undefined) {
    const options = { ...(row.options as object), header: [...header], delimiter };
    await database.importRun.update({ where: { id: row.id }, data: { counts, options } });
  }
  const place = before ?? start;
  return { id: row.id, place, resumed: place.line > 0, finished: row.status === 'finished' };
}

/** Notes how far a run is, in the transaction of what it wrote. Refused when another process has moved it on, or it was cancelled. */
export async function advanceMembers(tx: Db, id: number, from: MemberPosition, to: MemberPosition): Promise<void> {
  const counts = JSON.stringify({ members: to });
  const moved = await tx.$executeRaw`
    UPDATE import_run SET counts = ${counts}::jsonb, lines_done = ${to.line}::int
    WHERE id = ${id}::int AND status = 'running' AND (counts #>> '{members,line}')::int = ${from.line}::int`;
  if (moved === 0) takenElsewhere(undefined);
}
