import type { Story, StoryContext } from '../../workflows/engine/story.ts';
import type { MemberContext, Step } from '../../workflows/steps.ts';

type AnyStory = Story<unknown>;
type Ask = (step: Step) => ReturnType<StoryContext['step']>;

const nothing = { kind: 'applied' } as const;

/** A copy of a story in which every step goes another way: `change` is made anew for each run. */
function changed(story: AnyStory, change: (context: MemberContext, ask: Ask) => Ask): AnyStory {
  return (context, settings, input) => {
    const plain: Ask = (step) => context.step(step);
    const ask = change(context, plain);
    const copy: StoryContext = {
      memberId: context.memberId,
      now: () => context.now(),
      step: ((step: Step) => ask(step)) as StoryContext['step'],
      sleepUntil: (instant, name) => context.sleepUntil(instant, name),
      waitFor: (patterns, deadline, name) => context.waitFor(patterns, deadline, name),
      matches: (pattern, event) => context.matches(pattern, event),
      patched: (id) => context.patched(id),
    };
    return story(copy, settings, input);
  };
}

/** The story, copied and not changed. */
export const unchanged = (story: AnyStory): AnyStory => changed(story, (_, ask) => ask);

export const withReplaced = (story: AnyStory, name: string, by: Step): AnyStory =>
  changed(story, (_, ask) => (step) => ask(step.name === name ? by : step));

/** The same, behind `context.patched(id)`. */
export const withReplacedIfPatched = (story: AnyStory, id: string, name: string, by: Step): AnyStory =>
  changed(story, (context, ask) => (step) => ask(step.name === name && context.patched(id) ? by : step));

export const withRemoved = (story: AnyStory, name: string): AnyStory =>
  changed(story, (_, ask) => (step) => (step.name === name ? Promise.resolve(nothing) : ask(step)));

/** Asks for the second before the first. */
export const withSwapped = (story: AnyStory, first: string, second: string): AnyStory =>
  changed(story, (_, ask) => {
    let heldBack: Step | undefined;
    return async (step) => {
      if (step.name === first) {
        heldBack = step;
        return nothing;
      }
      const outcome = await ask(step);
      if (step.name === second && heldBack) await ask(heldBack);
      return outcome;
    };
  });

/** Asks for one more step, first of all. */
export const withAddedAtFront =
  (story: AnyStory, added: Step): AnyStory =>
  async (context, settings, input) => {
    await context.step(added);
    return story(context, settings, input);
  };
