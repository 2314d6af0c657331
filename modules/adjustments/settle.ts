import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { counted } from '../../values/plural.ts';
import { loadProgramme } from '../programme/rows.ts';
import { bookAdjustment } from './book.ts';
import { type AdjustmentRow, findAdjustment } from './rows.ts';
import { isSecondPerson } from './rules.ts';

/** What is decided about a correction above the programme's threshold. */
export const adjustmentSubject = 'adjustment';
const keyPrefix = 'adjustment:';

/** Puts a correction before a second person, once. */
export async function openAdjustmentCase(
  tx: Db,
  { rowId, memberId, points, reason, requestedBy }: AdjustmentRow,
  { programmeId, now, reviewAbove }: { programmeId: number; now: Date; reviewAbove: number },
): Promise<void> {
  const { id: reviewCaseId } = await tx.reviewCase.create({
    data: {
      ...{ programmeId, key: `${keyPrefix}${rowId}`, subject: adjustmentSubject, memberId, openedAt: now },
      reasons: [`${counted(Math.abs(points), 'point', 'points')} are more than one person may correct: ${reviewAbove}`],
      facts: { adjustment: rowId, points, reason, requestedBy },
    },
    select: { id: true },
  });
  await tx.adjustment.update({ where: { id: BigInt(rowId) }, data: { reviewCaseId } });
}

export interface AdjustmentDecision {
  /** The key of the case. */
  readonly key: string;
  readonly approved: boolean;
  readonly actor: string;
}

/** Carries out what a second person has decided; throws SECOND_PERSON_REQUIRED to who asked, and what the ledger refuses. */
export async function settleAdjustment(
  tx: Db,
  { clock }: { readonly clock: { now(): Date } },
  programmeId: number,
  { key, approved, actor }: AdjustmentDecision,
): Promise<void> {
  const rowId = key.slice(keyPrefix.length);
  const adjustment = await findAdjustment(tx, programmeId, { rowId });
  if (adjustment === undefined) throw new Error(`adjustment ${rowId} is not there`);
  if (!isSecondPerson({ requestedBy: adjustment.requestedBy, decidedBy: actor })) {
    throw new PerennialError('SECOND_PERSON_REQUIRED', `${actor} asked for these points and can not decide it.`, {
      field: 'actor',
      fix: 'Let another key decide it, or another person at the command line.',
    });
  }
  if (!approved) {
    await tx.adjustment.update({ where: { id: BigInt(rowId) }, data: { status: 'rejected' } });
    return;
  }
  const { definition } = await loadProgramme(tx, programmeId);
  await bookAdjustment(tx, adjustment, { programmeId, definition, now: clock.now(), actor });
}
