import * as z from 'zod';
import type { OnboardingGiftSettings } from '../../../workflows/lifecycles/onboarding-gift.ts';
import type { LifecycleForm } from './form.ts';
import { days, grantPoints } from './units.ts';

const settings = z
  .strictObject({
    giftPoints: grantPoints.default(100).describe('points on joining, once per person; 0 gives none'),
    giftExpiresInDays: days(1, 3_650)
      .exactOptional()
      .describe("days until the gift expires; the programme's policy when absent"),
    remindAfterDays: days(1, 90).default(3).describe('days until the reminder, if the profile is incomplete by then'),
    profilePoints: grantPoints.default(50).describe('points for completing the profile; 0 gives none'),
    firstOrderPoints: grantPoints.default(100).describe('bonus on the first order, which ends the story; 0 gives none'),
    endAfterDays: days(1, 365).default(30).describe('days after which the story ends without a first order'),
  })
  .refine(({ remindAfterDays, endAfterDays }) => remindAfterDays < endAfterDays, {
    path: ['remindAfterDays'],
    message: 'is not before the end of the story',
    params: { fix: 'write fewer days than endAfterDays' },
  })
  .prefault({});

export const onboardingGiftForm = {
  about: 'A gift and a welcome on joining, a reminder to complete the profile, a bonus on the first order.',
  settings,
  reentry: 'never',
  messages: {
    welcome: {
      about: 'at once on joining',
      variables: {
        giftPoints: 'points of the gift',
        profilePoints: 'points for completing the profile',
        profileComplete: 'whether the profile is complete already',
        firstOrderPoints: 'bonus on the first order',
      },
    },
    'profile-reminder': {
      about: 'after remindAfterDays, if the profile is incomplete',
      variables: { profilePoints: 'points for completing the profile' },
    },
  },
} satisfies LifecycleForm<z.ZodType<OnboardingGiftSettings>>;
