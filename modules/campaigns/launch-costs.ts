import type { Db } from '../../platform/database.ts';
import { currencyDigits } from '../../values/money.ts';
import { worstCase } from '../../workflows/lifecycles/journey/cost.ts';
import type { Budget } from '../../workflows/lifecycles/journey/file.ts';
import type { Cost } from '../../workflows/lifecycles/journey/kind.ts';
import type { Plan } from '../../workflows/lifecycles/journey/plan.ts';
import { inMinorUnits, readSpent } from '../journeys/budget.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import type { AudienceCount } from '../segments/count.ts';
import { budgetLines, type BudgetLine, pointsWorth } from './rules-launch-plan.ts';

/** What a launch costs at most: what is given, and what that is worth in minor units. */
export interface LaunchCost extends Cost {
  /** Of the points, at the checkout; null where they can't be used there. */
  readonly pointsWorth: number | null;
}

/** What one member and a whole audience can get at most, against the budget. */
export interface LaunchCosts {
  readonly perMember: LaunchCost;
  readonly inAll: LaunchCost | null;
  readonly budget: readonly BudgetLine[];
  /** What the budget lets it give in worth, in minor units, points not counted. */
  readonly limits: Budget;
}

/** Reads what a journey costs at most. */
export async function costsOf(
  db: Db,
  { campaignId, plan, audience }: { campaignId: number; plan: Plan; audience: AudienceCount | null },
  { definition }: StoredProgramme,
): Promise<LaunchCosts> {
  const { currency, redemption } = definition;
  const withPoints = (cost: Cost): LaunchCost => ({ ...cost, pointsWorth: pointsWorth(cost.points, redemption) });
  const perMember = inMinor(worstCase(plan), currency);
  const limits = inMinor(plan.file.budget ?? {}, currency);
  const spent = await readSpent(db, campaignId);
  const budget = budgetLines(limits, spent, perMember);
  const roomFor = Math.min(...budget.map((line) => line.enoughFor ?? Infinity));
  const members = audience === null ? null : Math.min(audience.members, roomFor);
  const inAll =
    members === null
      ? null
      : {
          ...{ points: perMember.points * members, coupons: perMember.coupons * members },
          ...{ messages: perMember.messages * members, worth: perMember.worth * members },
        };
  return { perMember: withPoints(perMember), inAll: inAll && withPoints(inAll), budget, limits };
}

/** What a campaign costs at most, in minor units; null of one that nobody can say of: only its lifecycle knows, or it has no end. */
export function worstOf(costs: LaunchCosts | undefined): number | null {
  if (costs === undefined) return null;
  const { perMember, inAll, limits } = costs;
  const total = ({ worth, pointsWorth: points }: LaunchCost) => worth + (points ?? 0);
  if (inAll !== null) return total(inAll);
  if (total(perMember) === 0) return 0;
  const fits = [
    limits.members === undefined ? Infinity : limits.members * total(perMember),
    // Each kind for itself has to be bounded: coupons by their worth, points by their number.
    boundedBy(limits, perMember),
  ];
  const worst = Math.min(...fits);
  return worst === Infinity ? null : worst;
}

function boundedBy({ worth, points }: Budget, perMember: LaunchCost): number {
  const coupons = perMember.worth === 0 ? 0 : (worth ?? Infinity);
  const each = perMember.points === 0 ? 0 : (perMember.pointsWorth ?? 0) / perMember.points;
  return coupons + (each === 0 ? 0 : (points ?? Infinity) * each);
}

function inMinor<Worth extends { readonly worth?: number | undefined }>(of: Worth, currency: string): Worth {
  return inMinorUnits(of, currencyDigits(currency) ?? 2);
}
