import { Command } from 'commander';
import { type LaunchPlan, planLaunch } from '../../modules/campaigns/launch-plan.ts';
import type { BudgetLine } from '../../modules/campaigns/rules-launch-plan.ts';
import { renderPairs } from '../../platform/terminal/table.ts';
import { formatAmount } from '../../values/money.ts';
import { counted } from '../../values/plural.ts';
import { date, timeOfDay } from '../../values/wording.ts';
import { withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';
import { renderCount } from '../segment/render.ts';

/** `perennial campaign plan` */
export function planCommand(): Command {
  const command = new Command('plan')
    .description('what a launch would come to: whom it reaches, what it gives at most, when it writes first')
    .argument('<campaign>', 'the code of one that was applied')
    .action((code: string, _: object, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const stored = await programme();
        const plan = await planLaunch(database, stored, code, clock.now());
        out.result(plan, () => renderPlan(plan, stored.definition));
      }),
    );
  return withExamples(command, [['perennial campaign plan first-order-coupon', 'before it is launched']]);
}

interface Manner {
  readonly zone: string;
  readonly currency: string;
}

/** The plan of a launch for people. */
export function renderPlan(plan: LaunchPlan, { zone, currency }: Manner): string {
  const { audience, holdOut, perMember, inAll, budget, firstMessageAt, zones, pace, others, checks } = plan;
  const reach = audience === null ? 'one by one, as its doors open' : renderCount(audience).replaceAll('\n', ' ');
  const pairs: (readonly [string, string])[] = [
    ['Reaches', reach],
    ...(holdOut ? [['Held out', `${counted(holdOut, 'member', 'members')} by lot`] as const] : []),
    ...(perMember === null ? [] : [['One member', `${sayCost(perMember, currency)} at most`] as const]),
    ...(inAll === null ? [] : [['In all', `${sayCost(inAll, currency)} at most`] as const]),
    ...budget.map((line) => ['Budget', sayBudget(line, currency)] as const),
    [
      'Writes first',
      firstMessageAt === null
        ? 'depends on the member'
        : `${date(firstMessageAt, zone)} ${timeOfDay(firstMessageAt, zone)} (${zone}) at the earliest`,
    ],
    ...zones
      .filter(({ zone: where }) => zones.length > 1 || where !== zone)
      .map(({ zone: where, members, leavesAt }) => {
        const there = where ?? zone;
        const local = `${date(leavesAt, there)} ${timeOfDay(leavesAt, there)}`;
        return [where ?? 'Other zones', `${counted(members, 'member', 'members')}, from ${local} there`] as const;
      }),
    ...(pace === null
      ? []
      : [
          [
            'Pace',
            `${pace.perHour.toLocaleString('en')} an hour, for ${counted(pace.hours, 'hour', 'hours')}`,
          ] as const,
        ]),
    ...others.map(
      ({ campaign, priority, inside, alsoIn }) =>
        [
          'Beside it',
          `${campaign}: priority ${priority}, ${inside.toLocaleString('en')} inside${alsoIn === 0 ? '' : `, ${alsoIn.toLocaleString('en')} of them of this audience`}`,
        ] as const,
    ),
  ];
  return [...(plan.told === null ? [] : [plan.told, '']), renderPairs(pairs), '', ...checks.map(sayCheck)].join('\n');
}

const marks = { stop: 'Stops it', note: 'Note', passed: 'Right' } as const;

const sayCheck = ({ kind, message, fix }: LaunchPlan['checks'][number]): string =>
  `${marks[kind]}: ${message}${fix === null ? '' : ` ${fix}`}`;

function sayCost(
  { points, coupons, messages, worth, pointsWorth }: NonNullable<LaunchPlan['perMember']>,
  currency: string,
): string {
  const atTheCheckout = points > 0 && pointsWorth !== null ? ` worth ${formatAmount(pointsWorth, currency)}` : '';
  const gifts = coupons > 0 && worth > 0 ? ` worth ${formatAmount(worth, currency)}` : '';
  return [
    `${counted(points, 'point', 'points')}${atTheCheckout}`,
    `${counted(coupons, 'coupon', 'coupons')}${gifts}`,
    counted(messages, 'message', 'messages'),
  ].join(', ');
}

function sayBudget({ of, limit, used, enoughFor }: BudgetLine, currency: string): string {
  const show = (amount: number) => (of === 'worth' ? formatAmount(amount, currency) : amount.toLocaleString('en'));
  const what = of === 'worth' ? 'in coupons' : of;
  const rest = enoughFor === null ? '' : `, enough for ${counted(enoughFor, 'member', 'members')} more`;
  return `${show(limit)} ${what}: ${show(used)} given or promised${rest}`;
}
