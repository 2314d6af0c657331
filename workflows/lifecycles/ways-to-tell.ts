import type { MessageClass } from '../../modules/programme/rules-message-limits.ts';
import type { JsonObject } from '../../values/json.ts';
import type { MessageForm } from './form.ts';

/** What a message says, and of which class it is. */
export interface Told {
  readonly class: MessageClass;
  readonly variables?: JsonObject;
}

/** What an author has said of classes; a version that is older than that question has no answer. */
export type MessageClasses = Readonly<Record<string, MessageClass>>;

/**
 * The ways in which a message may be told, best first: the member gets the first that may go. The class is its author's; where
 * the author says nothing, an offer is marketing, and what is left of the message without it is what its step asked for.
 */
export function waysToTell<Step extends Told & { readonly template: string }>(
  step: Step,
  form: MessageForm | undefined,
  classes: MessageClasses | undefined,
): readonly [whole: Step, ...lesser: Step[]] {
  if (classes === undefined) return [step];
  const said = classes[step.template];
  if (said !== undefined) return [{ ...step, class: said }];
  if (form?.offer === undefined || !isOffer(form.offer, step.variables ?? {})) return [step];
  const whole: Step = { ...step, class: 'marketing' };
  if (form.evenWithoutOffer === undefined) return [whole];
  return [whole, { ...withoutGift(step), variables: { ...step.variables, ...form.offer } }];
}

function isOffer(nothing: JsonObject, variables: JsonObject): boolean {
  return Object.entries(nothing).some(([name, none]) => Object.hasOwn(variables, name) && variables[name] !== none);
}

/** What the message promises is a part of its offer. */
function withoutGift<Step extends Told>(step: Step): Step {
  const rest: Step & { gives?: unknown } = { ...step };
  delete rest.gives;
  return rest;
}
