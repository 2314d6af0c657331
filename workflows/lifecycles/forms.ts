import type { LifecycleCode } from './codes.ts';
import { checkInStreakForm } from './check-in-streak/settings.ts';
import type { LifecycleForm } from './form.ts';
import { onboardingGiftForm } from './onboarding-gift/settings.ts';
import { pointsExpiryForm } from './points-expiry/settings.ts';
import { referralRewardForm } from './referral-reward/settings.ts';
import { winBackForm } from './win-back/settings.ts';

/** What each lifecycle asks of a campaign file. */
export const lifecycleForms = {
  'onboarding-gift': onboardingGiftForm,
  'check-in-streak': checkInStreakForm,
  'referral-reward': referralRewardForm,
  'points-expiry': pointsExpiryForm,
  'win-back': winBackForm,
} as const satisfies Record<LifecycleCode, LifecycleForm>;
