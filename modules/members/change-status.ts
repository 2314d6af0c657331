import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { memberNotFound } from './find.ts';
import { PerennialError } from '../../platform/errors.ts';
import { readRow } from '../../platform/rows.ts';
import { within } from '../../platform/transact.ts';
import { type MembershipMove, membershipStatuses, statusAfter } from './rules-membership.ts';

export interface StatusChange {
  readonly move: MembershipMove;
  /** Why, in words that the audit keeps. */
  readonly reason: string;
  readonly actor: string;
  readonly requestId?: string;
}

const fixes: Readonly<Partial<Record<string, string>>> = {
  erased: 'Nothing can be done for an erased member.',
  merged: 'Name the account it was merged into, or undo the merge.',
};

const memberRow = z.object({ id: z.bigint(), status: z.string().toLowerCase().pipe(z.enum(membershipStatuses)) });

/** Suspends, closes or reopens a membership; one that stands so already stays as it is. In the transaction of `db`, or one of its own. */
export function changeMemberStatus(
  db: Db,
  { programmeId, memberId, now }: { programmeId: number; memberId: string; now: Date },
  change: StatusChange,
): Promise<void> {
  return within(db, (tx) => changeIn(tx, { programmeId, memberId, now }, change));
}

async function changeIn(
  db: Db,
  { programmeId, memberId, now }: { programmeId: number; memberId: string; now: Date },
  { move, reason, actor, requestId = '' }: StatusChange,
): Promise<void> {
  const member = await readRow(
    memberRow,
    db.$queryRaw`
      SELECT id, status FROM member WHERE programme_id = ${programmeId}::smallint AND external_id = ${memberId} FOR UPDATE`,
  );
  if (member === undefined) throw memberNotFound(memberId);
  const { id, status: before } = member;
  const after = statusAfter(before, move);
  if (after === undefined) {
    throw new PerennialError('MEMBER_STATUS', `The membership is ${before}.`, {
      field: 'memberId',
      fix: fixes[before] ?? 'Reopen it first.',
    });
  }
  if (after === before) return;
  await db.member.update({ where: { id }, data: { status: after.toUpperCase() } });
  await db.auditEvent.create({
    data: {
      programmeId,
      at: now,
      actor,
      action: `member.${move}`,
      target: memberId,
      before: { status: before },
      after: { status: after },
      reason,
      requestId: requestId === '' ? null : requestId,
    },
  });
}
