import { addDays, endOfLocalDay, localDay } from '../domain/calendar.ts';
import { expiresAt } from '../domain/expiry.ts';
import type { Programme } from '../domain/programme.ts';
import { earn } from '../ledger/earn.ts';
import type { EarnRequest, LedgerAnswer } from '../ledger/requests.ts';
import { type Claim, claimBenefits, releaseBenefits } from '../store/benefit-claims.ts';
import type { Db } from '../store/database.ts';
import { readExpiryRules } from '../store/programmes.ts';
import type { Outcome } from '../workflows/lifecycle.ts';
import type { RequestOf, StepContext } from './step-context.ts';

type Grant = RequestOf<'grant'>;

/** Grants points under the key `step:<step key>`, each benefit that is once per person only to a person's first account. */
export async function grantPoints(tx: Db, context: StepContext, requests: readonly Grant[]): Promise<Outcome[]> {
  if (requests.length === 0) return [];
  const { programmeId, campaignId, now } = context;
  const claims = new Map<Grant, Claim>();
  for (const request of requests) {
    if (request.step.oncePerPerson === undefined) continue;
    claims.set(request, { memberId: request.memberId, benefit: request.step.oncePerPerson });
  }
  const first = await claimBenefits(tx, programmeId, [...claims.values()], now);
  const refused = new Set([...claims.keys()].filter((_, index) => first[index] !== true));

  const granted = requests.filter((request) => !refused.has(request));
  const { expiry, zone } = await readExpiryRules(tx, programmeId);
  const answers = await earn(
    tx,
    granted.map((request) => earnRequest(request, programmeId, campaignId, expiry, zone)),
  );
  const answerOf = new Map(granted.map((request, index) => [request, answers[index]]));

  const lost = granted.filter((request) => claims.has(request) && answerOf.get(request)?.ok !== true);
  await releaseBenefits(
    tx,
    programmeId,
    lost.flatMap((request) => claims.get(request) ?? []),
  );
  return requests.map((request) => (refused.has(request) ? alreadyClaimed : outcomeOf(request, answerOf.get(request))));
}

const alreadyClaimed: Outcome = {
  kind: 'refused',
  code: 'ALREADY_CLAIMED',
  reason: 'this person has had it before, with this or another account',
};

function earnRequest(
  { key, enrolmentId, memberId, at, step }: Grant,
  programmeId: number,
  campaignId: number,
  expiry: Programme['expiry'],
  zone: string,
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
        ? expiresAt(expiry, earnedAt, zone)
        : endOfLocalDay(addDays(localDay(earnedAt, zone), step.expiresInDays), zone),
  };
}

function outcomeOf({ key }: Grant, answer: LedgerAnswer | undefined): Outcome {
  if (answer === undefined) throw new Error(`the ledger gave no answer to step ${key}`);
  if (!answer.ok) return { kind: 'refused', code: answer.code, reason: answer.message };
  return { kind: 'applied', data: { points: answer.points, txnId: answer.txnId } };
}
