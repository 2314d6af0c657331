import type { Block } from '../../../conditions/choice.ts';
import type { Cost } from './kind.ts';
import { type Placed, type Plan } from './plan.ts';

export const costKinds = ['points', 'coupons', 'messages', 'worth'] as const;
const nothing: Cost = { points: 0, coupons: 0, messages: 0, worth: 0 };

const combine = (a: Cost, b: Cost, how: (left: number, right: number) => number): Cost => ({
  points: how(a.points, b.points),
  coupons: how(a.coupons, b.coupons),
  messages: how(a.messages, b.messages),
  worth: how(a.worth, b.worth),
});
const plus = (a: Cost, b: Cost) => combine(a, b, (left, right) => left + right);
const minus = (a: Cost, b: Cost) => combine(a, b, (left, right) => left - right);
const most = (a: Cost, b: Cost) => combine(a, b, Math.max);
const timesOver = (cost: Cost, count: number) => combine(cost, nothing, (left) => (left === 0 ? 0 : left * count));
const either = (a: Cost | undefined, b: Cost | undefined) => (a === undefined ? b : b === undefined ? a : most(a, b));
const onTop = (base: Cost, cost: Cost | undefined) => cost && plus(base, cost);

/** A jump that leaves a list: what was spent up to it, and how often it is taken at most. */
interface Jump {
  readonly to: string;
  readonly atMost: number;
  readonly spent: Cost;
}

/**
 * The most that is spent on a way through steps that goes on behind them, and on one that ends in them: undefined where there is no
 * such way. `jumps` lead out to a list around.
 */
interface Ways {
  readonly on: Cost | undefined;
  readonly out: Cost | undefined;
  readonly jumps: readonly Jump[];
  /** What rounds by jumps add, once in the whole story: a jump counts its times whatever is around it. */
  readonly again: Cost;
}

/** What one member is given at most, over all ways; exact where a way ends before it has come to the rest. */
export function worstCase(plan: Plan): Cost {
  const { on, out, again } = listWays(plan.file.steps, plan);
  return plus(either(on, out) ?? nothing, again);
}

/** Steps that no way leads to: every way before them in their list ends. */
export function unreachable(plan: Plan): Placed[] {
  return plan.steps.filter((placed) => {
    const before = placed.list[placed.list.indexOf(placed.step) - 1];
    if (before === undefined) return false;
    const isFirst = placed.list.slice(0, placed.list.indexOf(before)).every((step) => goesOn(step, plan));
    return isFirst && !goesOn(before, plan);
  });
}

const goesOn = (step: Block, plan: Plan) => stepWays(step, plan).on !== undefined;

function listWays(steps: readonly Block[], plan: Plan): Ways {
  let on: Cost | undefined = nothing;
  let out: Cost | undefined;
  let again = nothing;
  const jumps: Jump[] = [];
  const spentBefore = new Map<string, Cost>();
  for (const step of steps) {
    if (on === undefined) break;
    const name = plan.byStep.get(step)?.name ?? '';
    spentBefore.set(name, on);
    const ways = stepWays(step, plan);
    for (const jump of ways.jumps) {
      const spent = plus(on, jump.spent);
      const from = spentBefore.get(jump.to);
      if (from === undefined) jumps.push({ ...jump, spent });
      else again = plus(again, timesOver(minus(spent, from), jump.atMost));
    }
    out = either(out, onTop(on, ways.out));
    again = plus(again, ways.again);
    on = onTop(on, ways.on);
  }
  return { on, out, jumps, again };
}

function stepWays(step: Block, plan: Plan): Ways {
  const kind = plan.language.kindOf(step);
  const own = { ...nothing, ...kind.cost?.(step, plan.file.coupons ?? {}) };
  const jump = kind.jump?.(step);
  if (jump !== undefined) return { on: nothing, out: undefined, jumps: [{ ...jump, spent: nothing }], again: nothing };
  const paths = (kind.paths?.(step) ?? []).map((path) => ({ path, ways: listWays(path.steps, plan) }));
  const rounds = kind.rounds?.(step);
  if (rounds !== undefined) return loopWays(paths[0]?.ways, rounds.max, rounds.mayBeNone);
  if (kind.isFork === true && paths.length === 0) return { on: undefined, out: own, jumps: [], again: nothing };

  let on: Cost | undefined = kind.isFork === true ? undefined : own;
  let out: Cost | undefined;
  let again = nothing;
  const jumps: Jump[] = [];
  for (const { path, ways } of paths) {
    const base = path.isInstead === true ? nothing : own;
    // What a round by a jump adds belongs to its way.
    on = either(on, onTop(base, onTop(ways.again, ways.on)));
    out = either(out, onTop(base, onTop(ways.again, ways.out)));
    jumps.push(...ways.jumps.map((one) => ({ ...one, spent: plus(base, one.spent) })));
    again = nothing;
  }
  return { on, out, jumps, again };
}

function loopWays(round: Ways | undefined, max: number, mayBeNone: boolean): Ways {
  if (round === undefined) return { on: nothing, out: undefined, jumps: [], again: nothing };
  const { on, out, jumps, again } = round;
  const all = on && timesOver(on, max);
  const beforeLast = on === undefined ? nothing : timesOver(on, max - 1);
  return {
    on: all ?? (mayBeNone ? nothing : undefined),
    out: onTop(beforeLast, out),
    jumps: jumps.map((jump) => ({ ...jump, spent: plus(beforeLast, jump.spent) })),
    again,
  };
}
