import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { refund as refundUsed } from '../ledger/redeem.ts';
import { loadProgramme } from '../programme/rows.ts';
import { captureKey, refundKey } from './rules-keys.ts';
import { readInput, type RefundInput, refundInput } from './input.ts';
import { refuseStatus } from './refuse-status.ts';
import { loadRedemption, lockRedemption } from './rows.ts';
import { type Actor, type CheckoutClock, type CheckoutDeps, posted } from './posted.ts';
import { within } from '../../platform/transact.ts';
import { type RedemptionView, viewOf } from './view.ts';

/** Gives points that were used back to the lots they came from, with their old ends: all that is left, or fewer. */
export function refundRedemption(
  deps: CheckoutDeps,
  programmeId: number,
  redemptionId: string,
  input: RefundInput,
  by: Actor,
): Promise<RedemptionView> {
  return within(deps.database, (tx) => giveBackIn(tx, deps, programmeId, redemptionId, input, by));
}

/** Every call gives back more: who may call twice keeps a key. */
async function giveBackIn(
  tx: Db,
  { clock }: CheckoutClock,
  programmeId: number,
  redemptionId: string,
  input: RefundInput,
  { actor }: Actor,
): Promise<RedemptionView> {
  const { points: asked, reason } = readInput(refundInput, input);
  const programme = await loadProgramme(tx, programmeId);
  const redemption = await lockRedemption(tx, programmeId, redemptionId);
  const { id, memberId, orderId, status, capturedPoints, refundedPoints } = redemption;
  if (status !== 'captured' && status !== 'refunded') throw refuseStatus(redemption, 'Nothing of it was used.');
  const left = capturedPoints - refundedPoints;
  const points = asked ?? left;
  if (points > left || left === 0) {
    throw new PerennialError('REFUND_TOO_LARGE', `Of ${capturedPoints} points that were used, ${left} are not back.`, {
      field: 'points',
      fix: left === 0 ? 'Nothing is to be done.' : `Give back at most ${left}.`,
    });
  }
  const now = clock.now();
  const refunded = refundedPoints + points;
  const source = orderId === null ? { type: 'redemption', id } : { type: 'order', id: orderId };
  const request = { programmeId, memberId, key: refundKey(id, refunded), redemptionKey: captureKey(id), points };
  posted(await refundUsed(tx, [{ ...request, at: now, source, actor, reason }]));
  await tx.redemption.update({
    where: { id: redemption.rowId },
    data: { refundedPoints: refunded, status: refunded === capturedPoints ? 'refunded' : 'captured' },
  });
  return viewOf(tx, programme, await loadRedemption(tx, programmeId, id), now);
}
