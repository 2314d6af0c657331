import type { FileProblem } from '../../platform/yaml-file.ts';
import { counted } from '../../values/plural.ts';
import type { AudienceCount } from '../segments/count.ts';
import type { BudgetLine } from './rules-launch-plan.ts';
import type { Review } from './rules-review.ts';

/** One thing that was looked at before a launch. A stop keeps it from going live, a note never does. */
export interface LaunchCheck {
  readonly code: (typeof launchCheckCodes)[number];
  readonly kind: 'stop' | 'note' | 'passed';
  readonly message: string;
  readonly fix: string | null;
  /** What the message is made of, for those who write it in another language. */
  readonly values: Readonly<Record<string, string | number>>;
}

export const launchCheckCodes = [
  'messages',
  'audience',
  'reach',
  'budget',
  'members',
  'approval',
  'hold-out',
  'overlap',
  'advice',
] as const;

/** All that a launch is held against. */
export interface LaunchFacts {
  /** What is wrong with its messages, or they are right in so many languages. */
  readonly problems: readonly FileProblem[];
  readonly messages: number;
  readonly languages: number;
  readonly advice: readonly FileProblem[];
  /** Who comes in when it goes live; null of a campaign whose members come one by one. */
  readonly audience: AudienceCount | null;
  /** They come in when it goes live, and at no other time. */
  readonly isLaunch: boolean;
  readonly budget: readonly BudgetLine[];
  /** It gives something that costs. */
  readonly isGiving: boolean;
  /** Members of the audience that get nothing, by lot; null when nobody can say. */
  readonly heldOut: number | null;
  /** Members of the audience that are in other campaigns that run. */
  readonly alsoIn: number;
  readonly version: number;
  readonly review: Review | null;
  readonly needsApproval: boolean;
}

type Said = Omit<LaunchCheck, 'code' | 'fix' | 'values'> & Partial<Pick<LaunchCheck, 'fix' | 'values'>>;

/** Everything that was looked at: what stops the launch first, what is right last. */
export function launchChecks(facts: LaunchFacts): LaunchCheck[] {
  const all = [
    ...facts.problems.map(({ field, problem, fix }) =>
      check('messages', { kind: 'stop', message: `${field} ${problem}.`, fix: sentence(fix), values: { field } }),
    ),
    ...(facts.problems.length === 0 ? [messagesPass(facts)] : []),
    ...audienceChecks(facts),
    ...budgetChecks(facts),
    ...approvalChecks(facts),
    ...heldOutChecks(facts),
    ...facts.advice.map(({ field, problem, fix }) =>
      check('advice', { kind: 'note', message: `${field} ${problem}.`, fix: sentence(fix), values: { field } }),
    ),
  ];
  const order = ['stop', 'note', 'passed'];
  return all.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

const check = (code: LaunchCheck['code'], { fix = null, values = {}, ...said }: Said): LaunchCheck => ({
  ...{ code, fix, values },
  ...said,
});

const sentence = (fix: string) => `${fix.charAt(0).toUpperCase()}${fix.slice(1)}.`;
const number = (count: number) => count.toLocaleString('en');

function messagesPass({ messages, languages }: LaunchFacts): LaunchCheck {
  const [count, inAll] = [counted(messages, 'message', 'messages'), counted(languages, 'language', 'languages')];
  const message = messages === 0 ? 'It writes to nobody.' : `${count} in ${inAll}, every variable known.`;
  return check('messages', { kind: 'passed', message, values: { messages, languages } });
}

function audienceChecks({ audience, isLaunch, alsoIn }: LaunchFacts): LaunchCheck[] {
  if (audience === null) return [];
  const { members, reach } = audience;
  if (members === 0) {
    const message = 'Nobody is in its audience.';
    const fix = 'Look at the condition, or at the segment that it names.';
    return [check('audience', { kind: isLaunch ? 'stop' : 'note', message, fix })];
  }
  const unreachable = members - Math.max(0, ...reach.map(({ reachable }) => reachable));
  return [
    check('audience', {
      kind: 'passed',
      message: `${counted(members, 'member is', 'members are')} in its audience.`,
      values: { members },
    }),
    ...(unreachable === 0
      ? []
      : [
          check('reach', {
            kind: 'note',
            message: `${number(unreachable)} of ${number(members)} can not be written to: what a message gives, they do not get.`,
            fix: 'See why under whom it reaches.',
            values: { unreachable, members },
          }),
        ]),
    ...(alsoIn === 0
      ? []
      : [
          check('overlap', {
            kind: 'note',
            message: `${number(alsoIn)} of ${number(members)} are in other campaigns that run: they may hear from both.`,
            fix: 'Let a condition leave them out, or say by priority which goes first.',
            values: { alsoIn, members },
          }),
        ]),
  ];
}

function budgetChecks({ budget, audience, isGiving }: LaunchFacts): LaunchCheck[] {
  if (budget.length === 0) {
    const [message, fix] = ['It has no budget.', 'Give it one: a campaign stops there, whatever happens.'];
    return isGiving ? [check('budget', { kind: 'note', message, fix })] : [];
  }
  const members = audience?.members ?? 0;
  const short = budget.filter(({ enoughFor }) => enoughFor !== null && enoughFor < members);
  const stops = short.filter(({ of }) => of !== 'members');
  return [
    ...stops.map(({ of, enoughFor }) =>
      check('budget', {
        kind: 'stop',
        message: `The budget's ${of} are enough for ${number(enoughFor ?? 0)} of ${number(members)} members, if each takes everything.`,
        fix: `Raise budget.${of}, give less, or narrow the audience.`,
        values: { of, enoughFor: enoughFor ?? 0, members },
      }),
    ),
    ...short
      .filter(({ of }) => of === 'members')
      .map(({ enoughFor }) =>
        check('members', {
          kind: 'note',
          message: `Only the first ${number(enoughFor ?? 0)} of ${number(members)} members come in: so says budget.members.`,
          values: { enoughFor: enoughFor ?? 0, members },
        }),
      ),
    ...(stops.length === 0
      ? [check('budget', { kind: 'passed', message: 'Its worst case is within its budget.', values: { members } })]
      : []),
  ];
}

function approvalChecks({ review, version, needsApproval }: LaunchFacts): LaunchCheck[] {
  const isGood = review !== null && review.version === version && review.approvedBy !== null;
  if (isGood) {
    const by = review.approvedBy ?? '';
    return [
      check('approval', {
        kind: 'passed',
        message: `Version ${version} was approved by ${by}.`,
        values: { version, by },
      }),
    ];
  }
  if (!needsApproval && review === null) return [];
  return [
    check('approval', {
      kind: 'stop',
      message: 'Nobody has approved it.',
      fix: review === null ? 'Submit it: another person approves it.' : 'Let another person approve it.',
    }),
  ];
}

function heldOutChecks({ heldOut, audience, isGiving }: LaunchFacts): LaunchCheck[] {
  if (heldOut === null || !isGiving) return [];
  const members = audience?.members ?? 0;
  if (heldOut > 0) {
    const message = `${number(heldOut)} of ${number(members)} are held out by lot.`;
    return [check('hold-out', { kind: 'passed', message, values: { heldOut, members } })];
  }
  return [
    check('hold-out', {
      kind: 'note',
      message: 'Nobody is held out: the report will say what happened, and not what the campaign added.',
      fix: 'Write holdOut: 0.1 to hold out every tenth by lot.',
    }),
  ];
}
