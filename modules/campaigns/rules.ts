import type { JsonObject } from '../../values/json.ts';
import type { EventPattern } from '../../workflows/engine/event-pattern.ts';
import type { MessageClasses } from '../../workflows/lifecycles/ways-to-tell.ts';
import type { ShortTexts } from '../messaging/content/rules-short-text.ts';
import type { MessageTemplate } from '../messaging/content/rules-template.ts';
import type { Channel } from '../programme/rules-message-limits.ts';

export type CampaignStatus = 'draft' | 'in_review' | 'scheduled' | 'live' | 'paused' | 'ended';

/** A draft that was cancelled or deleted: it never ran, so that its code is free and no list names it. */
export function isGone({ status, launchedAt }: { readonly status: string; readonly launchedAt: Date | null }): boolean {
  return status === 'ended' && launchedAt === null;
}

/**
 * A campaign version as stored: immutable, complete, its templates inside. It is JSON; the compiler takes types for that, and no
 * interfaces.
 */
export type CampaignDefinition = {
  readonly code: string;
  readonly name: string;
  /** One of the product's, or one that was registered. */
  readonly lifecycle: string;
  /** Checked by the lifecycle's own schema before it is stored. */
  readonly settings: JsonObject;
  /** How often a member may enter: once ever, or again this many days after the last enrolment ended. */
  readonly reentry: { readonly kind: 'never' } | { readonly kind: 'afterDays'; readonly days: number };
  /** Events that end an enrolment at once, with the reason a marketer reads. */
  readonly exitOn: readonly (EventPattern & { readonly reason: string })[];
  /** Lower goes first when several messages want the same slot. */
  readonly priority: number;
  /** The share of members who go through it and get nothing, so that what it adds can be measured; none when absent. */
  readonly holdOut?: number;
  /** Days after entering within which an order counts as the campaign's; 30 when absent. */
  readonly conversionDays?: number;
  /** What its author says of the classes of messages; absent of versions from before 0.2, which send each as its step asks. */
  readonly messageClasses?: MessageClasses;
  /** The channels of its messages, best first; the programme's when absent. */
  readonly messageChannels?: readonly Channel[];
  /** By template name, then locale. */
  readonly messages: Readonly<Record<string, Readonly<Record<string, MessageTemplate>>>>;
  /** What of them goes by SMS, WeChat and push; absent where nothing does. */
  readonly shortTexts?: ShortTexts;
};
