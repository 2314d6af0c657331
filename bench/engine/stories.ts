import type { AdvanceInput } from '../../workflows/contract.ts';
import type { Ending, StoryContext, Story } from '../../workflows/engine/story.ts';
import { lifecycleOf } from '../../workflows/lifecycles/index.ts';
import type { Step } from '../../workflows/steps.ts';

const dayMs = 86_400_000;
export const waitMs = 1_000;
export const waitLongMs = 30 * dayMs;

const grant = (name: string, points: number): Step => ({ kind: 'grant', name, points, reason: 'a benchmark' });
export const firstGrant = grant('first', 10);
export const secondGrant = grant('second', 5);
export const pointsOfBoth = 15;
export const doneReason = 'both granted';

/** Events of the story `reacting`: it waits for the first, an exit rule has the second, and nobody waits for the third. */
export const reactedType = 'bench.reacted';
export const leftType = 'bench.left';
export const heardType = 'bench.heard';
export const reactionGrant = grant('reaction', 1);
/** Reactions of one member at most; no benchmark comes near it. */
export const reactionsMax = 1_000;

const done: Ending = { kind: 'end', status: 'done', reason: doneReason };

/** The stories of the benchmarks; a campaign's settings name one. */
const stories: Readonly<Record<string, Story<unknown>>> = {
  'step-wait-step': async (context) => {
    await context.step(firstGrant);
    await context.sleepUntil(context.now() + waitMs);
    await context.step(secondGrant);
    return done;
  },

  /** A gift on entering, then a month's wait for an order: what most members of most campaigns do at any moment. */
  asleep: async (context: StoryContext) => {
    await context.step(firstGrant);
    await context.waitFor([{ type: 'order.placed' }], context.now() + waitLongMs);
    return done;
  },

  /** A gift on entering, then one for each reaction within a month. */
  reacting: async (context: StoryContext) => {
    await context.step(firstGrant);
    const until = context.now() + waitLongMs;
    for (let reactions = 0; reactions < reactionsMax; reactions++) {
      if ((await context.waitFor([{ type: reactedType }], until)) === undefined) break;
      await context.step(reactionGrant);
    }
    return done;
  },
};

/** The story that a campaign's settings name; that of its lifecycle when they name none. */
export function storyOf({ lifecycle, settings: { story } }: AdvanceInput): Story<unknown> {
  if (story === undefined) return lifecycleOf(lifecycle).story;
  const named = typeof story === 'string' ? stories[story] : undefined;
  if (named === undefined) throw new Error('the settings name no story');
  return named;
}
