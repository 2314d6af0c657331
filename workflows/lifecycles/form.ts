import type * as z from 'zod';
import type { JsonObject } from '../../values/json.ts';

/** A template a lifecycle sends: when, and the variables its step brings beside those every template has. */
export interface MessageForm {
  readonly about: string;
  /** Name and meaning. */
  readonly variables: Readonly<Record<string, string>>;
  /** True when the message also has the points that expire, read when it leaves. */
  readonly expiring?: boolean;
  /** True of settings under which it is sent; always when absent. A campaign may leave out what it never sends. */
  readonly sentWith?: (settings: JsonObject) => boolean;
}

/** What a marketer fills in to run a lifecycle: the settings with defaults and bounds, and the messages it sends. */
export interface LifecycleForm<Schema extends z.ZodType<object> = z.ZodType<object>> {
  readonly about: string;
  readonly settings: Schema;
  readonly messages: Readonly<Record<string, MessageForm>>;
  /** How often a member may enter when the file does not say. */
  readonly reentry: 'never' | { readonly afterDays: number };
}
