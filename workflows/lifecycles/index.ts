import type { LifecycleCode } from './codes.ts';
import type { Lifecycle } from '../engine/story.ts';
import { checkInStreak } from './check-in-streak/story.ts';
import { onboardingGift } from './onboarding-gift/story.ts';
import { ownLifecycle, UnknownLifecycle } from './own.ts';
import { pointsExpiry } from './points-expiry/story.ts';
import { referralReward } from './referral-reward/story.ts';
import { winBack } from './win-back/story.ts';

/** Every kind of story the product ships, by its code. Settings have been checked by the lifecycle's schema. */
export const lifecycles: Readonly<Record<LifecycleCode, Lifecycle>> = {
  'onboarding-gift': onboardingGift as Lifecycle,
  'check-in-streak': checkInStreak as Lifecycle,
  'referral-reward': referralReward as Lifecycle,
  'points-expiry': pointsExpiry as Lifecycle,
  'win-back': winBack as Lifecycle,
};

/** The kind of story of this code, the product's or one that was registered; undefined when this process has none. */
export const findLifecycle = (code: string): Omit<Lifecycle, 'code'> | undefined =>
  Object.hasOwn(lifecycles, code) ? lifecycles[code as LifecycleCode] : ownLifecycle(code)?.lifecycle;

/** The same where there has to be one. */
export function lifecycleOf(code: string): Omit<Lifecycle, 'code'> {
  const found = findLifecycle(code);
  if (found === undefined) throw new UnknownLifecycle(code);
  return found;
}
