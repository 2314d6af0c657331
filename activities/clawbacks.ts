import { clawback } from '../ledger/earn.ts';
import type { ClawbackRequest, LedgerAnswer } from '../ledger/requests.ts';
import type { Db } from '../store/database.ts';
import { readClawbackPolicy, readEarns } from '../store/earns.ts';
import type { Outcome } from '../workflows/lifecycle.ts';
import type { RequestOf, StepContext } from './step-context.ts';

type Clawback = RequestOf<'clawback'>;

/** Takes earlier grants back, all that is left of each, under the key `step:<step key>`. */
export async function clawBackGrants(tx: Db, context: StepContext, requests: readonly Clawback[]): Promise<Outcome[]> {
  if (requests.length === 0) return [];
  const { programmeId, campaignId } = context;
  const policy = await readClawbackPolicy(tx, programmeId);
  const earns = await readEarns(
    tx,
    programmeId,
    requests.map(({ step }) => step.txnId),
  );
  const posted = requests.flatMap(({ key, enrolmentId, memberId, at, step }): ClawbackRequest[] => {
    const earn = earns.get(step.txnId);
    if (earn?.memberId !== memberId) return [];
    return [
      {
        ...{ programmeId, memberId: BigInt(memberId), key: `step:${key}`, at: new Date(at) },
        source: { type: 'enrolment', id: enrolmentId },
        actor: `campaign:${campaignId}`,
        reason: step.reason,
        ...{ earnKey: earn.key, totalPoints: earn.points, policy },
      },
    ];
  });
  const answers = await clawback(tx, posted);
  const answerOf = new Map(posted.map(({ key }, index) => [key, answers[index]]));
  return requests.map(({ key }) => outcomeOf(answerOf.get(`step:${key}`)));
}

function outcomeOf(answer: LedgerAnswer | undefined): Outcome {
  if (answer === undefined) {
    return { kind: 'refused', code: 'REFERENCE_UNKNOWN', reason: 'this member had no such grant' };
  }
  if (!answer.ok) return { kind: 'refused', code: answer.code, reason: answer.message };
  return { kind: 'applied', data: { points: answer.points, txnId: answer.txnId } };
}
