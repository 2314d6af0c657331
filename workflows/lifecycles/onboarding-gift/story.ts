import type { EventPattern } from '../../engine/event-pattern.ts';
import type { Instant } from '../../../values/instant.ts';
import type { JsonObject } from '../../../values/json.ts';
import type { Ending, MemberEvent, Outcome } from '../../engine/story.ts';
import { ask, type MemberContext, type MemberLifecycle } from '../../steps.ts';
import { announceGift, couponOf, type Gift, giveGift, nextReminder, remindOfGift } from './gift.ts';
import type { OnboardingGiftSettings } from './settings.ts';
import { counted } from '../../../values/plural.ts';

const orderPlaced: EventPattern = { type: 'order.placed' };

const profileCompleted: EventPattern = { type: 'member.updated', where: { profileComplete: true } };

const activated: EventPattern = { type: 'member.activated' };

const reviewDecided: EventPattern = { type: 'review.decided' };

const dayMs = 86_400_000;

/**
 * On joining, a welcome, and a gift (points, a coupon or both) at once or when it is activated. It is once per person: who
 * has had it with another account is held for review. A reminder some days later if the profile is incomplete, and points
 * when it is completed; a reminder before the gift lapses. The first order brings a bonus and ends the story; without one
 * it ends after some weeks.
 *
 * Messages: `welcome`, `gift-given`, `gift-points-expiring`, `gift-coupon-expiring`, `profile-reminder`.
 */
export const onboardingGift: MemberLifecycle<OnboardingGiftSettings> = {
  code: 'onboarding-gift',
  trigger: { kind: 'event', pattern: { type: 'member.joined', where: { new: true } } },
  listensTo: [orderPlaced.type, profileCompleted.type, activated.type, reviewDecided.type],

  async story(context, settings, input) {
    const { endAt, remindAt: firstRemindAt, isComplete: wasComplete } = await begin(context, settings, input);
    let remindAt = firstRemindAt;
    let isComplete = wasComplete;
    if (context.now() >= endAt) {
      return end(
        'skipped',
        `it was heard of when the ${counted(settings.endAfterDays, 'day after joining was', 'days after joining were')} over`,
      );
    }

    let gift: Gift = settings.activation === 'atOnce' ? await giveGift(context, settings) : { state: 'waits' };
    if (gift.state === 'denied') return end('skipped', gift.reason);
    await welcome(context, settings, gift, isComplete);
    if (isComplete) await rewardProfile(context, settings);

    for (;;) {
      const timers = [isComplete ? Infinity : remindAt, nextReminder(gift)?.remindAt ?? Infinity, endAt];
      const news = await context.waitFor(awaitedEvents(settings, gift, isComplete), Math.min(...timers));
      const order = news?.type === orderPlaced.type ? orderOf(news) : undefined;
      if (order && !(await isKept(context, order))) continue;

      if (gift.state === 'waits' && (news?.type === activated.type || order)) {
        gift = await giveGift(context, settings, order?.dependsOn);
        if (gift.state === 'waits') continue;
        if (gift.state === 'denied') return end('skipped', gift.reason);
        await announceGift(context, settings, gift);
      }
      if (order) {
        const bonus = await rewardFirstOrder(context, settings, order);
        if (bonus?.kind === 'refused' && bonus.code === 'ORDER_RETURNED') continue;
        return lastWords(context, settings, gift, 'placed the first order');
      }
      if (news?.type === profileCompleted.type) {
        isComplete = true;
        await rewardProfile(context, settings);
      } else if (!news && context.now() >= endAt) {
        const unused = gift.state === 'waits' ? 'the gift was not activated, and ' : '';
        return lastWords(
          context,
          settings,
          gift,
          `${unused}no order within ${counted(settings.endAfterDays, 'day', 'days')} of joining`,
        );
      } else if (!news && context.now() >= (nextReminder(gift)?.remindAt ?? Infinity)) {
        gift = await remindOfGift(context, settings, gift);
      } else if (!news) {
        await remindOfProfile(context, settings);
        remindAt = Infinity;
      }
    }
  },
};

/** What may come next in the member's life that the story has an answer to. */
function awaitedEvents({ activation }: OnboardingGiftSettings, { state }: Gift, isComplete: boolean): EventPattern[] {
  return [
    orderPlaced,
    ...(isComplete ? [] : [profileCompleted]),
    ...(state === 'waits' && activation === 'memberCentre' ? [activated] : []),
  ];
}

/** What is left of a gift is reminded of, also after the first order; then the story ends. */
async function lastWords(
  context: MemberContext,
  settings: OnboardingGiftSettings,
  gift: Gift,
  reason: string,
): Promise<Ending> {
  for (let due = nextReminder(gift); due; due = nextReminder(gift)) {
    await context.sleepUntil(due.remindAt);
    gift = await remindOfGift(context, settings, gift);
  }
  return end('done', reason);
}

interface Beginning {
  readonly endAt: Instant;
  readonly remindAt: Instant;
  readonly isComplete: boolean;
}

/** What the story starts from. Its days are the member's and count from joining, whenever that was heard of. */
async function begin(
  context: MemberContext,
  settings: OnboardingGiftSettings,
  { occurredAt }: JsonObject,
): Promise<Beginning> {
  if (typeof occurredAt !== 'number') return beginAsBefore(context, settings);
  const { endAfterDays, remindAfterDays } = settings;
  const answer = await ask(context, 'profile-check', {
    profile: { kind: 'profileComplete' },
    days: { kind: 'localTimes', fromAt: Math.min(occurredAt, context.now()), days: [endAfterDays, remindAfterDays] },
  });
  const { profile, days } = answer.kind === 'applied' ? (answer.data ?? {}) : {};
  const [endAt = Infinity, remindAt = Infinity] = days?.at ?? [];
  return { endAt, remindAt, isComplete: profile?.complete === true };
}

/** Members who came in before 0.2 have days of 24 hours, from when their joining was heard of. */
async function beginAsBefore(context: MemberContext, settings: OnboardingGiftSettings): Promise<Beginning> {
  const [endAt, remindAt] = [settings.endAfterDays, settings.remindAfterDays].map(
    (days) => context.now() + days * dayMs,
  );
  const answer = await ask(context, 'profile-check', { kind: 'profileComplete' });
  const isComplete = answer.kind === 'applied' && answer.data?.complete === true;
  return { endAt: endAt ?? Infinity, remindAt: remindAt ?? Infinity, isComplete };
}

async function welcome(
  context: MemberContext,
  settings: OnboardingGiftSettings,
  gift: Gift,
  profileComplete: boolean,
): Promise<void> {
  const { giftPoints, profilePoints, firstOrderPoints, activation } = settings;
  const giftWaitsFor = gift.state === 'waits' ? activation : null;
  await context.step({
    kind: 'message',
    name: 'welcome',
    template: 'welcome',
    channel: 'email',
    class: 'transactional',
    variables: {
      ...{ giftPoints, giftWaitsFor, profilePoints, profileComplete, firstOrderPoints },
      ...couponOf(settings, gift),
    },
  });
}

async function remindOfProfile(
  context: MemberContext,
  { profilePoints, profileReminderClass = 'service' }: OnboardingGiftSettings,
): Promise<void> {
  await context.step({
    kind: 'message',
    name: 'profile-reminder',
    template: 'profile-reminder',
    channel: 'email',
    class: profileReminderClass,
    variables: { profilePoints },
    onlyIf: { kind: 'profileIncomplete' },
    afterPause: 'skip',
  });
}

async function rewardProfile(context: MemberContext, { profilePoints: points }: OnboardingGiftSettings): Promise<void> {
  if (points > 0) await context.step({ kind: 'grant', name: 'profile', points, reason: 'Profile completed' });
}

async function rewardFirstOrder(
  context: MemberContext,
  { firstOrderPoints: points }: OnboardingGiftSettings,
  { dependsOn }: Order,
): Promise<Outcome<object> | undefined> {
  if (points === 0) return undefined;
  const condition = dependsOn && { dependsOn };
  return context.step({ kind: 'grant', name: 'first-order', points, reason: 'First order', ...condition });
}

/** An order that came, as what is given for it depends on it. */
interface Order {
  readonly orderId?: string;
  readonly dependsOn?: { readonly kind: 'order'; readonly orderId: string };
}

function orderOf({ data: { orderId } }: MemberEvent): Order {
  return typeof orderId === 'string' ? { orderId, dependsOn: { kind: 'order', orderId } } : {};
}

/** An order of nothing is no order, nor is one that has come back by now. */
async function isKept(context: MemberContext, { orderId }: Order): Promise<boolean> {
  if (orderId === undefined || !context.patched('kept-orders')) return true;
  const asked = { kind: 'keptOrder', minMinor: 1, untilAt: context.now(), orderId } as const;
  const answer = await ask(context, 'kept-order', asked);
  return answer.kind !== 'applied' || answer.data?.orderId !== undefined;
}

function end(status: 'done' | 'skipped', reason: string): Ending {
  return { kind: 'end', status, reason };
}
