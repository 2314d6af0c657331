import { loadProgramme } from '../programme/rows.ts';
import { loadRedemption } from './rows.ts';
import type { CheckoutDeps } from './transact.ts';
import { type RedemptionView, viewOf } from './view.ts';

/** One redemption; throws REDEMPTION_NOT_FOUND. */
export async function showRedemption(
  { database, clock }: CheckoutDeps,
  programmeId: number,
  redemptionId: string,
): Promise<RedemptionView> {
  const programme = await loadProgramme(database, programmeId);
  return viewOf(database, programme, await loadRedemption(database, programmeId, redemptionId), clock.now());
}
