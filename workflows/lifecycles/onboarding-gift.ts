import type { EventPattern } from '../../domain/campaign.ts';
import type { Ending, Life, Lifecycle, Outcome } from '../lifecycle.ts';

/** Points of 0 grant nothing. */
export interface OnboardingGiftSettings {
  readonly giftPoints: number;
  /** The programme's policy when absent. */
  readonly giftExpiresInDays?: number;
  readonly remindAfterDays: number;
  readonly profilePoints: number;
  readonly firstOrderPoints: number;
  readonly endAfterDays: number;
}

const orderPlaced: EventPattern = { type: 'order.placed' };
const profileCompleted: EventPattern = { type: 'member.updated', where: { profileComplete: true } };
const dayMs = 86_400_000;

/**
 * On joining, a gift and a welcome at once, once per person. A reminder some days later if the profile is incomplete, and
 * points when it is completed. The first order brings a bonus and ends the story; without one it ends after some weeks.
 *
 * Messages: `welcome` (giftPoints, profilePoints, profileComplete, firstOrderPoints), `profile-reminder` (profilePoints).
 */
export const onboardingGift: Lifecycle<OnboardingGiftSettings> = {
  code: 'onboarding-gift',
  trigger: { kind: 'event', pattern: { type: 'member.joined' } },
  listensTo: [orderPlaced.type, profileCompleted.type],

  async story(life, settings) {
    const endAt = life.now() + settings.endAfterDays * dayMs;
    let remindAt = life.now() + settings.remindAfterDays * dayMs;
    let isComplete = await profileIsComplete(life);

    const gift = await giveGift(life, settings);
    if (gift?.kind === 'refused') return end('skipped', gift.reason);
    await welcome(life, settings, isComplete);
    if (isComplete) await rewardProfile(life, settings);

    for (;;) {
      const news = isComplete
        ? await life.waitFor([orderPlaced], endAt)
        : await life.waitFor([orderPlaced, profileCompleted], Math.min(remindAt, endAt));

      if (news?.type === orderPlaced.type) {
        await rewardFirstOrder(life, settings);
        return end('done', 'placed the first order');
      }
      if (news) {
        isComplete = true;
        await rewardProfile(life, settings);
      } else if (life.now() >= endAt) {
        return end('done', `no order within ${settings.endAfterDays} days of joining`);
      } else {
        await remindOfProfile(life, settings);
        remindAt = Infinity;
      }
    }
  },
};

async function profileIsComplete(life: Life): Promise<boolean> {
  const answer = await life.step({ kind: 'ask', name: 'profile-check', question: { kind: 'profileComplete' } });
  return answer.kind === 'applied' && answer.data?.complete === true;
}

async function giveGift(life: Life, settings: OnboardingGiftSettings): Promise<Outcome | undefined> {
  const { giftPoints: points, giftExpiresInDays: expiresInDays } = settings;
  if (points === 0) return undefined;
  return life.step({
    kind: 'grant',
    name: 'gift',
    points,
    reason: 'Welcome gift',
    oncePerPerson: 'onboarding-gift',
    ...(expiresInDays === undefined ? {} : { expiresInDays }),
  });
}

async function welcome(life: Life, settings: OnboardingGiftSettings, profileComplete: boolean): Promise<void> {
  const { giftPoints, profilePoints, firstOrderPoints } = settings;
  await life.step({
    kind: 'message',
    name: 'welcome',
    template: 'welcome',
    channel: 'email',
    class: 'transactional',
    variables: { giftPoints, profilePoints, profileComplete, firstOrderPoints },
  });
}

async function remindOfProfile(life: Life, { profilePoints }: OnboardingGiftSettings): Promise<void> {
  await life.step({
    kind: 'message',
    name: 'profile-reminder',
    template: 'profile-reminder',
    channel: 'email',
    class: 'service',
    variables: { profilePoints },
    afterPause: 'skip',
  });
}

async function rewardProfile(life: Life, { profilePoints: points }: OnboardingGiftSettings): Promise<void> {
  if (points > 0) await life.step({ kind: 'grant', name: 'profile', points, reason: 'Profile completed' });
}

async function rewardFirstOrder(life: Life, { firstOrderPoints: points }: OnboardingGiftSettings): Promise<void> {
  if (points > 0) await life.step({ kind: 'grant', name: 'first-order', points, reason: 'First order' });
}

function end(status: 'done' | 'skipped', reason: string): Ending {
  return { kind: 'end', status, reason };
}
