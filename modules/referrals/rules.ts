import { counted, inDays } from '../../values/plural.ts';

/** What a rule says of a referral; the worst verdict counts. */
export const referralVerdicts = ['allow', 'review', 'reject'] as const;
type ReferralVerdict = (typeof referralVerdicts)[number];

/** What each rule answers when it finds something, and from where on it does. */
export interface ReferralRules {
  /** The friend has the referrer's e-mail address or phone number. */
  readonly self: ReferralVerdict;
  /** The friend's e-mail address is another spelling of the referrer's. */
  readonly alias: ReferralVerdict;
  /** The friend is a member already, under another account. */
  readonly knownPerson: ReferralVerdict;
  readonly device: ReferralVerdict;
  readonly address: ReferralVerdict;
  readonly addressWithinDays: number;
  /** The friend is one of those who, over others, invited the referrer. */
  readonly circle: ReferralVerdict;
  readonly manyFriends: ReferralVerdict;
  readonly friendsPerHour: number;
  readonly fastOrder: ReferralVerdict;
  readonly secondsToOrder: number;
}

/** What is known of a referral when its rules are asked. */
export interface ReferralFacts {
  /** The same mailbox: in the same words, or spelled otherwise. */
  readonly email: 'same' | 'alias' | null;
  readonly phone: boolean;
  readonly knownPerson: boolean;
  /** The device of the referrer, or of another friend of theirs. */
  readonly device: boolean;
  /** Time between this registration and another use of its IP by the referrer or another friend of theirs. */
  readonly addressAfterMs: number | null;
  /** Members from the friend back to themselves along who invited whom: 2 is "A invited B, who invited A". */
  readonly circleLength: number | null;
  /** Registrations with this referrer's code in the hour up to this one, this one among them. */
  readonly friendsInHour: number;
}

export interface ReferralJudgement {
  readonly verdict: ReferralVerdict;
  /** Of every rule that found something and does not allow it, the worst first, in words. */
  readonly reasons: readonly string[];
}

const dayMs = 86_400_000;

/** What the rules say of a registration. */
export function judgeReferral(rules: ReferralRules, facts: ReferralFacts): ReferralJudgement {
  const { addressAfterMs, circleLength, friendsInHour } = facts;
  return worst([
    [facts.email === 'same', rules.self, 'the friend has the e-mail address of the member who invited'],
    [facts.phone, rules.self, 'the friend has the phone number of the member who invited'],
    [facts.email === 'alias', rules.alias, "the friend's e-mail address is another spelling of the inviting member's"],
    [facts.knownPerson, rules.knownPerson, 'the friend is a member already, under another account'],
    [
      circleLength !== null,
      rules.circle,
      `the invitations go in a circle of ${counted(circleLength ?? 0, 'member', 'members')}`,
    ],
    [facts.device, rules.device, 'the friend uses the device of the inviting member or of another friend'],
    [
      addressAfterMs !== null && addressAfterMs <= rules.addressWithinDays * dayMs,
      rules.address,
      `the friend registered from the IP of the inviting member or of another friend, within ${inDays(rules.addressWithinDays)}`,
    ],
    [
      friendsInHour > rules.friendsPerHour,
      rules.manyFriends,
      `${counted(friendsInHour, 'friend', 'friends')} joined with this code within an hour`,
    ],
  ]);
}

/** What the rules say of the order that a referral would be paid for. */
export function judgeFirstOrder(rules: ReferralRules, msSinceJoining: number): ReferralJudgement {
  const seconds = Math.max(0, Math.floor(msSinceJoining / 1_000));
  const reason = `the order came ${counted(seconds, 'second', 'seconds')} after joining`;
  return worst([[msSinceJoining < rules.secondsToOrder * 1_000, rules.fastOrder, reason]]);
}

type Finding = readonly [found: boolean, verdict: ReferralVerdict, reason: string];

function worst(findings: readonly Finding[]): ReferralJudgement {
  const severity = (verdict: ReferralVerdict) => referralVerdicts.indexOf(verdict);
  const against = findings
    .filter(([found, verdict]) => found && verdict !== 'allow')
    .sort(([, left], [, right]) => severity(right) - severity(left));
  return { verdict: against[0]?.[1] ?? 'allow', reasons: against.map(([, , reason]) => reason) };
}
