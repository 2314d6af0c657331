import type { Instant } from '../../../values/instant.ts';
import type { JsonObject } from '../../../values/json.ts';
import type { ExitRule } from '../../engine/replay.ts';
import type { StoryProgram } from '../../engine/run-stories.ts';
import type { Ending, Story } from '../../engine/story.ts';
import type { Catalogue } from '../../../conditions/catalogue.ts';
import type { Known, Watched } from './asks.ts';
import type { JourneyFile } from './file.ts';
import type { Flow } from './kind.ts';
import type { Language } from './language.ts';
import { type JourneyContext, StepLife } from './life.ts';
import type { Occasion } from './occasions.ts';
import { overEvent, passesTests, patternOf, watchedOf } from './patterns.ts';
import { type Placed, type Plan, planOf } from './plan.ts';
import {
  come,
  type Entered,
  firstPosition,
  isEntered,
  leave,
  type Position,
  readEntered,
  readPosition,
  writePosition,
} from './position.ts';

/** What the watch of a journey's exits is called; it lasts as long as the enrolment. */
export const exitsWatch = 'exits';

/** Interprets a plan: one step a chapter, from a position that is a name to the next. `read` makes it of the file. */
export function journeyStory(
  language: Language,
  read: (file: JourneyFile) => Plan = (file) => planOf(file, language),
): Story<JourneyFile, JourneyContext> {
  return async (context, file, input) => {
    const plan = read(file);
    const position = isEntered(input)
      ? firstPosition(plan, readEntered(input), context.now())
      : readPosition(input, plan);
    const here = plan.byName.get(position.at);
    if (here === undefined) return { kind: 'end', status: 'failed', reason: `there is no step ${position.at}` };
    const life = new StepLife(context, plan, here, position);
    const flow = await here.kind.run(here.step, life);
    return goOn(plan, here, life, flow);
  };
}

/** Where a step leads: the next chapter, or the end. */
function goOn(plan: Plan, here: Placed, life: StepLife, flow: Flow): Ending {
  const now = life.now();
  const chapter = (position: Position): Ending => ({ kind: 'chapter', input: writePosition(position, plan) });
  if (flow.kind === 'stay') {
    const { begun } = flow;
    return chapter(begun === undefined ? life.position : { ...life.position, begun });
  }
  if (flow.kind === 'end') return { kind: 'end', status: flow.status, reason: flow.reason };
  const answer = ('answer' in flow ? flow.answer : undefined) ?? life.answer;
  const left = leave(life.position, plan, now, answer);
  const next = nextOf(plan, here, flow);
  if (next === undefined) return { kind: 'end', status: 'done', reason: 'came to the end' };
  return chapter(come(left, next.step, now, next.again));
}

interface Next {
  readonly step: Placed;
  /** A loop begins another round. */
  readonly again: boolean;
}

function nextOf(plan: Plan, here: Placed, flow: Flow): Next | undefined {
  if (flow.kind === 'goTo') {
    const step = plan.byName.get(flow.step);
    return step && { step, again: false };
  }
  if (flow.kind === 'into') {
    const path = here.kind.paths?.(here.step).find(({ name }) => name === flow.path);
    const step = path?.steps[0] && plan.byStep.get(path.steps[0]);
    if (step !== undefined) return { step, again: false };
  }
  return behind(plan, here);
}

/** What comes behind a step: the next of its list, or behind the one it stands in; a loop is asked again. */
function behind(plan: Plan, { list, step, parent }: Placed): Next | undefined {
  const following = list[list.indexOf(step) + 1];
  if (following !== undefined) {
    const placed = plan.byStep.get(following);
    return placed && { step: placed, again: false };
  }
  if (parent === undefined) return undefined;
  return parent.kind.rounds === undefined ? behind(plan, parent) : { step: parent, again: true };
}

/** What ends an enrolment at once, in the order written; behind them the end of a campaign whose members leave with it. */
export function exitRules(file: JourneyFile, input: JsonObject): readonly ExitRule[] {
  const { enteredAt, entry = {} } = readEntered(input);
  const looking = { file, entry, enteredAt, from: enteredAt, watch: exitsWatch };
  const rules = (file.exitOn ?? []).map((exit, place) => ({
    ...patternOf(exit as Occasion, { ...looking, place }),
    reason: String(exit.reason),
  }));
  if (file.runs?.then !== 'leave') return rules;
  return [...rules, { type: overEvent, reason: 'the campaign is over' }];
}

/** The states whose coming ends an enrolment, by the places of their exits; null of an exit that comes as an event. */
export const exitStates = (file: JourneyFile, enteredAt: Instant): (Watched | null)[] =>
  (file.exitOn ?? []).map((exit) => watchedOf(exit as Occasion, enteredAt) ?? null);

/** What the conditions of exits may ask that only the journey knows: what the member entered by. */
export function exitsKnown({ enteredAt, entry = {} }: Entered): Known {
  const values = Object.fromEntries(Object.entries(entry).map(([name, value]) => [`entry.${name}`, value]));
  return { values, outcomes: {}, since: { entry: enteredAt } };
}

/** How the engine runs the enrolments of a plan; with `plan`, as that reads the file. */
export function journeyProgram(file: JourneyFile, language: Language, catalogue: Catalogue, plan?: Plan): StoryProgram {
  return {
    story: journeyStory(language, plan && (() => plan)) as Story<unknown>,
    settings: file,
    exitOn: [],
    exitsOf: (input) => exitRules(file, input),
    passesTests: (tests, event) => passesTests(tests, event, catalogue),
  };
}
