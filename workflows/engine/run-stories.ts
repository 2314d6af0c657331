import type { Instant } from '../../values/instant.ts';
import type { JsonObject } from '../../values/json.ts';
import { matchesPattern } from './event-pattern.ts';
import type { ExitRule, Matches, ReplayState, ReplayStatus } from './replay.ts';
import { StoryReplay } from './replay.ts';
import type { MemberEvent, Story } from './story.ts';

/** What every enrolment of a cohort has in common. */
export interface StoryProgram {
  readonly story: Story<unknown>;
  readonly settings: unknown;
  readonly exitOn: readonly ExitRule[];
  /** Exit rules that are an enrolment's own, by what it began its chapter with; they come before those that all have in common. */
  readonly exitsOf?: (input: JsonObject) => readonly ExitRule[];
  /** Answers the `tests` of a pattern. Without it an event passes them. */
  readonly passesTests?: (tests: JsonObject, event: MemberEvent) => boolean;
  /** `former`: stories go the way they went before any patch, for a past that is not on record. */
  readonly patches?: 'former';
}

/**
 * Microtask rounds a set of stories may take. A full record of 200 results through five nested functions takes about
 * 2,000; a story that needs more waits for something that its context will never give.
 */
const roundsMax = 20_000;
/** Rounds given on top, in which a forgotten await shows itself. */
const roundsAfter = 4;

/** What ends an enrolment, in the order in which it is looked at. */
export function exitsOf(program: StoryProgram, input: JsonObject): readonly ExitRule[] {
  return program.exitsOf === undefined ? program.exitOn : [...program.exitsOf(input), ...program.exitOn];
}

/** How a program's patterns are held against events. */
export function matcherOf({ passesTests }: StoryProgram): Matches {
  if (passesTests === undefined) return matchesPattern;
  return (pattern, event) =>
    matchesPattern(pattern, event) && (pattern.tests === undefined || passesTests(pattern.tests, event));
}

/** Runs every enrolment's story as far as it goes by `now`, side by side; the statuses are in the order of the enrolments. */
export async function runStories(
  program: StoryProgram,
  enrolments: readonly (ReplayState & { readonly input: JsonObject })[],
  now: Instant,
): Promise<ReplayStatus[]> {
  const { story, settings, patches } = program;
  const matches = matcherOf(program);
  const replays = enrolments.map((enrolment) => {
    const exitOn = exitsOf(program, enrolment.input);
    return new StoryReplay(enrolment, { exitOn, matches, until: now, isFormer: patches === 'former' });
  });
  const running = new Set(replays);
  enrolments.forEach((enrolment, place) => {
    const replay = replays[place];
    if (replay) begin(story, replay, settings, enrolment.input);
  });
  for (let round = 0; round < roundsMax && running.size > 0; round++) {
    for (const replay of running) if (replay.status) running.delete(replay);
    await Promise.resolve();
  }
  for (let round = 0; round < roundsAfter; round++) await Promise.resolve();
  return replays.map((replay) => replay.status ?? stuck(replay));
}

function begin(story: Story<unknown>, replay: StoryReplay, settings: unknown, input: JsonObject): void {
  try {
    story(replay, settings, input).then(
      (ending) => replay.finish(ending),
      (error: unknown) => void replay.block(`the story failed: ${messageOf(error)}`),
    );
  } catch (error) {
    void replay.block(`the story failed: ${messageOf(error)}`);
  }
}

function stuck(replay: StoryReplay): ReplayStatus {
  return { kind: 'blocked', reason: 'the story waits for something other than its context', at: replay.now() };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
