import { cancelCoupons } from '../modules/coupons/move.ts';
import { clawback } from '../modules/ledger/earn.ts';
import type { ClawbackRequest, LedgerAnswer } from '../modules/ledger/requests.ts';
import { readEarns } from '../modules/ledger/rows-earns.ts';
import { readClawbackPolicy } from '../modules/programme/rows.ts';
import type { Db } from '../platform/database.ts';
import type { Outcome } from '../workflows/engine/story.ts';
import { refused } from './refused.ts';
import type { RequestOf, StepContext } from './step-context.ts';

type Clawback = RequestOf<'clawback'>;
type Taken<Of> = { readonly request: Clawback; readonly of: Of };

/** Takes earlier rewards back, all that is left of each, under the key `step:<step key>`. */
export async function clawBackRewards(tx: Db, context: StepContext, requests: readonly Clawback[]): Promise<Outcome[]> {
  const grants: Taken<{ txnId: string }>[] = [];
  const coupons: Taken<{ couponCode: string }>[] = [];
  for (const request of requests) {
    const { of } = request.step;
    if ('txnId' in of) grants.push({ request, of });
    else coupons.push({ request, of });
  }
  const outcomes = new Map([
    ...(await clawBackGrants(tx, context, grants)),
    ...(await withdrawCoupons(tx, context, coupons)),
  ]);
  return requests.map((request) => outcomes.get(request) ?? unknownReward);
}

const unknownReward = refused('TRANSACTION_NOT_FOUND', 'this member had no such grant');

async function clawBackGrants(
  tx: Db,
  { programmeId, campaignId }: StepContext,
  grants: readonly Taken<{ txnId: string }>[],
): Promise<[Clawback, Outcome][]> {
  if (grants.length === 0) return [];
  const policy = await readClawbackPolicy(tx, programmeId);
  const earns = await readEarns(
    tx,
    programmeId,
    grants.map(({ of }) => of.txnId),
  );
  const known = grants.flatMap(({ request, of }) => {
    const earn = earns.get(of.txnId);
    return earn?.heirId === request.memberId ? [{ request, earn }] : [];
  });
  const answers = await clawback(
    tx,
    known.map(({ request: { key, enrolmentId, memberId, at, step }, earn }): ClawbackRequest => ({
      ...{ programmeId, memberId: BigInt(memberId), key: `step:${key}`, at: new Date(at) },
      ...{ source: { type: 'enrolment', id: enrolmentId }, actor: `campaign:${campaignId}`, reason: step.reason },
      ...{ earnKey: earn.key, totalPoints: earn.points, policy },
    })),
  );
  return known.map(({ request }, index) => [request, outcomeOf(answers[index])]);
}

function outcomeOf(answer: LedgerAnswer | undefined): Outcome {
  if (answer === undefined) throw new Error('the ledger gave no answer to a clawback');
  if (!answer.ok) return refused(answer.code, answer.message);
  return { kind: 'applied', data: { points: answer.points, txnId: answer.txnId } };
}

async function withdrawCoupons(
  tx: Db,
  { programmeId, campaignId }: StepContext,
  coupons: readonly Taken<{ couponCode: string }>[],
): Promise<[Clawback, Outcome][]> {
  const answers = await cancelCoupons(
    tx,
    programmeId,
    coupons.map(({ request: { key, at, step }, of }) => ({
      ...{ code: of.couponCode, key: `step:${key}`, at: new Date(at) },
      ...{ actor: `campaign:${campaignId}`, reason: step.reason },
    })),
  );
  return coupons.map(({ request }, index) => {
    const answer = answers[index];
    if (answer === undefined) throw new Error(`coupon step ${request.key} was given no answer`);
    if (!answer.ok) return [request, refused(answer.code, answer.message)];
    return [request, { kind: 'applied', data: { couponId: answer.couponId } }];
  });
}
