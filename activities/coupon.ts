import type { CouponAnswer } from '../modules/coupons/answers.ts';
import { type IssueRequest, issueCoupons as issue } from '../modules/coupons/issue.ts';
import type { Db } from '../platform/database.ts';
import { readExpiryRules } from '../modules/programme/rows.ts';
import type { Outcome } from '../workflows/engine/story.ts';
import { oncePerPerson } from './once-per-person.ts';
import { refused } from './refused.ts';
import type { RequestOf, StepContext } from './step-context.ts';

type CouponRequest = RequestOf<'coupon'>;

/** Issues coupons under the key `step:<step key>`, each benefit that is once per person only to a person's first account. */
export async function issueCoupons(
  tx: Db,
  context: StepContext,
  requests: readonly CouponRequest[],
): Promise<Outcome[]> {
  const { programmeId, campaignId } = context;
  const { zone } = await readExpiryRules(tx, programmeId);
  return oncePerPerson(tx, context, requests, async (entitled) => {
    const answers = await issue(
      tx,
      { programmeId, zone },
      entitled.map((request) => issueRequest(request, campaignId)),
    );
    return answers.map(outcomeOf);
  });
}

function issueRequest({ key, enrolmentId, memberId, at, step }: CouponRequest, campaignId: number): IssueRequest {
  return {
    ...{ memberId, campaignId, enrolmentId },
    key: `step:${key}`,
    at: new Date(at),
    offer: step.offer,
    ...(step.offerCode === undefined ? {} : { offerCode: step.offerCode }),
    ...(step.memberZone === undefined ? {} : { memberZone: step.memberZone }),
    actor: `campaign:${campaignId}`,
    reason: step.reason,
  };
}

function outcomeOf(answer: CouponAnswer): Outcome {
  if (!answer.ok) return refused(answer.code, answer.message);
  const { couponId, code, expiresAt } = answer;
  return { kind: 'applied', data: { couponId, code, expiresAt: expiresAt.getTime() } };
}
