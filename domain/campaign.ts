import type { JsonObject, JsonValue } from './json.ts';

export const lifecycleCodes = [
  'onboarding-gift',
  'check-in-streak',
  'referral-reward',
  'points-expiry',
  'win-back',
] as const;
export type LifecycleCode = (typeof lifecycleCodes)[number];

export type CampaignStatus = 'draft' | 'live' | 'paused' | 'ended';
export type EnrolmentStatus = 'active' | 'done' | 'exited' | 'cancelled' | 'failed' | 'suppressed' | 'skipped';

export type Channel = 'email';
/** transactional goes at any hour; service waits for quiet hours; marketing also needs consent. */
export type MessageClass = 'transactional' | 'service' | 'marketing';

/** Matches an event of this type whose data has every field of `where`, equal. */
export interface EventPattern {
  readonly type: string;
  readonly where?: Readonly<Record<string, JsonValue>>;
}

/** One message in one locale: Liquid sources. */
export interface MessageTemplate {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** A campaign version as stored: immutable, complete, its templates inside. */
export interface CampaignDefinition {
  readonly code: string;
  readonly name: string;
  readonly lifecycle: LifecycleCode;
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
  /** By template name, then locale. */
  readonly messages: Readonly<Record<string, Readonly<Record<string, MessageTemplate>>>>;
}
