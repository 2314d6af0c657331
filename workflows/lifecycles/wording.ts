import type { StoredTexts } from '../../values/phrase.ts';
import type { Patterns } from '../../values/stored-text.ts';
import { checkInStreakTexts } from './check-in-streak/wording.ts';
import type { LifecycleCode } from './codes.ts';
import { onboardingGiftTexts } from './onboarding-gift/wording.ts';
import { pointsExpiryTexts } from './points-expiry/wording.ts';
import { referralRewardTexts } from './referral-reward/wording.ts';
import { winBackTexts } from './win-back/wording.ts';

const chinese: Readonly<Record<LifecycleCode, Patterns>> = {
  'onboarding-gift': onboardingGiftTexts,
  'check-in-streak': checkInStreakTexts,
  'referral-reward': referralRewardTexts,
  'points-expiry': pointsExpiryTexts,
  'win-back': winBackTexts,
};

/** Why stories gave what they gave and ended as they did: every lifecycle brings its own. */
export const lifecycleTexts: StoredTexts = { 'zh-CN': Object.assign({}, ...Object.values(chinese)) as Patterns };
