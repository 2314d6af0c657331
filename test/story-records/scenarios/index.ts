import type { LifecycleCode } from '../../../workflows/lifecycles/codes.ts';
import type { Scenarios } from '../scenario.ts';
import { checkInStreakScenarios } from './check-in-streak.ts';
import { onboardingGiftScenarios } from './onboarding-gift.ts';
import { pointsExpiryScenarios } from './points-expiry.ts';
import { referralRewardScenarios } from './referral-reward.ts';
import { winBackScenarios } from './win-back.ts';

/** Runs that together touch every step of each lifecycle. */
export const scenariosOf: Readonly<Record<LifecycleCode, Scenarios>> = {
  'onboarding-gift': onboardingGiftScenarios,
  'check-in-streak': checkInStreakScenarios,
  'referral-reward': referralRewardScenarios,
  'points-expiry': pointsExpiryScenarios,
  'win-back': winBackScenarios,
};
