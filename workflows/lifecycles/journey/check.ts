import { resolve, type Tell } from '../../../conditions/names.ts';
import { tooDeep } from '../../../conditions/tree.ts';
import type { Block } from '../../../conditions/choice.ts';
import { checkDoors, checkFuture, checkZone } from './check-doors.ts';
import { checkNames } from './check-refs.ts';
import { checkSteps } from './check-steps.ts';
import type { Door } from './doors.ts';
import { Findings, type Known } from './findings.ts';
import type { Finding } from './kind.ts';
import { adviceOn } from './lint.ts';
import type { Occasion } from './occasions.ts';
import { type Plan, planOf } from './plan.ts';
import { below } from './refs.ts';

/** All that is wrong with a journey whose form is right, and what had better be otherwise; paths lead into the file. */
export function checkJourney(plan: Plan, known: Known): readonly Finding[] {
  const findings = new Findings();
  const { tell } = findings;
  checkDoors(plan, known, tell);
  checkAround(plan, known, tell);
  checkSteps(plan, known, tell);
  checkOthers(plan, known, tell);
  adviceOn(plan, known, findings.advise);
  return findings.all;
}

/** What stands beside doors and steps: the audience, the goal, the exits, the clock. */
function checkAround(plan: Plan, known: Known, tell: Tell): void {
  const { file, language } = plan;
  const { catalogue } = known;
  const names = { plan, catalogue };
  if (file.audience !== undefined) {
    const deep = tooDeep(file.audience);
    if (deep !== undefined) tell(['audience'], deep.problem, deep.fix);
    for (const ref of language.refsOf(file.audience)) checkOutside(ref, ['audience'], tell, names);
  }
  if (file.goal !== undefined) checkNames(language.occasionRefs(file.goal as Occasion), ['goal'], tell, names);
  (file.exitOn ?? []).forEach((exit, index) => {
    checkNames(language.occasionRefs(exit), ['exitOn', index], tell, names);
  });
  for (const [condition, path] of conditionsIn(file.steps, ['steps'])) {
    const deep = tooDeep(condition);
    if (deep !== undefined) tell(path, deep.problem, deep.fix);
  }
  checkZone(file.zone, ['zone'], tell);
  checkFuture(file.runs?.until, ['runs', 'until'], tell, known);
}

type Names = Parameters<typeof checkNames>[3];

/** The audience is asked before anybody is inside. */
function checkOutside(
  ref: ReturnType<Plan['language']['refsOf']>[number],
  base: readonly PropertyKey[],
  tell: Tell,
  names: Names,
): void {
  const [of = ''] = ref.name.split('.');
  const path = [...base, ...ref.path];
  const isOfJourney = ref.kind === 'since' || ref.kind === 'step' || (ref.kind === 'reference' && of !== 'member');
  if (!isOfJourney) return checkNames(below([ref]), base, tell, names);
  const what = ref.kind === 'since' ? `counts since ${ref.name}` : `speaks of ${ref.kind === 'step' ? 'a step' : of}`;
  const fix = ref.kind === 'since' ? 'write a span such as "last 30 days"' : 'ask it in a branch';
  tell(path, `${what}, which nobody knows before the member is inside`, fix);
}

const conditionKeys = new Set(['onlyIf', 'if', 'when', 'stopWhen']);

/** Every condition below a block, with its place. */
function* conditionsIn(value: unknown, path: readonly PropertyKey[]): Generator<[Block, readonly PropertyKey[]]> {
  if (typeof value !== 'object' || value === null) return;
  const parts = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  for (const [key, inner] of parts as [string | number, unknown][]) {
    if (conditionKeys.has(String(key))) yield [inner as Block, [...path, key]];
    else yield* conditionsIn(inner, [...path, key]);
  }
}

/** Other journeys: which may be entered, with what, and that no way leads round and round. */
function checkOthers(plan: Plan, { journeys }: Known, tell: Tell): void {
  const { campaign } = plan.file;
  const files = new Map(journeys).set(campaign, plan.file);
  const enters = (code: string): string[] => {
    const file = files.get(code);
    return file === undefined ? [] : planOf(file, plan.language).steps.flatMap(({ step }) => enteredBy(step));
  };
  const waits = (code: string): string[] => {
    const file = files.get(code);
    return file === undefined ? [] : waitedFor(planOf(file, plan.language));
  };
  for (const { step, path } of plan.steps) {
    const [entered] = enteredBy(step);
    if (entered === undefined) continue;
    const file = files.get(entered);
    const door = (file?.entry as readonly Door[] | undefined)?.find(({ by }) => by === 'journey');
    if (file !== undefined && door === undefined) {
      const fix = `add "- by: journey" to the entry of ${entered}`;
      tell([...path, 'enter'], `enters ${entered}, which no other journey may enter`, fix);
    } else if (leadsTo(entered, campaign, enters)) {
      tell([...path, 'enter'], 'leads back into this journey without end', 'take one of the ways out');
    }
    if (door !== undefined) checkFields(step.with, door, [...path, 'with'], tell);
  }
  for (const other of waits(campaign)) {
    if (other === campaign || !leadsTo(other, campaign, waits)) continue;
    const problem = `waits for ${other}, which waits for this one`;
    tell(['steps'], problem, 'let one of the two go on without the other');
  }
}

const enteredBy = (step: Block): string[] => (typeof step.enter === 'string' ? [step.enter] : []);

/** Campaigns whose end a journey waits for. */
function waitedFor({ steps, language }: Plan): string[] {
  return steps
    .filter(({ kind }) => kind.verb === 'waitFor')
    .flatMap(({ step, kind }) => [...(kind.refs?.(step, language) ?? [])])
    .filter(({ kind }) => kind === 'campaign')
    .map(({ name }) => name);
}

function leadsTo(
  from: string,
  to: string,
  next: (code: string) => readonly string[],
  seen = new Set<string>(),
): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return next(from).some((code) => leadsTo(code, to, next, seen));
}

function checkFields(fields: unknown, { fields: known = {} }: Door, path: readonly PropertyKey[], tell: Tell): void {
  if (typeof fields !== 'object' || fields === null) return;
  for (const name of Object.keys(fields)) {
    const none = 'declare it under `fields` of its door';
    resolve(tell, [...path, name], { what: 'field', name, known: Object.keys(known), none });
  }
}
