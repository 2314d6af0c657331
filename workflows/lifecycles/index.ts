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

/** The kind of story of this code, the product's or one that was registered; throws when this process has none. */
export function lifecycleOf(code: string): Omit<Lifecycle, 'code'> {
  const found = Object.hasOwn(lifecycles, code) ? lifecycles[code as LifecycleCode] : ownLifecycle(code)?.lifecycle;
  if (found === undefined) throw new UnknownLifecycle(code);
  return found;
}
