import { judgeFirstOrder, judgeReferral, type ReferralJudgement } from '../../../modules/referrals/rules.ts';
import type { Instant } from '../../../values/instant.ts';
import type { JsonObject } from '../../../values/json.ts';
import type { Ending } from '../../engine/story.ts';
import { ask, type MemberContext, type MemberLifecycle, type ReferralOpened } from '../../steps.ts';
import { localDaysFrom } from '../local-days.ts';
import { tellFriendOfReward, tellNotCounted, tellReferrerOfReward, welcomeBoth } from './messages.ts';
import { type Invitation, rewardBoth, type Stage, takeBack } from './rewards.ts';
import type { ReferralRewardSettings } from './settings.ts';
import { counted } from '../../../values/plural.ts';

const orderPlaced = { type: 'order.placed' };

const orderReturned = { type: 'order.returned' };

const orderAmended = { type: 'order.amended' };

const orderCancelled = { type: 'order.cancelled' };

const reviewDecided = { type: 'review.decided' };

const dayMs = 86_400_000;

/**
 * A member joins with a friend's code. Rules tell friends from second accounts; what they doubt is put before a person.
 * Once the friend has registered, ordered, or kept an order above an amount through its return window, both are rewarded,
 * the referrer within limits. An order that comes back or is cancelled afterwards takes both rewards back.
 *
 * Nothing is granted before the window is over, so that a return within it costs nobody anything: the story then waits
 * for another order. Messages: to the friend `friend-welcome`, `friend-reward`; to the referrer `friend-joined`,
 * `referral-paid`, `not-counted`.
 */
export const referralReward: MemberLifecycle<ReferralRewardSettings> = {
  code: 'referral-reward',
  trigger: { kind: 'event', pattern: { type: 'member.joined', where: { referred: true } } },
  listensTo: [orderPlaced.type, orderAmended.type, orderReturned.type, orderCancelled.type, reviewDecided.type],

  async story(context, settings, input) {
    if (!isUnderWay(input)) return arrive(context, settings, input);
    switch (input.stage) {
      case 'order':
        return awaitOrder(context, settings, input);
      case 'watch':
        return watchOrder(context, settings, input);
      default:
        return input.stage satisfies never;
    }
  },
};

/** The friend has registered: the rules are asked, both are told, and the story goes on to what pays. */
async function arrive(
  context: MemberContext,
  settings: ReferralRewardSettings,
  { occurredAt }: JsonObject,
): Promise<Ending> {
  // Those who came in before 0.2 have days of 24 hours.
  const days = occurredAt === undefined ? {} : { orderWithinDays: settings.orderWithinDays };
  const opened = await context.step({ kind: 'referral', name: 'open', change: { kind: 'open', ...days } });
  if (opened.kind !== 'applied') return end('skipped', opened.reason);
  const { referrerId, joinedAt, orderUntilAt, facts } = opened.data as ReferralOpened;

  const judgement = judgeReferral(settings.rules, facts);
  const objection = await objectionTo(context, settings, judgement);
  if (objection) return refuse(context, referrerId, 'rules', objection);
  const invitation = {
    ...{ referrerId, joinedAt, cleared: judgement.verdict === 'review' },
    ...(orderUntilAt === undefined ? {} : { orderUntilAt }),
  };

  await welcomeBoth(context, settings, referrerId);
  if (settings.paysOn === 'registration') return pay(context, settings, invitation);
  return chapter({ ...invitation, stage: 'order' });
}

/** Waits for an order that counts, and until it can no longer come back; one that does starts the wait anew. */
async function awaitOrder(
  context: MemberContext,
  settings: ReferralRewardSettings,
  invitation: Invitation,
): Promise<Ending> {
  const deadline = invitation.orderUntilAt ?? invitation.joinedAt + settings.orderWithinDays * dayMs;
  const order = await keptOrder(context, settings, { ...windowOf(settings, invitation), untilAt: deadline });
  if (!order) {
    if (await orderCame(context, deadline)) return chapter(invitation);
    const what = settings.paysOn === 'first-order' ? 'no order' : 'no order of the amount';
    return refuse(context, invitation.referrerId, 'no-order', [
      `${what} within ${counted(settings.orderWithinDays, 'day', 'days')} of joining`,
    ]);
  }

  if (!invitation.cleared) {
    const judgement = judgeFirstOrder(settings.rules, order.placedAt - invitation.joinedAt);
    const objection = await objectionTo(context, settings, judgement);
    if (objection) return refuse(context, invitation.referrerId, 'rules', objection);
    if (judgement.verdict === 'review') return chapter({ ...invitation, cleared: true });
  }

  const { windowEndsAt } = order;
  if (windowEndsAt > context.now()) {
    await context.step({
      kind: 'referral',
      name: 'wait',
      change: { kind: 'mark', state: 'waiting', waitsUntil: windowEndsAt },
    });
    if (await orderLeft(context, windowEndsAt)) return lookAgain(context, invitation);
  }
  return pay(context, settings, { ...invitation, orderId: order.orderId });
}

/** An order that may count: a new one, or one that comes to more than before. */
function orderCame(context: MemberContext, deadline: Instant): Promise<unknown> {
  if (!context.patched('changed-orders')) return context.waitFor([orderPlaced], deadline);
  return context.waitFor([orderPlaced, orderAmended], deadline);
}

/** What may take an order away: it came back, was cancelled, or comes to less than before. */
function orderLeft(context: MemberContext, deadline: Instant): Promise<unknown> {
  if (!context.patched('changed-orders')) return context.waitFor([orderReturned], deadline);
  return context.waitFor([orderReturned, orderCancelled, orderAmended], deadline);
}

/** Something came back: whether there is an order that counts is asked anew. */
async function lookAgain(context: MemberContext, invitation: Invitation): Promise<Ending> {
  await context.step({ kind: 'referral', name: 'look-again', change: { kind: 'mark', state: 'joined' } });
  return chapter({ ...invitation, stage: 'order' });
}

/** Rewards both; the referrer gets nothing beyond the limits, the friend is not made to suffer for that. */
async function pay(context: MemberContext, settings: ReferralRewardSettings, invitation: Invitation): Promise<Ending> {
  const { referrerId, orderId } = invitation;
  const order = orderId === undefined ? {} : { order: { orderId, minMinor: keptMinor(settings) } };
  const days = invitation.orderUntilAt === undefined ? {} : { takeBackDays: settings.takeBackDays };
  const change = { kind: 'claim', limits: settings.limits, ...days, ...order } as const;
  const claim = await context.step({ kind: 'referral', name: 'claim', change });
  if (claim.kind === 'refused' && claim.code === 'ORDER_RETURNED') return lookAgain(context, invitation);
  if (claim.kind !== 'applied') return end('skipped', claim.reason);

  const counted = claim.data?.counted === true;
  const reasons = typeof claim.data?.reason === 'string' ? [claim.data.reason] : [];
  const { friend, referrer } = await rewardBoth(context, settings, counted ? referrerId : undefined);
  const rewards = { friend, ...(referrer && { referrer }) };
  const state = counted ? 'paid' : 'friend-only';
  await context.step({ kind: 'referral', name: 'paid', change: { kind: 'mark', state, reasons, rewards } });

  await tellFriendOfReward(context, friend);
  if (referrer) await tellReferrerOfReward(context, referrerId, referrer);
  else await tellNotCounted(context, referrerId, 'limit');

  if (orderId === undefined || settings.takeBackDays === 0) return end('done', paidWords(reasons));
  return chapter({
    ...invitation,
    stage: 'watch',
    watchUntil: claim.data?.watchUntilAt ?? context.now() + settings.takeBackDays * dayMs,
    ...{ friend, ...(referrer && { referrer }) },
  });
}

/** Both have been paid for an order; one that comes back now takes the rewards with it. */
async function watchOrder(
  context: MemberContext,
  settings: ReferralRewardSettings,
  invitation: Invitation,
): Promise<Ending> {
  const { referrerId, orderId = '', watchUntil = context.now() } = invitation;
  const returned = await orderLeft(context, watchUntil);
  if (await keptOrder(context, settings, { untilAt: context.now(), orderId })) {
    return returned ? chapter(invitation) : end('done', paidWords([]));
  }
  await takeBack(context, invitation);
  const reasons = ['the order was returned after the reward was paid'];
  await context.step({ kind: 'referral', name: 'returned', change: { kind: 'mark', state: 'returned', reasons } });
  await tellNotCounted(context, referrerId, 'returned');
  return end('done', 'the order was returned, and the rewards were taken back');
}

/** Why a person or the rules let it not pass; undefined when they do. */
async function objectionTo(
  context: MemberContext,
  { reviewWithinDays }: ReferralRewardSettings,
  { verdict, reasons }: ReferralJudgement,
): Promise<readonly string[] | undefined> {
  if (verdict === 'allow') return undefined;
  if (verdict === 'reject') return reasons;
  const fromAt = context.now();
  const opened = await context.step({ kind: 'review', name: 'review', subject: 'referral', reasons });
  if (opened.kind !== 'applied') return [...reasons, opened.reason];
  await context.step({ kind: 'referral', name: 'held', change: { kind: 'mark', state: 'review', reasons } });
  // Whoever waited for a decision before 0.2 does so for days of 24 hours.
  const deadline = context.patched('review-days')
    ? await localDaysFrom(context, 'review-until', { fromAt, days: reviewWithinDays })
    : fromAt + reviewWithinDays * dayMs;
  const caseId = opened.data?.caseId ?? null;
  const decided = await context.waitFor([{ ...reviewDecided, where: { caseId } }], deadline);
  if (decided === undefined) return [...reasons, `nobody decided within ${counted(reviewWithinDays, 'day', 'days')}`];
  if (decided.data.approved !== true) return [...reasons, 'refused on review'];
  await context.step({ kind: 'referral', name: 'cleared', change: { kind: 'mark', state: 'joined' } });
  return undefined;
}

async function refuse(
  context: MemberContext,
  referrerId: string,
  why: 'rules' | 'no-order',
  reasons: readonly string[],
): Promise<Ending> {
  await context.step({ kind: 'referral', name: 'refuse', change: { kind: 'mark', state: 'refused', reasons } });
  await tellNotCounted(context, referrerId, why);
  return end('skipped', `not counted: ${reasons.join('; ')}`);
}

/** The order that counts, as far as it is kept. */
async function keptOrder(
  context: MemberContext,
  settings: ReferralRewardSettings,
  which: {
    readonly fromAt?: Instant;
    readonly untilAt: Instant;
    readonly orderId?: string;
    readonly windowDays?: number;
  },
): Promise<{ orderId: string; placedAt: Instant; windowEndsAt: Instant } | undefined> {
  const answer = await ask(context, 'kept-order', { kind: 'keptOrder', minMinor: keptMinor(settings), ...which });
  const { orderId, placedAt, windowEndsAt } = answer.kind === 'applied' ? (answer.data ?? {}) : {};
  if (orderId === undefined || placedAt === undefined) return undefined;
  return { orderId, placedAt, windowEndsAt: windowEndsAt ?? placedAt + settings.returnWindowDays * dayMs };
}

/** From when an order counts, and the days in which it may come back; those who came in before 0.2 have days of 24 hours. */
function windowOf({ returnWindowDays }: ReferralRewardSettings, { joinedAt, orderUntilAt }: Invitation) {
  return orderUntilAt === undefined ? {} : { fromAt: joinedAt, windowDays: returnWindowDays };
}

/** What must be kept of an order for it to count: anything at all, unless the settings ask for more. */
function keptMinor({ paysOn, minOrder }: ReferralRewardSettings): number {
  return paysOn === 'order-above' ? Math.max(1, minOrder) : 1;
}

function paidWords(reasons: readonly string[]): string {
  return reasons.length === 0 ? 'both were rewarded' : `only the friend was rewarded: ${reasons.join('; ')}`;
}

/** Only the event that begins the story knows no stage. */
function isUnderWay(input: JsonObject): input is JsonObject & Invitation & { readonly stage: Stage } {
  return input.stage !== undefined;
}

function chapter(invitation: Invitation): Ending {
  return { kind: 'chapter', input: { ...invitation } };
}

function end(status: 'done' | 'skipped', reason: string): Ending {
  return { kind: 'end', status, reason };
}
