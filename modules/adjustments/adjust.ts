import { z } from 'zod';
import { type Database, type Db, inTransaction } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { readRow } from '../../platform/rows.ts';
import { requireMemberId } from '../members/find.ts';
import type { Programme } from '../programme/rules.ts';
import { loadProgramme } from '../programme/rows.ts';
import { bookAdjustment } from './book.ts';
import { type AdjustmentRow, type AdjustmentView, findAdjustment, viewOf } from './rows.ts';
import { needsSecondPerson } from './rules.ts';
import { openAdjustmentCase } from './settle.ts';

/** A correction that somebody asks for. */
export interface NewAdjustment {
  /** The same key corrects once. */
  readonly key: string;
  /** The shop's id of the member. */
  readonly memberId: string;
  /** Positive gives a lot, negative takes from the earliest. */
  readonly points: number;
  /** The end of the lot; null never, absent by the programme's policy. */
  readonly expiresAt?: Date | null | undefined;
  readonly reason: string;
  readonly actor: string;
  readonly requestId?: string;
}

export interface AdjustDeps {
  readonly database: Database;
  readonly clock: { now(): Date };
}

/** Corrects points by hand, or puts it before a second person when it is more than the programme lets one decide. */
export function adjustPoints(
  { database, clock }: AdjustDeps,
  programmeId: number,
  wanted: NewAdjustment,
): Promise<AdjustmentView> {
  return inTransaction(database, (tx) => adjustIn(tx, clock.now(), programmeId, wanted));
}

/** The same in the transaction of `tx`. */
export async function adjustIn(tx: Db, now: Date, programmeId: number, wanted: NewAdjustment): Promise<AdjustmentView> {
  checkEnd(wanted);
  const { definition } = await loadProgramme(tx, programmeId);
  const adjustment = await enter(tx, now, programmeId, wanted);
  if (adjustment === undefined) return sameAsBefore(tx, programmeId, wanted);
  if (needsSecondPerson(wanted.points, definition)) await putBefore(tx, adjustment, { programmeId, definition, now });
  else await bookAdjustment(tx, adjustment, { programmeId, definition, now, actor: wanted.actor });
  const after = await reread(tx, programmeId, adjustment.rowId);
  await tx.auditEvent.create({
    data: {
      ...{ programmeId, at: now, actor: wanted.actor, action: 'adjustment.create' },
      target: `adjustment:${adjustment.rowId}`,
      after: { memberId: wanted.memberId, points: wanted.points, status: after.status },
      ...{ reason: wanted.reason, requestId: wanted.requestId ?? null },
    },
  });
  return viewOf(after);
}

function checkEnd({ points, expiresAt }: NewAdjustment): void {
  if (!Number.isSafeInteger(points) || points === 0) {
    throw new PerennialError('POINTS_INVALID', `${points} points correct nothing.`, { field: 'points' });
  }
  if (points > 0 || expiresAt === undefined) return;
  throw new PerennialError('EXPIRY_INVALID', 'Points that are taken have no end.', {
    field: 'expiresAt',
    fix: 'Leave it out.',
  });
}

const enteredRow = z.object({ id: z.string() });

/** The correction as it was asked for; undefined when its key was used before. */
async function enter(
  tx: Db,
  now: Date,
  programmeId: number,
  { key, memberId: externalId, points, expiresAt, reason, actor }: NewAdjustment,
): Promise<AdjustmentRow | undefined> {
  const memberId = await requireMemberId(tx, programmeId, externalId);
  const entered = await readRow(
    enteredRow,
    tx.$queryRaw`
      INSERT INTO adjustment (programme_id, key, member_id, points, by_policy, expires_at, reason, requested_by, created_at)
      VALUES (${programmeId}::smallint, ${key}, ${memberId}, ${points}::bigint, ${expiresAt === undefined}, ${expiresAt ?? null}::timestamptz,
        ${reason}, ${actor}, ${now}::timestamptz)
      ON CONFLICT (programme_id, key) DO NOTHING RETURNING id::text`,
  );
  return entered === undefined ? undefined : reread(tx, programmeId, entered.id);
}

/** A second person can do nothing for a member who may not have points moved: that is said at once. */
async function putBefore(
  tx: Db,
  adjustment: AdjustmentRow,
  { programmeId, definition, now }: { programmeId: number; definition: Programme; now: Date },
): Promise<void> {
  const { memberId: id, expiresAt, byPolicy } = adjustment;
  const { status } = await tx.member.findUniqueOrThrow({ where: { id }, select: { status: true } });
  if (status !== 'ACTIVE') {
    throw new PerennialError('MEMBER_NOT_ACTIVE', `The membership is ${status.toLowerCase()}.`, { field: 'memberId' });
  }
  if (!byPolicy && expiresAt !== null && expiresAt <= now) {
    throw new PerennialError('EXPIRY_INVALID', `The points would end at ${expiresAt.toISOString()}.`, {
      field: 'expiresAt',
    });
  }
  await openAdjustmentCase(tx, adjustment, {
    programmeId,
    now,
    reviewAbove: definition.adjustments?.reviewAbove ?? 0,
  });
}

async function sameAsBefore(tx: Db, programmeId: number, wanted: NewAdjustment): Promise<AdjustmentView> {
  const { key, memberId, points, reason, expiresAt } = wanted;
  const before = await findAdjustment(tx, programmeId, { key });
  const isSame =
    before?.member === memberId &&
    before.points === points &&
    before.reason === reason &&
    before.byPolicy === (expiresAt === undefined) &&
    before.expiresAt?.getTime() === expiresAt?.getTime();
  if (before !== undefined && isSame) return viewOf(before);
  throw new PerennialError('IDEMPOTENCY_KEY_REUSED', `"${key}" was used for another adjustment.`, { field: 'key' });
}

async function reread(tx: Db, programmeId: number, rowId: string): Promise<AdjustmentRow> {
  const found = await findAdjustment(tx, programmeId, { rowId });
  if (found === undefined) throw new Error(`adjustment ${rowId} is not there`);
  return found;
}
