import type { LifecycleCode } from '../workflows/lifecycles/codes.ts';

/** An event of the proof's own: a member wants to hear no more of one campaign, or of `everything`. */
export const declined = 'topic.declined';
export const everything = 'everything';

const exitOn = (code: LifecycleCode) =>
  [code, everything].map((topic) => ({ event: declined, where: { topic }, reason: `wants no more of ${topic}` }));

/** What of the shipped campaigns is made shorter than it ships, so that stories come to their ends within the proof. */
const shortened: Readonly<Record<LifecycleCode, Readonly<Record<string, unknown>>>> = {
  'onboarding-gift': { 'settings.endAfterDays': 12, 'settings.giftExpiresInDays': 10 },
  // Before a slot that lies outside the quiet hours, wherever the member lives.
  'check-in-streak': { 'settings.endAfterDays': 4, 'settings.remindAt': '14:00' },
  'referral-reward': {
    'settings.orderWithinDays': 8,
    'settings.returnWindowDays': 3,
    'settings.takeBackDays': 4,
    'settings.reviewWithinDays': 4,
  },
  'points-expiry': { 'settings.ladderDays': [7, 3, 1], 'settings.gatherDays': 3 },
  'win-back': {
    'settings.inactiveDays': 4,
    'settings.ladder': [
      { afterDays: 0, offer: 'reminder' },
      { afterDays: 2, offer: 'coupon', coupon: { name: 'Ten percent off', percentOff: 10, validDays: 5 } },
      { afterDays: 4, offer: 'points', points: 100, expiresInDays: 14 },
    ],
    'settings.segments': [],
    'settings.endAfterDays': 7,
    reentry: { afterDays: 10 },
  },
};

/** A shipped campaign's settings as the proof has them: with a way out, and its times made shorter. */
export const proofSettings = (code: LifecycleCode): Readonly<Record<string, unknown>> => ({
  ...shortened[code],
  exitOn: exitOn(code),
});
