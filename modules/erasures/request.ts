import { z } from 'zod';
import type { Database, Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { readRow, readOnlyRow } from '../../platform/rows.ts';
import { transact } from '../../platform/transact.ts';
import { memberNotFound } from '../members/find.ts';
import { type Erasure, loadErasure } from './rows.ts';

export interface ErasureDeps {
  readonly database: Database;
  readonly clock: { now(): Date };
}

export interface NewErasure {
  /** The shop's id; of an account that was merged it is the one that it became. */
  readonly memberId: string;
  readonly reason: string;
  /** In which it can be withdrawn. */
  readonly afterDays?: number | undefined;
  readonly actor: string;
  readonly requestId?: string;
}

const afterDaysDefault = 7;
export const afterDaysMax = 30;
const dayMs = 86_400_000;

/** Puts an erasure down for when its days of grace are over; one that is put down already stays as it is. */
export function requestErasure(
  { database, clock }: ErasureDeps,
  programmeId: number,
  wanted: NewErasure,
): Promise<Erasure> {
  return transact(database, (tx) => requestErasureIn(tx, clock.now(), programmeId, wanted));
}

const memberRow = z.object({ id: z.bigint(), status: z.string() });
const idRow = z.object({ id: z.bigint() });

/** The same in the transaction of `tx`. */
export async function requestErasureIn(
  tx: Db,
  now: Date,
  programmeId: number,
  { memberId, reason, afterDays = afterDaysDefault, actor, requestId = '' }: NewErasure,
): Promise<Erasure> {
  const member = await readRow(
    memberRow,
    tx.$queryRaw`
      SELECT h.id, h.status FROM member m JOIN member h ON h.id = heir_of(m.id)
      WHERE m.programme_id = ${programmeId}::smallint AND m.external_id = ${memberId} FOR UPDATE OF h`,
  );
  if (member === undefined) throw memberNotFound(memberId);
  const open = await readRow(
    idRow,
    tx.$queryRaw`SELECT id FROM erasure WHERE member_id = ${member.id} AND status IN ('scheduled', 'running')`,
  );
  if (open !== undefined) return loadErasure(tx, programmeId, open.id);
  if (member.status === 'ERASED') {
    throw new PerennialError('MEMBER_STATUS', 'The member is erased already.', {
      field: 'memberId',
      fix: 'Nothing is left to be done.',
    });
  }
  const dueAt = new Date(now.getTime() + afterDays * dayMs);
  const { id } = await readOnlyRow(
    idRow,
    tx.$queryRaw`
      INSERT INTO erasure (programme_id, member_id, reason, actor, created_at, due_at)
      VALUES (${programmeId}::smallint, ${member.id}, ${reason}, ${actor}, ${now}::timestamptz, ${dueAt}::timestamptz) RETURNING id`,
  );
  await noteInAudit(tx, { programmeId, at: now, actor, action: 'member.erase', erasureId: id, reason, requestId });
  return loadErasure(tx, programmeId, id);
}

/** Withdraws an erasure that has not begun; one that is withdrawn stays so. */
export function withdrawErasure(
  { database, clock }: ErasureDeps,
  programmeId: number,
  rowId: bigint,
  by: { readonly actor: string; readonly reason?: string; readonly requestId?: string },
): Promise<Erasure> {
  return transact(database, (tx) => withdrawErasureIn(tx, clock.now(), programmeId, rowId, by));
}

/** The same in the transaction of `tx`. */
export async function withdrawErasureIn(
  tx: Db,
  now: Date,
  programmeId: number,
  rowId: bigint,
  { actor, reason, requestId = '' }: { readonly actor: string; readonly reason?: string; readonly requestId?: string },
): Promise<Erasure> {
  await tx.$executeRaw`SELECT FROM erasure WHERE id = ${rowId} AND programme_id = ${programmeId}::smallint FOR UPDATE`;
  const erasure = await loadErasure(tx, programmeId, rowId);
  if (erasure.status === 'withdrawn') return erasure;
  if (erasure.status !== 'scheduled') {
    throw new PerennialError('ERASURE_STATUS', `The erasure is ${erasure.status}.`, {
      field: 'erasureId',
      fix: 'What is erased does not come back; the person may join anew.',
    });
  }
  await tx.$executeRaw`UPDATE erasure SET status = 'withdrawn', reason = NULL WHERE id = ${rowId}`;
  const action = 'member.erase_withdrawn';
  await noteInAudit(tx, { programmeId, at: now, actor, action, erasureId: rowId, reason: reason ?? null, requestId });
  return loadErasure(tx, programmeId, rowId);
}

export interface ErasureNote {
  readonly programmeId: number;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly erasureId: bigint;
  readonly reason: string | null;
  readonly requestId: string;
}

/** A line in the audit that says what was done, by whom, and not about whom: the erasure's number stands for the person. */
export async function noteInAudit(
  tx: Db,
  { programmeId, at, actor, action, erasureId, reason, requestId }: ErasureNote,
): Promise<void> {
  const target = `erasure:${erasureId}`;
  await tx.auditEvent.create({
    data: { programmeId, at, actor, action, target, reason, requestId: requestId === '' ? null : requestId },
  });
}
