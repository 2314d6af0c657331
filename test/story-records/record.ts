import type { JsonObject } from '../../values/json.ts';
import { waitName } from '../../workflows/engine/replay.ts';
import type { Story, StoryContext } from '../../workflows/engine/story.ts';
import { day, enrolmentOf, signalOf, VirtualCohort } from '../support/virtual-cohort.ts';
import { factsOf, factsOfWait, hashOf } from './facts.ts';
import type { Scenario, Scenarios } from './scenario.ts';

/**
 * What a story asked for in a scenario, in order: `figures#1 1a2b3c4d` is a step or wait by name and hash, `patch:two-gifts#1` a
 * patch it met and went the new way of, `chapter` and `end: done` its endings.
 */
export type Way = readonly string[];

/** What a version of a lifecycle asks for. */
export interface StoryRecord {
  /** What each hash stands for. */
  readonly facts: Readonly<Record<string, JsonObject>>;
  /** More than one way where a patch was added within the version. */
  readonly scenarios: Readonly<Record<string, readonly Way[]>>;
}

/** Patches that are answered with yes: all, or those an earlier way met. */
export type Patches = 'all' | ReadonlySet<string>;

const patchPrefix = 'patch:';
/** Longer than any scenario goes on. */
const untilDay = 400;

/** Patches a way met. */
export function patchesOf(way: Way): ReadonlySet<string> {
  const met = way.filter((line) => line.startsWith(patchPrefix));
  return new Set(met.map((line) => line.slice(patchPrefix.length).replace(/#\d+$/, '')));
}

/** Runs a story through a scenario; `facts` gets what the hashes stand for. */
export async function recordWay(
  story: Story<unknown>,
  { settings, input = {}, startsAt = 0, answer, happens = [] }: Scenario,
  patches: Patches,
  facts: Record<string, JsonObject>,
): Promise<Way> {
  const ended: string[] = [];
  // The latest run of the chapter: every run begins at its first line.
  let run: string[] = [];
  const recorded: Story<unknown> = async (context, given, from) => {
    const lines: string[] = [];
    run = lines;
    const ending = await story(listenTo(context, lines, patches, facts), given, from);
    if (run !== lines) return ending;
    ended.push(...lines, ending.kind === 'chapter' ? 'chapter' : `end: ${ending.status}`);
    run = [];
    return ending;
  };
  const cohort = new VirtualCohort(
    { story: recorded, settings, exitOn: [] },
    [enrolmentOf('1', { startedAt: startsAt, input })],
    (request) => ({ kind: 'done', outcome: answer(request) }),
  );
  await cohort.at(startsAt);
  for (const { at, type, data = {} } of happens) {
    await cohort.onTimeUntil(at);
    await cohort.at(at, [signalOf({ type, at, data })]);
  }
  await cohort.onTimeUntil(startsAt + untilDay * day);
  const blocks = cohort.blocks.map(({ blocked }) => `blocked: ${blocked?.reason}`);
  return [...ended, ...run, ...blocks];
}

/** Notes down what a story asks of its context. */
function listenTo(
  context: StoryContext,
  lines: string[],
  patches: Patches,
  facts: Record<string, JsonObject>,
): StoryContext {
  const times = new Map<string, number>();
  const note = (name: string, of?: JsonObject) => {
    times.set(name, (times.get(name) ?? 0) + 1);
    const hash = of && hashOf(of);
    if (hash) facts[hash] = of;
    lines.push(`${name}#${times.get(name)}${hash ? ` ${hash}` : ''}`);
  };
  return {
    memberId: context.memberId,
    now: () => context.now(),
    step: (step) => {
      note(step.name, factsOf(step));
      return context.step(step);
    },
    sleepUntil: (instant, name) => {
      note(waitName([], name), factsOfWait([], true));
      return context.sleepUntil(instant, name);
    },
    waitFor: (patterns, deadline, name) => {
      note(waitName(patterns, name), factsOfWait(patterns, deadline !== undefined));
      return context.waitFor(patterns, deadline, name);
    },
    matches: (pattern, event) => context.matches(pattern, event),
    patched: (id) => {
      const isNew = (patches === 'all' || patches.has(id)) && context.patched(id);
      if (isNew) note(`${patchPrefix}${id}`);
      return isNew;
    },
  };
}

/**
 * What a story asks for today. Of an earlier record of the same version it keeps the ways that other patches lead to, so that
 * recording again loses none that members are on.
 */
export async function recordStory(
  story: Story<unknown>,
  scenarios: Scenarios,
  earlier?: StoryRecord,
): Promise<StoryRecord> {
  const facts: Record<string, JsonObject> = {};
  const recorded: Record<string, Way[]> = {};
  for (const [name, scenario] of Object.entries(scenarios)) {
    const before = (earlier?.scenarios[name] ?? []).map(patchesOf);
    const ways = new Map<string, Way>();
    for (const patches of [...before, 'all'] as const) {
      const way = await recordWay(story, scenario, patches, facts);
      ways.set(JSON.stringify(way), way);
    }
    recorded[name] = [...ways.values()];
  }
  const sorted = Object.entries(facts).sort(([left], [right]) => (left < right ? -1 : 1));
  return { facts: Object.fromEntries(sorted), scenarios: recorded };
}
