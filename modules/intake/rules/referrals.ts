import { normaliseReferralCode } from '../../referrals/rules-code.ts';
import type { DecisionContext, PlannedEvent, Standing } from './context.ts';
import type { Fact, ProfileChange } from './facts.ts';

type Draft = Pick<PlannedEvent, 'data' | 'result'>;
type Joined = Extract<Fact, { change: ProfileChange }>;

/**
 * Notes who invited a member that a registration makes known: the event then carries `referred` and the referrer. A code
 * that brings nothing loses no registration: the result says why it counts for nobody.
 */
export function noteReferral(context: DecisionContext, { change, at }: Joined, member: Standing, draft: Draft): Draft {
  if (!change.referralCode) return draft;
  const code = normaliseReferralCode(change.referralCode);
  const referrer = context.codes.get(code);
  const isNew = !context.members.has(member.externalId);
  const note = objectionTo(code, referrer, isNew);
  if (note !== undefined || referrer === undefined) return { ...draft, result: { ...draft.result, note: note ?? '' } };
  context.plan.referrals.push({ referrerId: referrer.memberId, referee: member, code, at });
  return {
    data: { ...draft.data, referred: true, referrerId: referrer.memberId, referralCode: code },
    result: { ...draft.result, referred: true },
  };
}

function objectionTo(code: string, referrer: { status: string } | undefined, isNew: boolean): string | undefined {
  if (referrer === undefined) return `nobody has the referral code "${code}": the registration counts for no one`;
  if (referrer.status !== 'ACTIVE') return `the member with the referral code "${code}" is no longer active`;
  if (!isNew) return 'the member had joined before: a referral code counts on the first registration only';
  return undefined;
}
