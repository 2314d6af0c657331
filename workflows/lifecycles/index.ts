import type { LifecycleCode } from '../../domain/campaign.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { checkInStreak } from './check-in-streak.ts';
import { onboardingGift } from './onboarding-gift.ts';
import { pointsExpiry } from './points-expiry.ts';
import { referralReward } from './referral-reward.ts';
import { winBack } from './win-back.ts';

/** Every kind of story the product ships, by its code. Settings have been checked by the lifecycle's schema. */
export const lifecycles: Readonly<Record<LifecycleCode, Lifecycle>> = {
  'onboarding-gift': onboardingGift as Lifecycle,
  'check-in-streak': checkInStreak as Lifecycle,
  'referral-reward': referralReward as Lifecycle,
  'points-expiry': pointsExpiry as Lifecycle,
  'win-back': winBack as Lifecycle,
};
