import { recordGifts } from '../modules/gifts/record.ts';
import { lockOrders } from '../modules/referrals/rows-claims.ts';
import type { Db } from '../platform/database.ts';
import type { JsonObject, JsonValue } from '../values/json.ts';
import type { StepRequest } from '../workflows/engine/protocol.ts';
import type { Outcome } from '../workflows/engine/story.ts';
import type { Step } from '../workflows/steps.ts';
import { refused } from './refused.ts';
import type { RequestOf, StepContext } from './step-context.ts';

type Gift = RequestOf<'grant' | 'coupon'>;

const isGift = (request: StepRequest<Step>): request is Gift =>
  request.step.kind === 'grant' || request.step.kind === 'coupon';

const orderReturned = refused('ORDER_RETURNED', 'the order it was for has been returned');

/** What is given for an order that has come back whole is refused; an order that counts is locked until the transaction ends. */
export async function refuseForReturned(
  tx: Db,
  { programmeId }: StepContext,
  requests: readonly StepRequest<Step>[],
): Promise<ReadonlyMap<StepRequest<Step>, Outcome>> {
  const orders = requests.flatMap((request) => {
    if (request.skipReason !== undefined || !isGift(request)) return [];
    const { dependsOn } = request.step;
    return dependsOn?.kind === 'order' ? [{ request, orderId: dependsOn.orderId }] : [];
  });
  const keptOf = await lockOrders(
    tx,
    programmeId,
    orders.map(({ orderId }) => orderId),
  );
  return new Map(
    orders.flatMap(({ request, orderId }) => ((keptOf.get(orderId) ?? 0) > 0 ? [] : [[request, orderReturned]])),
  );
}

/** Notes of what has been given on which condition it may be taken back. */
export async function noteConditions(
  tx: Db,
  { programmeId }: StepContext,
  requests: readonly StepRequest<Step>[],
  outcomes: readonly (Outcome | undefined)[],
): Promise<void> {
  const given = requests.flatMap((request, place) => {
    const outcome = outcomes[place];
    if (!isGift(request) || outcome?.kind !== 'applied') return [];
    const { memberId, at, step } = request;
    const { dependsOn: condition } = step;
    if (condition === undefined) return [];
    return [
      {
        ...{ memberId: step.forMemberId ?? memberId, at: new Date(at), condition },
        ...givenIds(outcome.data),
      },
    ];
  });
  await recordGifts(tx, programmeId, given);
}

/** The posting or the coupon that a step's answer says was given. */
export function givenIds({ txnId, couponId }: JsonObject = {}): { txnId: string | null; couponId: string | null } {
  return { txnId: textOrNull(txnId), couponId: textOrNull(couponId) };
}

const textOrNull = (value: JsonValue | undefined) => (typeof value === 'string' ? value : null);
