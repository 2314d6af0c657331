import { describe, expect, it } from 'vitest';
import { outlineOf } from './outline.ts';

const names = (...asked: Parameters<typeof outlineOf>) => outlineOf(...asked).map(({ name }) => name);

describe('The outline of a lifecycle', () => {
  it('has what its settings give and tell, from the top, and nothing else', () => {
    expect(names('onboarding-gift', { giftPoints: 100, activation: 'atOnce', duplicates: 'refuse' })).toEqual([
      'gift',
      'welcome',
      'profile-reminder',
    ]);
    expect(names('points-expiry', { ladderDays: [30, 7] })).toEqual(['notice-30', 'notice-7']);
    expect(names('check-in-streak', { remindAt: null })).toEqual(['milestone', 'streak-lost']);
    expect(names('referral-reward', { friendPoints: 0, referrerPoints: 50, takeBackDays: 0 })).toEqual([
      ...['friend-welcome', 'friend-joined', 'review', 'referrer-points', 'friend-reward', 'referral-paid'],
      'not-counted',
    ]);
  });

  it('names each offer of a win-back once, whatever segment it is of', () => {
    const ladder = [{ afterDays: 0, offer: 'reminder' }];
    const segments = [{ name: 'best', ladder: [...ladder, { afterDays: 5, offer: 'coupon' }] }];
    expect(names('win-back', { ladder, segments })).toEqual(['reminder-message', 'coupon-message']);
    expect(names('win-back', { ladder, segments, evenIfUntold: true })).toEqual([
      'reminder-message',
      'coupon',
      'coupon-message',
    ]);
  });
});
