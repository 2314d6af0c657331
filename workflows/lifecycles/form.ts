import type * as z from 'zod';
import type { MessageClass } from '../../modules/programme/rules-message-limits.ts';
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
  /** Variables of points and coupons as they are where nothing is offered: with one of them otherwise it is an offer, and marketing. */
  readonly offer?: JsonObject;
  /** True: it has something to say without its offer, and goes so to who may not be sent offers. */
  readonly evenWithoutOffer?: true;
  /** True: a coupon that was given before, and whose code it was to tell, is taken back when it may not go for want of consent. */
  readonly handsOver?: true;
  /** The class that a setting of the author's gives it. */
  readonly classFrom?: (settings: JsonObject) => MessageClass | undefined;
}

/** What a marketer fills in to run a lifecycle: the settings with defaults and bounds, and the messages it sends. */
export interface LifecycleForm<Schema extends z.ZodType<object> = z.ZodType<object>> {
  readonly about: string;
  readonly settings: Schema;
  readonly messages: Readonly<Record<string, MessageForm>>;
  /** How often a member may enter when the file does not say. */
  readonly reentry: 'never' | { readonly afterDays: number };
}
