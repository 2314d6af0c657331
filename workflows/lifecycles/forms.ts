import { type LifecycleCode, lifecycleCodes } from './codes.ts';
import { checkInStreakForm } from './check-in-streak/settings.ts';
import type { LifecycleForm } from './form.ts';
import { onboardingGiftForm } from './onboarding-gift/settings.ts';
import { ownLifecycle, ownLifecycles, UnknownLifecycle } from './own.ts';
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

/** What this kind of story asks of a campaign file, the product's or one that was registered; undefined when this process has none. */
export const findForm = (code: string): LifecycleForm | undefined =>
  Object.hasOwn(lifecycleForms, code) ? lifecycleForms[code as LifecycleCode] : ownLifecycle(code)?.form;

/** The same where there has to be one. */
export function formOf(code: string): LifecycleForm {
  const found = findForm(code);
  if (found === undefined) throw new UnknownLifecycle(code);
  return found;
}

/** Every kind of story that a campaign file may name in this process. */
export const knownLifecycles = (): readonly string[] => [...lifecycleCodes, ...ownLifecycles().map(({ code }) => code)];
