import type { Instant } from '../../values/instant.ts';
import type { Spent } from '../../workflows/lifecycles/journey/budgets.ts';
import { costKinds } from '../../workflows/lifecycles/journey/cost.ts';
import type { Budget } from '../../workflows/lifecycles/journey/file.ts';
import type { Cost } from '../../workflows/lifecycles/journey/kind.ts';
import type { RedemptionRules } from '../programme/rules.ts';

/** When the first message leaves for those who live in a zone. */
export interface Departure {
  /** Null of all zones that are not named. */
  readonly zone: string | null;
  readonly members: number;
  readonly leavesAt: Date;
}

/** Zones that are named, at most. */
const zonesMax = 12;

/** When the first message leaves, zone by zone; those who have named none live where the programme does. */
export function departures(
  lives: readonly { readonly zone: string | null; readonly members: number }[],
  programmeZone: string,
  leaves: (zone: string) => Instant | undefined,
): Departure[] {
  const members = new Map<string, number>();
  for (const { zone, members: count } of lives) {
    const own = zone ?? programmeZone;
    members.set(own, (members.get(own) ?? 0) + count);
  }
  const all = [...members]
    .toSorted(([left, many], [right, more]) => more - many || left.localeCompare(right))
    .map(([zone, count]) => ({ zone, members: count, leavesAt: new Date(leaves(zone) ?? 0) }));
  const rest = all.slice(zonesMax);
  if (rest.length === 0) return all;
  const last = Math.max(...rest.map(({ leavesAt }) => leavesAt.getTime()));
  const others = { zone: null, members: rest.reduce((sum, each) => sum + each.members, 0), leavesAt: new Date(last) };
  return [...all.slice(0, zonesMax), others];
}

/** What points are worth at the checkout, in minor units; null where they can't be used there. */
export const pointsWorth = (points: number, redemption: RedemptionRules | undefined): number | null =>
  redemption === undefined ? null : Math.round((points * redemption.perMinor) / redemption.points);

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
