import type { Instant } from '../../../values/instant.ts';
import type { JsonObject } from '../../../values/json.ts';
import type { Outcome } from '../../engine/story.ts';
import { ask, type GrantStep, type MemberContext } from '../../steps.ts';
import { localDaysFrom } from '../local-days.ts';
import type { OnboardingGiftSettings } from './settings.ts';
import { counted } from '../../../values/plural.ts';

/** How it stands with a member's gift. */
export type Gift =
  /** Until it is activated. */
  | { readonly state: 'waits' }
  | { readonly state: 'given'; readonly parts: readonly GiftPart[] }
  | { readonly state: 'denied'; readonly reason: string };

/** Points or a coupon of a gift that was given. */
export interface GiftPart {
  readonly kind: 'points' | 'coupon';
  readonly expiresAt: Instant;
  readonly coupon?: { readonly couponId: string; readonly code: string };
  /** Absent when no reminder is due any more. */
  readonly remindAt?: Instant;
}

const dayMs = 86_400_000;
/** A case nobody decides in this time lapses: a welcome gift two months late welcomes nobody. */
const reviewDaysMax = 60;
const benefit = 'onboarding-gift';

/**
 * Gives the gift once per person; who has had it with another account waits for a person to decide, or is refused. What an order
 * has activated goes back with it; one that has come back already activates nothing.
 */
export async function giveGift(
  context: MemberContext,
  settings: OnboardingGiftSettings,
  dependsOn?: GrantStep['dependsOn'],
): Promise<Gift> {
  const condition = dependsOn && { dependsOn };
  const first = await giveParts(context, settings, { oncePerPerson: benefit, ...condition });
  if (!('code' in first)) return first;
  if (first.code === 'ORDER_RETURNED') return { state: 'waits' };
  if (first.code !== 'ALREADY_CLAIMED' || settings.duplicates === 'refuse') return denied(first.reason);

  const verdict = await reviewed(context, settings, first.reason);
  if (verdict.state === 'denied') return verdict;
  const second = await giveParts(context, settings, { ...condition });
  if (!('code' in second)) return second;
  return second.code === 'ORDER_RETURNED' ? { state: 'waits' } : denied(second.reason);
}

type Refused = Extract<Outcome, { kind: 'refused' }>;

/** Points first, then the coupon; the first part claims the gift for the person. */
async function giveParts(
  context: MemberContext,
  settings: OnboardingGiftSettings,
  { oncePerPerson, ...condition }: Pick<GrantStep, 'oncePerPerson' | 'dependsOn'>,
): Promise<Gift | Refused> {
  const { giftPoints: points, giftExpiresInDays: expiresInDays, giftCoupon: offer } = settings;
  const once = oncePerPerson === undefined ? {} : { oncePerPerson };
  const parts: GiftPart[] = [];
  if (points > 0) {
    const expiry = expiresInDays === undefined ? {} : { expiresInDays };
    const came = await context.step({
      kind: 'grant',
      name: 'gift',
      points,
      reason: 'Welcome gift',
      ...once,
      ...condition,
      ...expiry,
    });
    if (came.kind === 'refused') return came;
    parts.push(...partOf('points', came, settings));
  }
  if (offer !== undefined) {
    const claim = points > 0 ? {} : once;
    const step = { kind: 'coupon', name: 'gift-coupon', offer, reason: 'Welcome gift' } as const;
    const came = await context.step({ ...step, ...claim, ...condition });
    if (came.kind === 'refused') return came;
    parts.push(...partOf('coupon', came, settings));
  }
  return { state: 'given', parts: await withReminders(context, settings, parts) };
}

/** When what is left of each part is reminded of; members who had the gift before 0.2 keep days of 24 hours. */
async function withReminders(
  context: MemberContext,
  { remindGiftDaysBefore: days }: OnboardingGiftSettings,
  parts: readonly GiftPart[],
): Promise<readonly GiftPart[]> {
  if (days === undefined || parts.length === 0) return parts;
  const byCalendar = context.patched('reminder-days');
  const reminded: GiftPart[] = [];
  for (const part of parts) {
    const { kind, expiresAt: fromAt } = part;
    const remindAt = byCalendar
      ? await localDaysFrom(context, `remind-${kind}`, { fromAt, days: -days })
      : fromAt - days * dayMs;
    reminded.push({ ...part, remindAt });
  }
  return reminded;
}

function partOf(kind: GiftPart['kind'], came: Outcome, settings: OnboardingGiftSettings): GiftPart[] {
  const { expiresAt, couponId, code } = came.kind === 'applied' ? (came.data ?? {}) : {};
  const lapses = kind === 'coupon' || settings.giftExpiresInDays !== undefined;
  if (typeof expiresAt !== 'number' || !lapses) return [];
  return [
    {
      ...{ kind, expiresAt },
      ...(typeof couponId === 'string' && typeof code === 'string' ? { coupon: { couponId, code } } : {}),
    },
  ];
}

/** A person decides whether this account gets the gift, too. */
async function reviewed(
  context: MemberContext,
  { giftPoints, giftCoupon }: OnboardingGiftSettings,
  reason: string,
): Promise<{ readonly state: 'approved' } | Extract<Gift, { state: 'denied' }>> {
  const opened = await context.step({
    kind: 'review',
    name: 'review',
    subject: benefit,
    reasons: [reason],
    facts: { giftPoints, ...(giftCoupon === undefined ? {} : { giftCoupon: giftCoupon.name }) },
  });
  const caseId = opened.kind === 'applied' ? opened.data?.caseId : undefined;
  if (caseId === undefined) return denied(reason);
  const fromAt = context.now();
  // Whoever waited for a decision before 0.2 does so for days of 24 hours.
  const deadline = context.patched('review-days')
    ? await localDaysFrom(context, 'review-until', { fromAt, days: reviewDaysMax })
    : fromAt + reviewDaysMax * dayMs;
  const decision = await context.waitFor([{ type: 'review.decided', where: { caseId } }], deadline);
  if (decision === undefined)
    return denied(`nobody decided about the gift in ${counted(reviewDaysMax, 'day', 'days')}: ${reason}`);
  if (decision.data.approved === true) return { state: 'approved' };
  const { note } = decision.data;
  return denied(`the gift was rejected on review: ${typeof note === 'string' && note !== '' ? note : reason}`);
}

/** The coupon as messages tell of it; null where there is none, its code and date null until it is given. */
export function couponOf({ giftCoupon }: OnboardingGiftSettings, gift: Gift): JsonObject {
  const part = gift.state === 'given' ? gift.parts.find(({ kind }) => kind === 'coupon') : undefined;
  return {
    couponName: giftCoupon?.name ?? null,
    couponCode: part?.coupon?.code ?? null,
    couponExpiresAt: part?.expiresAt ?? null,
  };
}

/** Tells that a gift which waited is there. */
export async function announceGift(
  context: MemberContext,
  settings: OnboardingGiftSettings,
  gift: Gift,
): Promise<void> {
  const points = gift.state === 'given' ? gift.parts.find(({ kind }) => kind === 'points') : undefined;
  await context.step({
    kind: 'message',
    name: 'gift-given',
    template: 'gift-given',
    channel: 'email',
    class: 'transactional',
    variables: {
      giftPoints: settings.giftPoints,
      giftExpiresAt: points?.expiresAt ?? null,
      ...couponOf(settings, gift),
    },
  });
}

/** The part of the gift that is reminded of next. */
export function nextReminder(gift: Gift): (GiftPart & { readonly remindAt: Instant }) | undefined {
  if (gift.state !== 'given') return undefined;
  const due = gift.parts.flatMap(({ remindAt, ...part }) => (remindAt === undefined ? [] : [{ ...part, remindAt }]));
  return due.sort((a, b) => a.remindAt - b.remindAt)[0];
}

/** Reminds of the part that is due, if something of it is left; the gift without that reminder. */
export async function remindOfGift(
  context: MemberContext,
  settings: OnboardingGiftSettings,
  gift: Gift,
): Promise<Gift> {
  const due = nextReminder(gift);
  if (gift.state !== 'given' || due === undefined) return gift;
  await (due.kind === 'points' ? remindOfPoints(context, due) : remindOfCoupon(context, settings, due));
  const parts = gift.parts.map(({ remindAt, ...part }) =>
    part.kind === due.kind || remindAt === undefined ? part : { ...part, remindAt },
  );
  return { state: 'given', parts };
}

/** Nothing is sent when the points are spent by the time it leaves. */
async function remindOfPoints(context: MemberContext, { expiresAt }: GiftPart): Promise<void> {
  await context.step({
    kind: 'message',
    name: 'gift-points-reminder',
    template: 'gift-points-expiring',
    channel: 'email',
    class: 'service',
    variables: {},
    live: { kind: 'expiringPoints', fromAt: expiresAt, untilAt: expiresAt },
    deadlineAt: expiresAt,
  });
}

async function remindOfCoupon(
  context: MemberContext,
  { giftCoupon }: OnboardingGiftSettings,
  { coupon, expiresAt }: GiftPart,
): Promise<void> {
  if (coupon === undefined) return;
  const state = await ask(context, 'gift-coupon-check', { kind: 'coupon', couponId: coupon.couponId });
  if (state.kind !== 'applied' || state.data?.status !== 'issued') return;
  await context.step({
    kind: 'message',
    name: 'gift-coupon-reminder',
    template: 'gift-coupon-expiring',
    channel: 'email',
    class: 'service',
    variables: { couponName: giftCoupon?.name ?? '', couponCode: coupon.code, couponExpiresAt: expiresAt },
    onlyIf: { kind: 'couponUnused', couponId: coupon.couponId },
    deadlineAt: expiresAt,
  });
}

function denied(reason: string): Extract<Gift, { state: 'denied' }> {
  return { state: 'denied', reason };
}
