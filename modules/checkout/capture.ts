import { counted } from '../../values/plural.ts';
import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { capture as captureHeld, release as releaseHeld, spend } from '../ledger/redeem.ts';
import { releaseRunOut } from '../ledger/sweep.ts';
import { loadProgramme } from '../programme/rows.ts';
import { captureKey, holdKey, releaseKey } from './rules-keys.ts';
import { type CaptureInput, captureInput, readInput } from './input.ts';
import { readCustomer } from './rows-purse.ts';
import { loadRedemption, lockRedemption, type StoredRedemption } from './rows.ts';
import { captureWay } from './rules-capture.ts';
import { refuseStatus } from './refuse-status.ts';
import { type Actor, type CheckoutClock, type CheckoutDeps, posted } from './posted.ts';
import { within } from '../../platform/transact.ts';
import { type RedemptionView, viewOf } from './view.ts';

/** Uses the points that are held, once: all, or fewer, and what is left goes back. */
export function captureRedemption(
  deps: CheckoutDeps,
  programmeId: number,
  redemptionId: string,
  input: CaptureInput,
  by: Actor,
): Promise<RedemptionView> {
  return within(deps.database, (tx) => captureIn(tx, deps, programmeId, redemptionId, input, by));
}

async function captureIn(
  tx: Db,
  { clock }: CheckoutClock,
  programmeId: number,
  redemptionId: string,
  input: CaptureInput,
  by: Actor,
): Promise<RedemptionView> {
  const { points: asked } = readInput(captureInput, input);
  const programme = await loadProgramme(tx, programmeId);
  const redemption = await lockRedemption(tx, programmeId, redemptionId);
  const points = asked ?? redemption.points;
  if (points > redemption.points) {
    throw new PerennialError(
      'REDEMPTION_LIMIT',
      `The redemption is of ${counted(redemption.points, 'point', 'points')}.`,
      {
        field: 'points',
        fix: `Use at most ${redemption.points}.`,
      },
    );
  }
  const now = clock.now();
  const { balance } = await readCustomer(tx, programmeId, redemption.member, now);
  const way = captureWay(
    {
      ...redemption,
      points,
      createdAt: redemption.createdAt.getTime(),
      expiresAt: redemption.expiresAt?.getTime() ?? null,
    },
    { at: now.getTime(), now: now.getTime(), redeemable: balance.available },
  );
  if (way.way === 'none') throw refuseCapture(redemption, way.because, balance.available);
  const move = { tx, programmeId, redemption, points, now, actor: by.actor };
  await (way.way === 'captures' ? captureHold(move) : spendLate(move));
  return viewOf(tx, programme, await loadRedemption(tx, programmeId, redemptionId), now);
}

interface Move {
  readonly tx: Db;
  readonly programmeId: number;
  readonly redemption: StoredRedemption;
  readonly points: number;
  readonly now: Date;
  readonly actor: string;
}

/** The trigger of the hold makes the redemption captured, once nothing of it is held any more. */
async function captureHold(move: Move): Promise<void> {
  const { tx, redemption, points } = move;
  const request = { ...requestOf(move), holdKey: holdKey(redemption.id) };
  posted(await captureHeld(tx, [{ ...request, key: captureKey(redemption.id), points }]));
  if (points === redemption.points) return;
  posted(await releaseHeld(tx, [{ ...request, key: releaseKey(redemption.id) }]));
}

/** The hold has run out: what it held is let go, and the points are used anew. */
async function spendLate(move: Move): Promise<void> {
  const { tx, programmeId, redemption, points, now } = move;
  await releaseRunOut(tx, programmeId, redemption.memberId, now);
  posted(await spend(tx, [{ ...requestOf(move), key: captureKey(redemption.id), points }]));
  await tx.redemption.update({
    where: { id: redemption.rowId },
    data: { status: 'captured', capturedPoints: points },
  });
}

function requestOf({ programmeId, redemption: { id, memberId, orderId }, now, actor }: Move) {
  const source = orderId === null ? { type: 'redemption', id } : { type: 'order', id: orderId };
  return { programmeId, memberId, at: now, source, actor };
}

function refuseCapture(
  { id, status }: StoredRedemption,
  because: 'gone' | 'captured' | 'released' | 'refunded',
  available: number,
): PerennialError {
  if (because !== 'gone') return refuseStatus({ id, status }, 'Points are captured once, while they are held.');
  return new PerennialError(
    'POINTS_INSUFFICIENT',
    `The hold has run out, and the points it held are gone: ${available} can be used.`,
    { field: 'points', fix: 'Take the money for them, or hold points that are there.' },
  );
}
