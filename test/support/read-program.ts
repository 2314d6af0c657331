import type { AfterPause, Ending, StoryContext, Story } from '../../workflows/engine/story.ts';
import { done, mail } from './virtual-cohort.ts';

/** Stories made of lines, so that fast-check can write them and a workflow read them. */
export type Line =
  | { readonly do: 'step'; readonly name: string; readonly afterPause: AfterPause }
  | { readonly do: 'sleep'; readonly ms: number }
  | {
      readonly do: 'wait';
      readonly types: readonly string[];
      readonly ms: number | null;
      readonly then: readonly Line[];
    }
  | { readonly do: 'turn page' }
  | { readonly do: 'throw' };

/** Runs the program of its input, from the line at which its chapter starts. */
export const readProgram: Story<unknown> = async (context, _settings, input) => {
  const lines = input.program as unknown as readonly Line[];
  const ending = await readLines(context, lines.slice(Number(input.from ?? 0)));
  if (ending === undefined) return done(`came to its end`);
  if (typeof ending !== 'number') return ending;
  return { kind: 'chapter', input: { ...input, from: Number(input.from ?? 0) + ending + 1 } };
};

/** The index of the line that turns the page, nothing when all were read. */
async function readLines(context: StoryContext, lines: readonly Line[]): Promise<number | Ending | undefined> {
  for (const [place, current] of lines.entries()) {
    switch (current.do) {
      case 'step': {
        const outcome = await context.step(mail(current.name, current.afterPause));
        // What came of a step decides how the story goes on.
        if (outcome.kind !== 'applied') await context.sleepUntil(context.now() + 1_500);
        break;
      }
      case 'sleep':
        await context.sleepUntil(context.now() + current.ms);
        break;
      case 'wait': {
        const patterns = current.types.map((type) => ({ type }));
        const event = await context.waitFor(patterns, current.ms === null ? undefined : context.now() + current.ms);
        if (event && (await readLines(context, current.then)) !== undefined) return done(`left on ${event.id}`);
        break;
      }
      case 'turn page':
        return place;
      case 'throw':
        throw new Error('thrown');
    }
  }
  return undefined;
}
