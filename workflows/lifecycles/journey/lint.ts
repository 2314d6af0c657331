import type { Block } from '../../../conditions/choice.ts';
import type { Tell } from '../../../conditions/names.ts';
import { counted } from '../../../values/plural.ts';
import { readDoors } from './doors.ts';
import type { Known } from './findings.ts';
import type { Occasion } from './occasions.ts';
import type { Placed, Plan } from './plan.ts';
import { carriedAtMost } from './position.ts';

/** What is allowed and mostly not meant. */
export function adviceOn(plan: Plan, known: Known, advise: Tell): void {
  adviseOnExits(plan, known, advise);
  adviseOnCoupons(plan, advise);
  adviseOnPromises(plan, known, advise);
  adviseOnLoops(plan, advise);
  adviseOnMarketing(plan, known, advise);
  adviseOnWeight(plan, advise);
}

/** Bytes that a member may carry of where it is, with which cohorts stay small. */
const carriedBytesMax = 1_000;

function adviseOnWeight(plan: Plan, advise: Tell): void {
  const bytes = carriedAtMost(plan);
  if (bytes <= carriedBytesMax) return;
  const problem = `are many: a member would carry up to ${bytes.toLocaleString('en')} bytes through them`;
  advise(['steps'], problem, 'put a part of them into a journey of its own');
}

/** With several enrolments at a time, an exit by the member's event ends them all, whatever their keys. */
function adviseOnExits({ file }: Plan, { catalogue }: Known, advise: Tell): void {
  const keys = readDoors(file.entry).flatMap(({ key }) => (key === undefined ? [] : [key]));
  (file.exitOn ?? []).forEach((exit, index) => {
    const { event, same } = exit as Occasion;
    const fields = event === undefined ? {} : (catalogue.events[event] ?? {});
    const key = keys.find((one) => Object.hasOwn(fields, one));
    if (key === undefined || same !== undefined) return;
    const fix = `add "same: ${key}", if only its own is meant`;
    advise(['exitOn', index, 'event'], `ends every enrolment of the member, whatever its ${key}`, fix);
  });
}

function adviseOnCoupons({ file, steps, language }: Plan, advise: Tell): void {
  const given = new Set(
    steps.flatMap(({ step, kind }) =>
      (kind.refs?.(step, language) ?? [])
        .filter((ref) => ref.kind === 'coupon' && !ref.path.includes('onlyIf'))
        .map(({ name }) => name),
    ),
  );
  for (const code of Object.keys(file.coupons ?? {}))
    if (!given.has(code)) advise(['coupons', code], 'is given by no step', 'remove it, or give it');
}

/** A coupon that is over before a message which caps put off can leave promises nothing; what `within` says is held to without advice. */
function adviseOnPromises({ file, steps }: Plan, { deferralDays }: Known, advise: Tell): void {
  if (deferralDays === undefined) return;
  for (const { step } of steps.filter(isPutOff)) {
    for (const { coupon } of (step.gives ?? []) as readonly { readonly coupon?: string }[]) {
      const days = file.coupons?.[coupon ?? '']?.validDays;
      if (coupon === undefined || days === undefined || days >= deferralDays) continue;
      const problem = `is shorter than the message ${String(step.message)} may wait: it leaves up to ${counted(deferralDays, 'day', 'days')} later`;
      advise(['coupons', coupon, 'validDays'], problem, 'make it longer, or give the message a "within"');
    }
  }
}

/** Caps put off all but what is transactional. */
const isPutOff = ({ step }: Placed) =>
  typeof step.message === 'string' && step.class !== 'transactional' && step.within === undefined;

/** Round after round at one instant is a loop that was meant to wait. */
function adviseOnLoops(plan: Plan, advise: Tell): void {
  for (const here of plan.steps) {
    const { step, kind, path } = here;
    if (kind.rounds !== undefined && !someWaits(insideOf(here), plan)) {
      advise([...path, kind.verb], 'goes round without waiting in between', 'add a wait to a round');
    }
    const jump = kind.jump?.(step);
    const target = jump && plan.byName.get(jump.to);
    if (target === undefined || target.order > here.order) continue;
    const between = plan.steps.filter(({ order }) => order >= target.order && order < here.order);
    if (!between.some((one) => one.kind.waits === true))
      advise([...path, kind.verb], 'goes round without waiting in between', 'add a wait before it');
  }
}

const insideOf = ({ step, kind }: Placed): readonly Block[] => (kind.paths?.(step) ?? []).flatMap(({ steps }) => steps);

const someWaits = (steps: readonly Block[], plan: Plan): boolean =>
  steps.some((step) => {
    const placed = plan.byStep.get(step);
    return placed !== undefined && (placed.kind.waits === true || someWaits(insideOf(placed), plan));
  });

const isMarketing = ({ step }: Placed) =>
  typeof step.message === 'string' && (step.class ?? 'marketing') === 'marketing';

/** Who does in a wait what it is all for had better not be asked for it again. */
function adviseOnMarketing({ file, steps, language }: Plan, { withoutWayOut = [] }: Known, advise: Tell): void {
  const waits = steps.find(({ kind }) => kind.waits === true);
  const later = waits && steps.find((one) => one.order > waits.order && isMarketing(one));
  const { event } = file.goal ?? {};
  const isWaitedFor = steps.some(({ step, kind }) =>
    kind.refs?.(step, language).some((ref) => ref.kind === 'event' && ref.name === event),
  );
  if (event !== undefined && later !== undefined && !isWaitedFor && (file.exitOn ?? []).length === 0) {
    const problem = 'is missing: who has reached the goal is written to all the same';
    advise(['exitOn'], problem, 'add "goal: reached" with a reason');
  }
  for (const one of steps.filter(isMarketing)) {
    if (!withoutWayOut.includes(String(one.step.message))) continue;
    const problem = 'is marketing without a way out';
    advise([...one.path, 'message'], problem, 'put the link to unsubscribe into its texts');
  }
}
