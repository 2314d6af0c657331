import type { Db } from '../../platform/database.ts';
import { type ErrorCode, PerennialError } from '../../platform/errors.ts';
import { adjust } from '../ledger/correct.ts';
import { releaseRunOut } from '../ledger/sweep.ts';
import type { Programme } from '../programme/rules.ts';
import { expiresAt, expiryIn } from '../programme/rules-expiry.ts';
import type { AdjustmentRow } from './rows.ts';

/** Whose and when. */
export interface Booking {
  readonly programmeId: number;
  readonly definition: Programme;
  readonly now: Date;
  /** Who answers for it: the second person where there is one. */
  readonly actor: string;
}

/** Posts a correction in the transaction of `tx`, once; throws what the ledger refuses. */
export async function bookAdjustment(
  tx: Db,
  adjustment: AdjustmentRow,
  { programmeId, definition, now, actor }: Booking,
): Promise<void> {
  const { rowId, memberId, points, reason, tier, byPolicy } = adjustment;
  const ends = byPolicy ? expiresAt(expiryIn(definition, tier), now, definition.zone) : adjustment.expiresAt;
  const key = `adjust:adjustment:${rowId}`;
  const source = { type: 'adjustment', id: rowId };
  if (points < 0) await releaseRunOut(tx, programmeId, memberId, now);
  const [answer] = await adjust(tx, [
    { programmeId, memberId, key, at: now, points, expiresAt: ends, source, actor, reason },
  ]);
  if (answer?.ok !== true) throw refusalOf(answer?.code ?? 'INTERNAL', answer?.message ?? 'nothing was answered');
  const data = { status: 'booked', txnId: BigInt(answer.txnId) };
  await tx.adjustment.update({ where: { id: BigInt(rowId) }, data });
}

const fields: Partial<Record<ErrorCode, string>> = {
  MEMBER_NOT_FOUND: 'memberId',
  MEMBER_NOT_ACTIVE: 'memberId',
  EXPIRY_INVALID: 'expiresAt',
  REASON_REQUIRED: 'reason',
};

function refusalOf(code: ErrorCode, message: string): PerennialError {
  return new PerennialError(code, `${message.charAt(0).toUpperCase()}${message.slice(1)}.`, {
    field: fields[code] ?? 'points',
  });
}
