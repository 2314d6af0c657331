import type { Db } from '../../platform/database.ts';
import type { Outcome } from '../../workflows/engine/story.ts';
import { issueCoupons } from '../coupon.ts';
import { grantPoints } from '../grant.ts';
import type { RequestOf, StepContext } from '../step-context.ts';
import { ofCoupon } from './outcomes.ts';

const nothing: Outcome = { kind: 'applied', data: { points: 0, expiresAt: null } };

/** Grants points; as many as a field says may be none. */
export async function grantOfJourney(
  tx: Db,
  context: StepContext,
  requests: readonly RequestOf<'grant'>[],
): Promise<Outcome[]> {
  const some = requests.filter(({ step }) => step.points > 0);
  const outcomes = await grantPoints(tx, context, some);
  const outcomeOf = new Map(some.map((request, place) => [request, outcomes[place]]));
  return requests.map((request) => outcomeOf.get(request) ?? nothing);
}

export async function couponsOfJourney(
  tx: Db,
  context: StepContext,
  requests: readonly RequestOf<'coupon'>[],
): Promise<Outcome[]> {
  return (await issueCoupons(tx, context, requests)).map(ofCoupon);
}
