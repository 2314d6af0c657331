import { z } from 'zod';
import type { Database, Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { readOnlyRow, vouchedFor } from '../../platform/rows.ts';
import { transact } from '../../platform/transact.ts';
import type { JsonObject } from '../../values/json.ts';
import { readProfiles } from '../intake/rows-profiles.ts';
import { loadProgramme, type StoredProgramme } from '../programme/rows.ts';
import { type Account, lockAccounts, requireActive } from './accounts.ts';
import { uniteCheckIns } from './check-ins.ts';
import type { Moved, MovedBelongings } from './moved.ts';
import { uniteFigures, uniteProfileRows } from './person.ts';
import { loadMerge, mergeOf, type MergeView, viewOf } from './rows.ts';

/** A merge that somebody asks for. */
export interface NewMerge {
  /** The shop's id of the account that is given up. */
  readonly fromMemberId: string;
  /** Of the one that stays. */
  readonly intoMemberId: string;
  readonly reason: string;
  /** Says what would come of it, and changes nothing. */
  readonly dryRun?: boolean | undefined;
  readonly actor: string;
  readonly requestId?: string;
}

export interface MergeDeps {
  readonly database: Database;
  readonly clock: { now(): Date };
}

const undoableMs = 86_400_000;

/** Makes two accounts one. What comes for the one that is given up reaches the other from now on. The same merge again changes nothing. */
export function mergeMembers(
  { database, clock }: MergeDeps,
  programmeId: number,
  wanted: NewMerge,
): Promise<MergeView> {
  return transact(database, (tx) => mergeMembersIn(tx, clock.now(), programmeId, wanted));
}

/** The same in the transaction of `tx`. */
export async function mergeMembersIn(tx: Db, now: Date, programmeId: number, wanted: NewMerge): Promise<MergeView> {
  if (wanted.fromMemberId === wanted.intoMemberId) {
    throw new PerennialError('MERGE_STATUS', 'It is one account already.', { field: 'intoMemberId', fix: 'Name two.' });
  }
  const programme = await loadProgramme(tx, programmeId);
  const { from, into } = await lockAccounts(tx, programmeId, wanted);
  if (from.mergedInto === into.id) {
    const before = await mergeOf(tx, programmeId, from.id);
    if (before !== undefined) return viewOf(before);
  }
  requireActive(from, 'fromMemberId');
  requireActive(into, 'intoMemberId');
  if (wanted.dryRun !== true) return viewOf(await merge(tx, now, programme, { from, into }, wanted));
  // What would come of it is what comes of it: done, told and taken back.
  await tx.$executeRaw`SAVEPOINT merge_plan`;
  const planned = viewOf(await merge(tx, now, programme, { from, into }, wanted));
  await tx.$executeRaw`ROLLBACK TO SAVEPOINT merge_plan`;
  return { ...planned, rowId: null, status: 'planned' };
}

const createdRow = z.object({ id: z.bigint() });

async function merge(
  tx: Db,
  now: Date,
  programme: StoredProgramme,
  { from, into }: { readonly from: Account; readonly into: Account },
  { reason, actor, requestId = '' }: NewMerge,
) {
  const programmeId = programme.id;
  const ids = { programmeId, fromId: from.id, intoId: into.id };
  // While the one that is given up is still read as itself.
  const profiles = await readProfiles(tx, programme, [from.name, into.name]);
  await tx.member.update({ where: { id: from.id }, data: { status: 'MERGED', mergedInto: into.id } });
  const points = await carryPoints(tx, now, { from, into, reason, actor });
  const belongings = await moveBelongings(tx, now, { ...ids, from, into, reason, actor });
  const person = await uniteProfileRows(tx, programme, { from, into }, profiles);
  const consents = await uniteConsents(tx, ids);
  const checkIns = await uniteCheckIns(tx, ids);
  const figures = await uniteFigures(tx, programme, { from, into }, belongings);
  const moved: Moved = {
    ...belongings,
    ...person,
    ...{ lots: points.lots, holds: from.held, debt: from.debt, consents, checkIns, figures },
  };
  const { id } = await readOnlyRow(
    createdRow,
    tx.$queryRaw`
      INSERT INTO member_merge (programme_id, from_id, into_id, points, coupons, reason, actor, created_at, undoable_until, moved)
      VALUES (${programmeId}::smallint, ${from.id}, ${into.id}, ${points.points}, ${moved.coupons.length}::int, ${reason}, ${actor},
        ${now}::timestamptz, ${new Date(now.getTime() + undoableMs)}::timestamptz, ${JSON.stringify(moved)}::jsonb)
      RETURNING id`,
  );
  await tx.auditEvent.createMany({
    data: [from, into].map(({ name: target }) => ({
      ...{
        programmeId,
        at: now,
        actor,
        action: 'member.merge',
        target,
        reason,
        requestId: requestId === '' ? null : requestId,
      },
      before: { status: 'active' },
      after: {
        merge: String(id),
        from: from.name,
        into: into.name,
        points: Number(points.points),
        coupons: moved.coupons.length,
      },
    })),
  });
  return loadMerge(tx, programmeId, id);
}

interface Work {
  readonly from: Account;
  readonly into: Account;
  readonly reason: string;
  readonly actor: string;
}

const carriedRow = z.object({ points: z.bigint(), lots: z.int() });

async function carryPoints(tx: Db, now: Date, { from, actor, reason }: Work): Promise<z.infer<typeof carriedRow>> {
  const open = await tx.ledgerLot.count({ where: { memberId: from.id, remaining: { gt: 0 } } });
  const { points } = await readOnlyRow(
    carriedRow.pick({ points: true }),
    tx.$queryRaw`SELECT ledger.carry(${from.id}, ${now}::timestamptz, ${actor}, ${reason}) AS points`,
  );
  return { points, lots: open };
}

const movedRow = z.object({ moved: vouchedFor<MovedBelongings>() });

async function moveBelongings(
  tx: Db,
  now: Date,
  { programmeId, from, into, reason, actor }: Work & { readonly programmeId: number },
): Promise<MovedBelongings> {
  const { moved } = await readOnlyRow(
    movedRow,
    tx.$queryRaw`
      SELECT merge_enrolments(${from.id}, ${into.id}, ${from.name}, ${into.name}, ${now}::timestamptz)
        || merge_referrals(${from.id}, ${into.id}, ${now}::timestamptz)
        || merge_belongings(${programmeId}::int, ${from.id}, ${into.id}, ${now}::timestamptz, ${actor}, ${reason}) AS moved`,
  );
  return moved;
}

const consentsRow = z.object({ before: vouchedFor<JsonObject>() });

async function uniteConsents(
  tx: Db,
  { programmeId, fromId, intoId }: { programmeId: number; fromId: bigint; intoId: bigint },
): Promise<JsonObject> {
  const query = tx.$queryRaw`SELECT merge_consents(${programmeId}::int, ${fromId}, ${intoId}) AS before`;
  return (await readOnlyRow(consentsRow, query)).before;
}
