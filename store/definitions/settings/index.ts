import type { LifecycleCode } from '../../../domain/campaign.ts';
import { checkInStreakForm } from './check-in-streak.ts';
import type { LifecycleForm } from './form.ts';
import { onboardingGiftForm } from './onboarding-gift.ts';
import { pointsExpiryForm } from './points-expiry.ts';
import { referralRewardForm } from './referral-reward.ts';
import { winBackForm } from './win-back.ts';

/** What each lifecycle asks of a campaign file. */
export const lifecycleForms = {
  'onboarding-gift': onboardingGiftForm,
  'check-in-streak': checkInStreakForm,
  'referral-reward': referralRewardForm,
  'points-expiry': pointsExpiryForm,
  'win-back': winBackForm,
} as const satisfies Record<LifecycleCode, LifecycleForm>;
