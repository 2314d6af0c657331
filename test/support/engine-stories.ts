import type { AdvanceInput } from '../../workflows/contract.ts';
import type { JsonObject } from '../../values/json.ts';
import type { Ending, Story, StoryContext } from '../../workflows/engine/story.ts';

const secondMs = 1_000;
const done = (reason: string): Ending => ({ kind: 'end', status: 'done', reason });
const grant = (name: string, points: number) =>
  ({ kind: 'grant', name, points, reason: `the test's ${name}` }) as const;

/** Stories small enough to see each rule of the engine by itself. */
export const stories: Readonly<Record<string, Story<unknown>>> = {
  /** Two grants with a second between them. */
  'step-wait-step': async (context) => {
    await context.step(grant('first', 10));
    await context.sleepUntil(context.now() + secondMs);
    await context.step(grant('second', 5));
    return done('both granted');
  },

  /** A grant, then another for each order until `order.placed` of 5 pounds or more; an exit rule may come before. */
  orders: async (context) => {
    await context.step(grant('welcome', 10));
    for (let orders = 1; ; orders++) {
      const order = await context.waitFor([{ type: 'order.placed' }]);
      await context.step(grant('order', Number(order?.data.amountMinor ?? 0)));
      if (orders === 3) return done('three orders');
    }
  },

  /** A welcome, a big order that is waited for, a review that may have come before, each with a grant. */
  'order then review': async (context) => {
    await context.step(grant('welcome', 10));
    await context.waitFor([{ type: 'order.placed', where: { big: true } }]);
    await context.step(grant('order', 5));
    await context.waitFor([{ type: 'review.approved' }]);
    await context.step(grant('review', 1));
    return done('ordered and reviewed');
  },

  /** A grant every second, five times. */
  drip: async (context) => {
    for (let drop = 1; drop <= 5; drop++) {
      await context.step({ ...grant('drop', 1), afterPause: 'shift' });
      await context.sleepUntil(context.now() + secondMs);
    }
    return done('five drops');
  },

  /** A gift, an order that is waited for, thanks; build B looks at the profile before it gives anything. */
  deployed: async (context) => {
    if (process.env.STORY_BUILD === 'B') {
      await context.step({ kind: 'ask', name: 'check', question: { kind: 'profileComplete' } });
    }
    await context.step(grant('gift', 10));
    await context.waitFor([{ type: 'order.placed' }], undefined, 'first-order');
    await context.step(grant('thanks', 5));
    return done('thanked');
  },

  /** Asks for something PostgreSQL can't store when the member is the one the settings name. */
  poison: async (context, settings) => {
    const { poisonMemberId } = settings as JsonObject;
    const outcome = await context.step(
      context.memberId === poisonMemberId
        ? { kind: 'grant', name: `bad\u0000name`, points: 10, reason: 'a name that no database takes' }
        : grant('first', 10),
    );
    return done(outcome.kind);
  },

  /** Ends at once with what became of a gift that is once per person. */
  gift: async (context: StoryContext) => {
    const outcome = await context.step({ ...grant('gift', 100), oncePerPerson: 'welcome-gift' });
    return done(outcome.kind === 'refused' ? outcome.code : outcome.kind);
  },
};

/** The story that a campaign's settings name; all else is the product's. */
export function testStoryOf({ settings: { story } }: AdvanceInput): Story<unknown> {
  return (typeof story === 'string' && stories[story]) || (() => Promise.reject(new Error('the test names no story')));
}
