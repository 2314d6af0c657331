import { DateTime } from 'luxon';
import type { Block } from '../../../conditions/choice.ts';
import type { Tell } from '../../../conditions/names.ts';
import { plusOf, readDuration } from '../../../conditions/words.ts';
import { fieldName } from './field-name.ts';
import { checkZone } from './check-doors.ts';
import { checkNames } from './check-refs.ts';
import { costKinds, unreachable, worstCase } from './cost.ts';
import type { CouponOffers } from './coupons.ts';
import type { Known } from './findings.ts';
import { countsFrom } from './kinds/wait-for.ts';
import { daysAtMost } from './moments.ts';
import { takenNames } from './names.ts';
import { runOf } from './runs.ts';
import { listsAround, type Placed, type Plan } from './plan.ts';

/** The steps: what they name, what they are called, and whether they come to anything. */
export function checkSteps(plan: Plan, known: Known, tell: Tell): void {
  checkStepNames(plan, tell);
  for (const here of plan.steps) {
    const { step, kind, path } = here;
    const refs = kind.refs?.(step, plan.language) ?? [];
    checkNames(refs, path, tell, { plan, catalogue: known.catalogue, here });
    checkZone(step.zone, [...path, 'zone'], tell);
    checkJump(here, plan, tell);
    checkSince(here, plan, tell);
    checkPromises(here, plan, tell);
    checkLength(here, plan, known, tell);
  }
  for (const { path } of unreachable(plan))
    tell(path, 'is never come to: every way before it ends', 'remove it, or let a way go on');
  checkBudget(plan, tell);
}

/** A name is one step's, and no word that stands for something else. */
function checkStepNames({ steps, byName }: Plan, tell: Tell): void {
  for (const one of steps) {
    const { step, name, path, kind } = one;
    const at = [...path, step.id === undefined ? kind.verb : 'id'];
    const first = byName.get(name);
    if (first !== undefined && first !== one) {
      const fix = step.id === undefined ? 'add an "id" of its own' : 'write another id';
      tell(at, `is the second step that is called "${name}", beside ${fieldName(first.path)}`, fix);
    }
    if ((takenNames as readonly string[]).includes(name))
      tell(
        at,
        `is called "${name}", a word of the language`,
        step.id === undefined ? 'add an "id"' : 'write another id',
      );
  }
}

function checkJump(here: Placed, plan: Plan, tell: Tell): void {
  const jump = here.kind.jump?.(here.step);
  const target = jump && plan.byName.get(jump.to);
  if (target === undefined) return;
  const path = [...here.path, here.kind.verb];
  if (![...listsAround(here)].includes(target.list)) {
    const problem = `goes into another path: ${target.name} is not in this list or one around it`;
    tell(path, problem, 'go to a step of this list, or of one that it stands in');
  } else if (target === here) tell(path, 'goes to itself', 'name another step');
}

/** A wait for what happens, behind another wait: since when? Two readers would expect two things. */
function checkSince(here: Placed, plan: Plan, tell: Tell): void {
  if (!countsFrom(here.step)) return;
  if (!plan.steps.some((one) => one.kind.waits === true && comesBefore(one, here))) return;
  const fix =
    'add "since: entry" (what happened since entering counts), "since: here" (only from now on) or "since:" and the name of a step';
  tell([...here.path, 'since'], 'is missing, and the member has waited before', fix);
}

/** True when a member can have been in one step before coming to another: not when they stand in two ways of one fork. */
function comesBefore(earlier: Placed, later: Placed): boolean {
  if (earlier === later || earlier.order > later.order) return false;
  const ways = (of: Placed): Map<Block, string | undefined> => {
    const found = new Map<Block, string | undefined>();
    for (let one = of; one.parent !== undefined; one = one.parent) found.set(one.parent.step, one.of);
    return found;
  };
  const mine = ways(later);
  // The wait in one of whose ways it stands has been waited through as well.
  return [...ways(earlier)].every(([step, way]) => !mine.has(step) || mine.get(step) === way);
}

/** What is promised for longer than the message may take to leave. */
function checkPromises({ step, path }: Placed, { file }: Plan, tell: Tell): void {
  if (typeof step.within !== 'string' || !Array.isArray(step.gives)) return;
  const offers = (file.coupons ?? {}) as CouponOffers;
  const within = daysAtMost(step.within);
  (step.gives as readonly Block[]).forEach((gift, place) => {
    const days = typeof gift.coupon === 'string' ? offers[gift.coupon]?.validDays : undefined;
    if (days === undefined || within <= Math.max(days, 1)) return;
    const fix = `let the coupon be valid for longer (validDays is ${days}), or shorten within`;
    tell([...path, 'gives', place, 'coupon'], 'may be over before the message that promises it leaves', fix);
  });
}

/** Who has to leave with the campaign never comes behind a wait that is longer than it runs. */
function checkLength({ step, path }: Placed, { file }: Plan, { catalogue, now }: Known, tell: Tell): void {
  if (file.runs?.then !== 'leave') return;
  const { from: begins = now, until: ends } = runOf(file, catalogue.zone);
  for (const field of ['wait', 'atMost'] as const) {
    const length = step[field];
    if (typeof length !== 'string' || ends === undefined) continue;
    const over = DateTime.fromMillis(begins, { zone: catalogue.zone })
      .plus(plusOf(readDuration(length)))
      .toMillis();
    if (over > ends) tell([...path, field], 'is longer than the campaign runs', 'shorten it, or write "then: finish"');
  }
}

/** A budget that is not enough for one member lets nobody in. */
function checkBudget(plan: Plan, tell: Tell): void {
  const worst = worstCase(plan);
  for (const of of costKinds) {
    const most = plan.file.budget?.[of];
    if (most === undefined || worst[of] <= most) continue;
    const problem = `is ${most}, less than the ${worst[of]} that one member can be given`;
    tell(['budget', of], problem, `write at least ${worst[of]}`);
  }
}
