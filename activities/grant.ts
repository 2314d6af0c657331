import { addDays, endOfLocalDay, localDay } from '../values/calendar.ts';
import { expiresAt, expiryIn } from '../modules/programme/rules-expiry.ts';
import { earn } from '../modules/ledger/earn.ts';
import type { EarnRequest, LedgerAnswer } from '../modules/ledger/requests.ts';
import type { Db } from '../platform/database.ts';
import { type ExpiryRules, readExpiryRules, tiersForExpiry } from '../modules/programme/rows.ts';
import type { Outcome } from '../workflows/engine/story.ts';
import { oncePerPerson } from './once-per-person.ts';
import { refused } from './refused.ts';
import type { RequestOf, StepContext } from './step-context.ts';

type Grant = RequestOf<'grant'>;

/** Grants points under the key `step:<step key>`, each benefit that is once per person only to a person's first account. */
export async function grantPoints(tx: Db, context: StepContext, requests: readonly Grant[]): Promise<Outcome[]> {
  if (requests.length === 0) return [];
  const { programmeId, campaignId } = context;
  const rules = await readExpiryRules(tx, programmeId);
  const tiers = await tiersForExpiry(
    tx,
    rules,
    requests.map(({ memberId }) => memberId),
  );
  return oncePerPerson(tx, context, requests, async (entitled) => {
    const earns = entitled.map((request) =>
      earnRequest(request, { programmeId, campaignId }, rules, tiers.get(request.memberId)),
    );
    const answers = await earn(tx, earns);
    return earns.map((request, index) => outcomeOf(request, answers[index]));
  });
}

function earnRequest(
  { key, enrolmentId, memberId, at, step }: Grant,
  { programmeId, campaignId }: { programmeId: number; campaignId: number },
  rules: ExpiryRules,
  tier = '',
): EarnRequest {
  const earnedAt = new Date(at);
  return {
    programmeId,
    memberId: BigInt(memberId),
    key: `step:${key}`,
    at: earnedAt,
    source: { type: 'enrolment', id: enrolmentId },
    actor: `campaign:${campaignId}`,
    reason: step.reason,
    points: step.points,
    expiresAt:
      step.expiresInDays === undefined
        ? expiresAt(expiryIn(rules, tier), earnedAt, rules.zone)
        : endOfLocalDay(addDays(localDay(earnedAt, rules.zone), step.expiresInDays), rules.zone),
  };
}

function outcomeOf({ key, expiresAt }: EarnRequest, answer: LedgerAnswer | undefined): Outcome {
  if (answer === undefined) throw new Error(`the ledger gave no answer to ${key}`);
  if (!answer.ok) return refused(answer.code, answer.message);
  const { points, txnId } = answer;
  return { kind: 'applied', data: { points, txnId, expiresAt: expiresAt?.getTime() ?? null } };
}
