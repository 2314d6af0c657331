import type { Spent } from '../../workflows/lifecycles/journey/budgets.ts';
import { costKinds } from '../../workflows/lifecycles/journey/cost.ts';
import type { Budget } from '../../workflows/lifecycles/journey/file.ts';
import type { Cost } from '../../workflows/lifecycles/journey/kind.ts';

/** One limit of a budget. */
export interface BudgetLine {
  readonly of: (typeof costKinds)[number] | 'members';
  readonly limit: number;
  /** Given, and reserved for those inside. */
  readonly used: number;
  /** For so many members more, each taken with the most it can get; null of what a member gets nothing of. */
  readonly enoughFor: number | null;
}

/** Each limit that a budget has, against what is spent and what one member can get at most; worth in minor units. */
export function budgetLines(budget: Budget, { given, reserved, members }: Spent, each: Cost): BudgetLine[] {
  const lines = costKinds.flatMap((of): BudgetLine[] => {
    const limit = budget[of];
    if (limit === undefined) return [];
    const used = given[of] + reserved[of];
    const left = Math.max(0, limit - used);
    return [{ of, limit, used, enoughFor: each[of] === 0 ? null : Math.floor(left / each[of]) }];
  });
  if (budget.members === undefined) return lines;
  const enoughFor = Math.max(0, budget.members - members);
  return [...lines, { of: 'members', limit: budget.members, used: members, enoughFor }];
}
