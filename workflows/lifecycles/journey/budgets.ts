import { costKinds } from './cost.ts';
import type { Budget } from './file.ts';
import type { Cost } from './kind.ts';

/** What a campaign has given, and what is reserved for those inside, beside how many have come in. */
export interface Spent {
  readonly given: Cost;
  readonly reserved: Cost;
  readonly members: number;
}

export const nothingSpent: Spent = {
  given: { points: 0, coupons: 0, messages: 0, worth: 0 },
  reserved: { points: 0, coupons: 0, messages: 0, worth: 0 },
  members: 0,
};

/** Law 11, on entering: the most a member can get is reserved; undefined when it may come in, else of what there is not enough. */
export function lacksForEntry(budget: Budget | undefined, spent: Spent, worst: Cost): string | undefined {
  if (budget === undefined) return undefined;
  if (budget.members !== undefined && spent.members >= budget.members) return 'members';
  if (budget.reserve === 'onStep') return undefined;
  return costKinds.find((of) => (budget[of] ?? Infinity) < spent.given[of] + spent.reserved[of] + worst[of]);
}

/** Law 11, with `onStep`: undefined when the step may be done, else of what there is not enough. */
export function lacksForStep(budget: Budget | undefined, spent: Spent, cost: Cost): string | undefined {
  if (budget?.reserve !== 'onStep') return undefined;
  return costKinds.find((of) => cost[of] > 0 && (budget[of] ?? Infinity) < spent.given[of] + cost[of]);
}

/** A limit of a budget of which so much is given or reserved that somebody should be told. */
export interface BudgetAlert {
  readonly of: (typeof costKinds)[number] | 'members';
  readonly limit: number;
  readonly used: number;
}

/** What of the budget somebody should be told of: the share that `alertAt` says, or more, is given or reserved. */
export function alertsAt(budget: Budget | undefined, { given, reserved, members }: Spent): readonly BudgetAlert[] {
  const share = budget?.alertAt;
  if (budget === undefined || share === undefined) return [];
  const alert = (of: BudgetAlert['of'], used: number): BudgetAlert[] => {
    const limit = budget[of];
    return limit !== undefined && used >= limit * share ? [{ of, limit, used }] : [];
  };
  return [...costKinds.flatMap((of) => alert(of, given[of] + reserved[of])), ...alert('members', members)];
}
