import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { readOnlyRow } from '../../platform/rows.ts';
import { transact } from '../../platform/transact.ts';
import { counted } from '../../values/plural.ts';
import { loadProgramme } from '../programme/rows.ts';
import { type Account, lockAccounts } from './accounts.ts';
import { partCheckIns } from './check-ins.ts';
import type { MergeDeps } from './merge.ts';
import type { Moved } from './moved.ts';
import { partFigures, partProfiles } from './person.ts';
import { loadMerge, type MergeRow, type MergeView, viewOf } from './rows.ts';

export interface MergeUndoing {
  readonly actor: string;
  readonly reason?: string;
  readonly requestId?: string;
}

/** Makes two accounts of one again, within a day: each has what was its own, as far as it is still there, and the answer says what is not. */
export function undoMerge(
  { database, clock }: MergeDeps,
  programmeId: number,
  rowId: bigint,
  by: MergeUndoing,
): Promise<MergeView> {
  return transact(database, (tx) => undoMergeIn(tx, clock.now(), programmeId, rowId, by));
}

/** The same in the transaction of `tx`. */
export async function undoMergeIn(
  tx: Db,
  now: Date,
  programmeId: number,
  rowId: bigint,
  by: MergeUndoing,
): Promise<MergeView> {
  const asked = await loadMerge(tx, programmeId, rowId);
  const accounts = await lockAccounts(tx, programmeId, { fromMemberId: asked.from, intoMemberId: asked.into });
  const merge = await loadMerge(tx, programmeId, rowId);
  if (merge.status === 'undone') return viewOf(merge);
  const moved = undoable(merge, accounts, now);
  return viewOf(await undo(tx, now, { programmeId, merge, moved, ...accounts }, by));
}

function undoable(
  { moved, undoableUntil, into: name }: MergeRow,
  { into }: { readonly into: Account },
  now: Date,
): Moved {
  if (into.status !== 'ACTIVE') {
    throw new PerennialError('MERGE_STATUS', `The membership of ${name} is ${into.status.toLowerCase()}.`, {
      field: 'mergeId',
      fix: into.status === 'MERGED' ? 'Undo the later merge first.' : 'Reopen it first.',
    });
  }
  if (moved !== null && now < undoableUntil) return moved;
  throw new PerennialError('MERGE_STATUS', `It could be undone until ${undoableUntil.toISOString()}.`, {
    field: 'mergeId',
    fix: 'Correct by hand what is wrong.',
  });
}

interface Undoing {
  readonly programmeId: number;
  readonly merge: MergeRow;
  readonly moved: Moved;
  readonly from: Account;
  readonly into: Account;
}

async function undo(
  tx: Db,
  now: Date,
  undoing: Undoing,
  { actor, reason: said, requestId = '' }: MergeUndoing,
): Promise<MergeRow> {
  const { programmeId, merge, moved, from, into } = undoing;
  const programme = await loadProgramme(tx, programmeId);
  const reason = said ?? 'the merge was undone';
  const kept = await bringPointsBack(tx, now, undoing, { actor, reason });
  await tx.$executeRaw`
    SELECT undo_belongings(${programmeId}::int, ${from.id}, ${into.id}, ${JSON.stringify(moved)}::jsonb, ${now}::timestamptz, ${actor}, ${reason})`;
  await restoreConsents(tx, undoing);
  await partFigures(tx, programme, { from, into }, moved);
  const [profile, streak] = [
    await partProfiles(tx, { into }, moved),
    await partCheckIns(tx, { fromId: from.id, intoId: into.id }, moved.checkIns),
  ];
  const left = [
    ...(kept === 0n
      ? []
      : [
          `${counted(Number(kept), 'point that moved has', 'points that moved have')} been used, have expired, are on hold or paid a debt`,
        ]),
    ...(moved.debt === 0
      ? []
      : [`${counted(moved.debt, 'point', 'points')} of debt went over: ${into.name} pays or has paid them`]),
    ...(moved.endedEnrolments.length === 0
      ? []
      : [`${counted(moved.endedEnrolments.length, 'enrolment that was', 'enrolments that were')} cancelled stay so`]),
    ...(profile ? [] : [`the profile of ${into.name} has changed since and stays as it is`]),
    ...(streak ? [] : [`the streak of ${into.name} has gone on since and stays as it counts`]),
  ];
  await tx.$executeRaw`
    UPDATE member_merge SET status = 'undone', undone_at = ${now}::timestamptz, moved = NULL, left_behind = ${left}::text[]
    WHERE id = ${BigInt(merge.rowId ?? 0)}`;
  await tx.auditEvent.createMany({
    data: [from, into].map(({ name: target }) => ({
      ...{
        programmeId,
        at: now,
        actor,
        action: 'member.merge_undone',
        target,
        reason,
        requestId: requestId === '' ? null : requestId,
      },
      after: { merge: merge.rowId, from: from.name, into: into.name, leftBehind: left },
    })),
  });
  return loadMerge(tx, programmeId, BigInt(merge.rowId ?? 0));
}

const keptRow = z.object({ kept: z.bigint() });

/** Brings back what is left of each lot that moved; answers what stays where it went. */
async function bringPointsBack(
  tx: Db,
  now: Date,
  { from, into }: Undoing,
  { actor, reason }: { readonly actor: string; readonly reason: string },
): Promise<bigint> {
  await tx.$executeRaw`
    SELECT ledger.bring_back(o.id, NULL, ${now}::timestamptz, ${actor}, ${reason})
    FROM (SELECT DISTINCT l.origin AS id FROM ledger.lot l JOIN ledger.lot p ON p.id = l.origin AND p.member_id = ${from.id}
      WHERE l.member_id = ${into.id} ORDER BY 1) o`;
  const { kept } = await readOnlyRow(
    keptRow,
    tx.$queryRaw`
      SELECT coalesce(sum(l.earned + coalesce(m.moved, 0)), 0)::bigint AS kept
      FROM ledger.lot l JOIN ledger.lot p ON p.id = l.origin AND p.member_id = ${from.id}
      LEFT JOIN LATERAL (
        SELECT sum(v.remaining_delta) AS moved FROM ledger.lot_move v JOIN ledger.txn t ON t.id = v.txn_id
        WHERE v.lot_id = l.id AND t.kind = 'MOVE' AND t.id <> l.id) m ON true
      WHERE l.member_id = ${into.id}`,
  );
  return kept;
}

async function restoreConsents(tx: Db, { programmeId, into, moved }: Undoing): Promise<void> {
  await tx.$executeRaw`
    UPDATE consent c SET granted = w.granted, source = w.source, changed_at = w."changedAt"
    FROM jsonb_to_recordset(${JSON.stringify(moved.consents)}::jsonb -> 'rows')
      w (channel text, granted boolean, source text, "changedAt" timestamptz)
    JOIN member_merge g ON g.into_id = ${into.id}
    WHERE c.programme_id = ${programmeId}::smallint AND c.member_id = ${into.id} AND c.channel = w.channel AND c.changed_at < g.created_at`;
}
