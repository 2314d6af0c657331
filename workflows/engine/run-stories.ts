import type { JsonObject } from '../../values/json.ts';
import type { Story } from './story.ts';
import type { ExitRule, ReplayStatus, ReplayState } from './replay.ts';
import { StoryReplay } from './replay.ts';

/** What every life of a cohort has in common. */
export interface StoryProgram {
  readonly story: Story<unknown>;
  readonly settings: unknown;
  readonly exitOn: readonly ExitRule[];
}

/**
 * Microtask turns a set of stories may take. A full journal of 200 answers through five nested functions takes about
 * 2,000; a story that needs more waits for something that its life will never give.
 */
const turnsMax = 20_000;
/** Turns given on top, in which a forgotten await shows itself. */
const turnsAfter = 4;

/** Tells every life's story as far as it goes by `now`, side by side; the standings are in the order of the lives. */
export async function runStories(
  { story, settings, exitOn }: StoryProgram,
  lives: readonly (ReplayState & { readonly input: JsonObject })[],
  now: number,
): Promise<ReplayStatus[]> {
  const tellings = lives.map((life) => new StoryReplay(life, exitOn, now));
  const running = new Set(tellings);
  lives.forEach((life, place) => {
    const telling = tellings[place];
    if (telling) begin(story, telling, settings, life.input);
  });
  for (let turn = 0; turn < turnsMax && running.size > 0; turn++) {
    for (const telling of running) if (telling.standing) running.delete(telling);
    await Promise.resolve();
  }
  for (let turn = 0; turn < turnsAfter; turn++) await Promise.resolve();
  return tellings.map((telling) => telling.standing ?? stuck(telling));
}

function begin(story: Story<unknown>, telling: StoryReplay, settings: unknown, input: JsonObject): void {
  try {
    story(telling, settings, input).then(
      (ending) => telling.finish(ending),
      (error: unknown) => void telling.fail(`the story failed: ${messageOf(error)}`),
    );
  } catch (error) {
    void telling.fail(`the story failed: ${messageOf(error)}`);
  }
}

function stuck(telling: StoryReplay): ReplayStatus {
  return { kind: 'fails', reason: 'the story waits for something other than its life', at: telling.now() };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
