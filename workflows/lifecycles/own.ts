import type { JsonObject } from '../../values/json.ts';
import type { Patterns } from '../../values/stored-text.ts';
import type { Lifecycle } from '../engine/story.ts';
import { lifecycleCodes } from './codes.ts';
import type { LifecycleForm } from './form.ts';
import type { OutlineStep } from './outline.ts';
import type { Samples } from './sample-values.ts';

/** A kind of story that comes from outside the product: all that the product's own have. */
export interface OwnLifecycle {
  /** What campaign files name it by. */
  readonly code: string;
  /** Another one whenever its story changes: it is a part of the worker's build, as the product's own stories are. */
  readonly version: string;
  readonly lifecycle: Omit<Lifecycle, 'code'>;
  readonly form: LifecycleForm;
  /** What each message would bring, for previews and for the check that it can be rendered. */
  readonly samples: Samples<never>;
  /** The steps a member may come to, from the top; none are drawn when absent. */
  readonly outline?: (settings: JsonObject) => readonly OutlineStep[];
  /** Its reasons in Chinese, by the English text. */
  readonly chinese?: Patterns;
}

const codePattern = /^[a-z][a-z0-9-]{0,59}$/;
/** So many fit into a campaign's one file schema and a help text that can be read. */
const ownMax = 50;

const own = new Map<string, OwnLifecycle>();

/** Makes a kind of story known to this process; every process of an installation needs the same ones. Throws when it can't be one. */
export function registerLifecycle(added: OwnLifecycle): void {
  const { code, version, lifecycle, form } = added;
  const refuse = (why: string) => new TypeError(`The lifecycle "${code}" can't be registered: ${why}.`);
  if (!codePattern.test(code)) throw refuse('its code has small letters, digits and dashes, at most 60');
  if ([...lifecycleCodes, 'journey'].includes(code)) throw refuse('the product has one of this code');
  if (version === '') throw refuse('it has no version');
  if (lifecycle.trigger.kind !== 'event') throw refuse('its members have to enter by an event');
  const samples: Readonly<Record<string, unknown>> = added.samples;
  const unsampled = Object.keys(form.messages).filter((template) => !Object.hasOwn(samples, template));
  if (unsampled.length > 0) throw refuse(`no sample is there of ${unsampled.join(', ')}`);
  const known = own.get(code);
  if (known !== undefined && known !== added) throw refuse('there is another one of this code');
  if (own.size >= ownMax && known === undefined) throw refuse(`there are ${ownMax} already`);
  own.set(code, added);
}

/** What was registered, by its code. */
export const ownLifecycle = (code: string): OwnLifecycle | undefined => own.get(code);

/** All that were registered, in that order. */
export const ownLifecycles = (): readonly OwnLifecycle[] => [...own.values()];

/** A campaign is of a kind of story that this process does not have. */
export class UnknownLifecycle extends Error {
  constructor(readonly lifecycle: string) {
    super(`this process knows no lifecycle "${lifecycle}"`);
  }
}
