import type { LifecycleCode } from '../domain/campaign.ts';

/** The campaigns the proof launches: one of every lifecycle, as shipped. */
export const campaigns: readonly LifecycleCode[] = ['onboarding-gift', 'points-expiry'];

/** What is made shorter than it ships, so that stories come to their ends within the proof. */
export const proofSettings: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'onboarding-gift': { 'settings.endAfterDays': 12, 'settings.giftExpiresInDays': 10 },
  'points-expiry': { 'settings.ladderDays': [7, 3, 1], 'settings.gatherDays': 3 },
};
