import type { Instant } from '../../values/instant.ts';
import { lacksForEntry, type Spent } from '../../workflows/lifecycles/journey/budgets.ts';
import { mayEnter, type Stay } from '../../workflows/lifecycles/journey/entering.ts';
import type { Budget, JourneyFile } from '../../workflows/lifecycles/journey/file.ts';
import type { Cost } from '../../workflows/lifecycles/journey/kind.ts';
import { runOf } from '../../workflows/lifecycles/journey/runs.ts';

/** Why members do not come in, as their entries say it. */
export const refusals = {
  notBegun: 'the campaign has not begun',
  over: 'the campaign is over',
  closed: 'the campaign lets nobody in any more',
  notActive: 'has no active membership',
  notInAudience: 'is not in the audience',
  notThere: 'is not there any more',
  same: 'is inside with this key already',
  dateMoved: 'the date has moved',
} as const;
export const lacksOf = (of: string): string => `the budget has no ${of} left for one more`;

/** Somebody at the door. */
export interface Comer {
  readonly isActive: boolean;
  readonly isInAudience: boolean;
  readonly zone: string;
  readonly key: string | undefined;
  /** What the member has been and is doing in this campaign, in order. */
  readonly stays: readonly Stay[];
}

/** How a journey stands when somebody comes. */
export interface Standing {
  readonly file: JourneyFile;
  readonly now: Instant;
  /** Since when it lets nobody in any more. */
  readonly closedAt?: Instant | undefined;
  /** The programme's. */
  readonly zone: string;
  /** With worth in minor units, as is all that is counted against it. */
  readonly budget: Budget | undefined;
  readonly spent: Spent;
  readonly worst: Cost;
  /** What is given back when an enrolment ends, and what it was given. */
  readonly reserveOf: (id: string) => { readonly reserved: Cost; readonly given: Cost } | undefined;
}

export type Admission =
  | { readonly kind: 'enters'; readonly ends: readonly string[]; readonly spent: Spent }
  | {
      readonly kind: 'refused';
      readonly reason: string;
      /** From when on it could be. */
      readonly free?: Instant;
      /** These end although the budget has not enough for the newer one. */
      readonly ends?: readonly string[];
      readonly spent?: Spent;
      readonly isSame?: boolean;
    };

/** Whether somebody comes in, and what has to end for it; or why not. */
export function admit(standing: Standing, comer: Comer): Admission {
  const { file, now, zone, closedAt } = standing;
  const refuse = (reason: string): Admission => ({ kind: 'refused', reason });
  const { from, until } = runOf(file, zone);
  if (from !== undefined && now < from) return refuse(refusals.notBegun);
  if (until !== undefined && now >= until) return refuse(refusals.over);
  if (closedAt !== undefined && now >= closedAt) return refuse(refusals.closed);
  if (!comer.isActive) return refuse(refusals.notActive);
  if (!comer.isInAudience) return refuse(refusals.notInAudience);
  const { key, stays } = comer;
  const verdict = mayEnter(file, stays, { now, zone: comer.zone, ...(key === undefined ? {} : { key }) });
  if (verdict.kind === 'same') return { kind: 'refused', reason: refusals.same, isSame: true };
  if (verdict.kind === 'refused') return verdict;
  const { ends } = verdict;
  const { budget, worst } = standing;
  const freed = ends.reduce((spent, id) => without(spent, standing.reserveOf(id)), standing.spent);
  const lacks = lacksForEntry(budget, freed, worst);
  if (lacks !== undefined) return { kind: 'refused', reason: lacksOf(lacks), ends, spent: freed };
  const isReserved = budget !== undefined && budget.reserve !== 'onStep';
  const reserved = isReserved ? plus(freed.reserved, worst) : freed.reserved;
  return { kind: 'enters', ends, spent: { ...freed, reserved, members: freed.members + 1 } };
}

function without(spent: Spent, reserve: { readonly reserved: Cost; readonly given: Cost } | undefined): Spent {
  if (reserve === undefined) return spent;
  const { reserved, given } = reserve;
  return { ...spent, reserved: plus(spent.reserved, reserved, -1), given: plus(spent.given, given) };
}

const plus = (a: Cost, b: Cost, sign: 1 | -1 = 1): Cost => ({
  points: a.points + sign * b.points,
  coupons: a.coupons + sign * b.coupons,
  messages: a.messages + sign * b.messages,
  worth: a.worth + sign * b.worth,
});
