export const lifecycleCodes = [
  'onboarding-gift',
  'check-in-streak',
  'referral-reward',
  'points-expiry',
  'win-back',
] as const;

export type LifecycleCode = (typeof lifecycleCodes)[number];
