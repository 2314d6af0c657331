import type { JsonObject } from '../../values/json.ts';
import { checkInStreak } from './check-in-streak/samples.ts';
import type { LifecycleCode } from './codes.ts';
import { onboardingGift } from './onboarding-gift/samples.ts';
import { ownLifecycle } from './own.ts';
import { pointsExpiry } from './points-expiry/samples.ts';
import { referralReward } from './referral-reward/samples.ts';
import type { MessageSample, SampleDay, Samples } from './sample-values.ts';
import { withCouponWords } from './coupon-words.ts';
import { winBack } from './win-back/samples.ts';

const samples = {
  'onboarding-gift': onboardingGift,
  'check-in-streak': checkInStreak,
  'referral-reward': referralReward,
  'points-expiry': pointsExpiry,
  'win-back': winBack,
} as const satisfies Record<LifecycleCode, unknown>;

/**
 * What the step that sends a template would bring with these settings, made up where only a member could tell; undefined
 * when the lifecycle sends no such message.
 */
export function sampleMessage(
  lifecycle: string,
  template: string,
  settings: JsonObject,
  now: SampleDay,
  locale?: string,
): MessageSample | undefined {
  const shipped: Readonly<Record<string, Samples<never>>> = samples;
  const forms = (Object.hasOwn(shipped, lifecycle) ? shipped[lifecycle] : ownLifecycle(lifecycle)?.samples) ?? {};
  const sample = Object.hasOwn(forms, template) ? forms[template]?.(settings as never, now) : undefined;
  const manner = locale === undefined ? { settings } : { settings, locale };
  return sample && { ...sample, variables: withCouponWords(sample.variables, manner) };
}
