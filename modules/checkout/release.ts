import type { Db } from '../../platform/database.ts';
import { release as releaseHeld } from '../ledger/redeem.ts';
import { releaseRunOut } from '../ledger/sweep.ts';
import { loadProgramme } from '../programme/rows.ts';
import { holdKey, releaseKey } from './rules-keys.ts';
import { loadRedemption, lockRedemption } from './rows.ts';
import { refuseStatus } from './refuse-status.ts';
import { type Actor, type CheckoutClock, type CheckoutDeps, posted } from './posted.ts';
import { within } from '../../platform/transact.ts';
import { type RedemptionView, viewOf } from './view.ts';

/** Lets go of what is held; of what was let go before, nothing changes. */
export function releaseRedemption(
  deps: CheckoutDeps,
  programmeId: number,
  redemptionId: string,
  by: Actor,
): Promise<RedemptionView> {
  return within(deps.database, (tx) => letGoIn(tx, deps, programmeId, redemptionId, by));
}

async function letGoIn(
  tx: Db,
  { clock }: CheckoutClock,
  programmeId: number,
  redemptionId: string,
  { actor }: Actor,
): Promise<RedemptionView> {
  const programme = await loadProgramme(tx, programmeId);
  const { id, memberId, orderId, status } = await lockRedemption(tx, programmeId, redemptionId);
  if (status === 'captured' || status === 'refunded') {
    throw refuseStatus({ id, status }, 'Give the points back: refund the redemption.');
  }
  const now = clock.now();
  // What has run out is expired, whoever comes first.
  await releaseRunOut(tx, programmeId, memberId, now);
  if ((await loadRedemption(tx, programmeId, id)).status === 'held') {
    const source = orderId === null ? { type: 'redemption', id } : { type: 'order', id: orderId };
    const request = { programmeId, memberId, key: releaseKey(id), holdKey: holdKey(id), at: now, source, actor };
    posted(await releaseHeld(tx, [request]), 'redemptionId');
  }
  return viewOf(tx, programme, await loadRedemption(tx, programmeId, id), now);
}
