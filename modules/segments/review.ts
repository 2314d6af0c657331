import type { Database, Db } from '../../platform/database.ts';
import { transact } from '../../platform/transact.ts';
import { ingestIn } from '../intake/ingest.ts';
import { loadProgramme, type StoredProgramme } from '../programme/rows.ts';
import { type Known, readKnown } from './catalogue.ts';
import { membersMeeting, whileCounting } from './count.ts';
import { beginStays, endStays, type Move, readInside, readStrays, sweepEveryMs, takeReviews } from './rows-members.ts';
import { readDueSegments, type DueSegment } from './rows-watched.ts';

interface ReviewDeps {
  readonly database: Database;
  readonly clock: { now(): Date };
  /** Looks at the same members for others, in the same transaction. */
  readonly andThen?: (tx: Db, memberIds: readonly bigint[], now: Date) => Promise<void>;
}

/** Members looked at in one transaction. */
const membersMax = 500;

/** Looks at members of whom something has changed: who came into a segment that is watched, and who fell out. Answers how many were looked at. */
export async function reviewChanged({ database, clock, andThen }: ReviewDeps, goOn: () => boolean): Promise<number> {
  let looked = 0;
  for (let taken = membersMax; taken === membersMax && goOn(); looked += taken) {
    taken = await transact(database, async (tx) => {
      const reviews = await takeReviews(tx, membersMax);
      for (const programmeId of new Set(reviews.map((each) => each.programmeId))) {
        const ids = reviews.filter((each) => each.programmeId === programmeId).map(({ memberId }) => memberId);
        await reviewMembers(tx, await loadProgramme(tx, programmeId), [...new Set(ids)], clock.now());
      }
      await andThen?.(tx, [...new Set(reviews.map(({ memberId }) => memberId))], clock.now());
      return reviews.length;
    });
  }
  return looked;
}

/** Looks at all members for the segments whose hour has come: time alone makes some conditions true. Answers how many moved. */
export async function sweepDueSegments({ database, clock, andThen }: ReviewDeps, goOn: () => boolean): Promise<number> {
  let moved = 0;
  const before = new Date(clock.now().getTime() - sweepEveryMs);
  for (const due of await readDueSegments(database, before)) {
    for (let page = membersMax; page === membersMax && goOn(); moved += page)
      page = await sweepPage({ database, clock, ...(andThen && { andThen }) }, due);
  }
  return moved;
}

/** A page of those who are kept otherwise than they are now; the last one notes that all were looked at. */
async function sweepPage(
  { database, clock, andThen }: ReviewDeps,
  { id, programmeId, code }: DueSegment,
): Promise<number> {
  const now = clock.now();
  const programme = await loadProgramme(database, programmeId);
  const known = await readKnown(database, programme);
  const who = known.segments.find((one) => one.code === code)?.who;
  if (who === undefined) return 0;
  const strays = await whileCounting(database, (tx) => readStrays(tx, id, { programme, known, who, now }, membersMax));
  await transact(database, async (tx) => {
    await reviewMembers(tx, programme, strays, now);
    await andThen?.(tx, strays, now);
    if (strays.length < membersMax) await tx.segment.updateMany({ where: { id }, data: { sweptAt: now } });
  });
  return strays.length;
}

/** Looks at some members for every segment of their programme that is watched, and tells of each who came in or fell out. */
async function reviewMembers(tx: Db, programme: StoredProgramme, ids: readonly bigint[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  const known = await readKnown(tx, programme);
  for (const segment of known.segments.filter(({ watchedAt }) => watchedAt !== null)) {
    await reviewOne(tx, { programme, known }, segment, ids, now);
  }
}

async function reviewOne(
  tx: Db,
  { programme, known }: { readonly programme: StoredProgramme; readonly known: Known },
  { id, code, who }: Known['segments'][number],
  ids: readonly bigint[],
  now: Date,
): Promise<void> {
  const meeting = await membersMeeting(tx, { programme, known, who, now }, ids);
  const inside = await readInside(tx, id, ids);
  const entered = await beginStays(
    tx,
    id,
    ids.filter((member) => meeting.has(member) && !inside.has(member)),
    now,
  );
  const left = await endStays(
    tx,
    id,
    ids.filter((member) => !meeting.has(member) && inside.has(member)),
    now,
  );
  await tell(tx, programme.id, { type: 'segment.entered', code, moves: entered, now });
  await tell(tx, programme.id, { type: 'segment.left', code, moves: left, now });
}

/** An event of the member, in the transaction of the move: stories wait for it like for any other. */
async function tell(
  tx: Db,
  programmeId: number,
  {
    type,
    code,
    moves,
    now,
  }: { type: 'segment.entered' | 'segment.left'; code: string; moves: readonly Move[]; now: Date },
): Promise<void> {
  if (moves.length === 0) return;
  const clock = { now: () => now };
  const events = moves.map(({ stay, member }) => ({
    ...{ id: `${type}:${stay}`, type, memberId: member, occurredAt: now, data: { segment: code } },
  }));
  await ingestIn(tx, { clock }, programmeId, events);
}
