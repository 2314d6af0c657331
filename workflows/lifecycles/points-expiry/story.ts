import type { Instant } from '../../../values/instant.ts';
import type { JsonObject } from '../../../values/json.ts';
import type { Ending } from '../../engine/story.ts';
import { ask, type ExpiringLot, type MemberContext, type MemberLifecycle, type PromisedGift } from '../../steps.ts';
import { type ExpiryWindow, gatherWindows, namedUntil, nextRung, type LadderStep } from './rules.ts';
import type { PointsExpirySettings } from './settings.ts';
import { counted, pluralOf } from '../../../values/plural.ts';

/** What a countdown carries from one look at the member's points to the next. */
type CountdownState = {
  /** The earliest expiry it was found by. */
  readonly windowFromAt: Instant;
  readonly windowUntilAt: Instant;
  readonly windows?: readonly ExpiryWindow[];
  /** When to look next. */
  readonly lookAt?: Instant;
  /** The last message. */
  readonly sentAt?: Instant;
  /** The last expiry date that was seen, the last that a message named, and all the points that messages named. */
  readonly lastExpiryAt?: Instant;
  readonly toldUntilAt?: Instant;
  readonly toldPoints?: number;
  /** Set once points were seen that lapse without activity: what became of them may be that activity kept them. */
  readonly lapses?: true;
};

const dayMs = 86_400_000;

/** The sweep expires points within a day of their time; this long after, the countdown asks what became of them. */
const settledAfterMs = 2 * dayMs;

/** Points may come in meanwhile that expire soon: nobody sleeps longer than this without looking. */
const lookAgainMs = 7 * dayMs;

/** How far ahead of the longest rung a look sees: until the next look, and the half day by which a rung is early. */
const seenAheadMs = lookAgainMs + dayMs;

/**
 * A countdown to the expiry of a member's points: one for all lots there are, a message at each rung of the ladder that
 * names every amount and date, never two on a day, and silent as soon as nothing is left. Where points lapse without activity,
 * an order or redemption moves their date as a spend takes them away. One look a chapter, so that a
 * member between two rungs carries nothing but what was said.
 *
 * Message: `points-expiring` (daysBefore, lastCall, the coupon, and the points that expire, read when it leaves).
 */
export const pointsExpiry: MemberLifecycle<PointsExpirySettings> = {
  code: 'points-expiry',
  trigger: { kind: 'sweep' },
  listensTo: [],

  async story(context, settings, input) {
    const before = readCountdown(input);
    if (before.lookAt !== undefined) await context.sleepUntil(before.lookAt);
    const lots = await askLots(context, context.now() + Math.max(...settings.ladderDays) * dayMs + seenAheadMs);
    if (lots.length === 0) return closeCountdown(context, before);

    const windows = gatherWindows(
      before.windows ?? [],
      lots.map((lot) => lot.expiresAt),
      settings.gatherDays,
    );
    const lastExpiryAt = Math.max(...lots.map((lot) => lot.expiresAt));
    const lapses = before.lapses ?? lots.find((lot) => lot.lapses)?.lapses;
    const seen = { ...before, windows, lastExpiryAt, ...(lapses === undefined ? {} : { lapses }) };
    const rung = next(settings, seen, context.now());
    if (rung === undefined || rung.at > context.now()) return lookAgain(context, settings, seen);
    const told = await announce(context, settings, seen, rung, lots);
    return lookAgain(context, settings, told);
  },
};

function next({ ladderDays }: PointsExpirySettings, { windows = [], sentAt }: CountdownState, now: Instant) {
  return nextRung(ladderDays, windows, { now, ...(sentAt === undefined ? {} : { lastAt: sentAt }) });
}

/** The next chapter: at the next rung, when everything seen has expired and is settled, or in a week. */
function lookAgain(context: MemberContext, settings: PointsExpirySettings, countdown: CountdownState): Ending {
  const now = context.now();
  const rungAt = next(settings, countdown, now)?.at ?? Infinity;
  const settledAt = (countdown.lastExpiryAt ?? now) + settledAfterMs;
  const input = { ...countdown, lookAt: Math.min(rungAt, settledAt, now + lookAgainMs) };
  return { kind: 'chapter', input };
}

async function announce(
  context: MemberContext,
  settings: PointsExpirySettings,
  countdown: CountdownState,
  { daysBefore, window }: LadderStep,
  lots: readonly ExpiringLot[],
): Promise<CountdownState> {
  const { windows = [], toldUntilAt = -Infinity, toldPoints = 0 } = countdown;
  const untilAt = namedUntil(settings.ladderDays, windows, context.now());
  const lastCall = daysBefore === Math.min(...settings.ladderDays) && untilAt <= window.untilAt;
  const { variables, gives } = await couponOf(context, settings, daysBefore);
  await context.step({
    kind: 'message',
    name: `notice-${daysBefore}`,
    template: 'points-expiring',
    channel: 'email',
    class: 'service',
    variables: { daysBefore, lastCall, ...variables },
    ...(gives === undefined ? {} : { gives }),
    live: { kind: 'expiringPoints', fromAt: Math.min(...windows.map(({ fromAt }) => fromAt)), untilAt },
    deadlineAt: window.untilAt,
  });
  const added = lots.filter(({ expiresAt }) => expiresAt > toldUntilAt && expiresAt <= untilAt);
  return {
    ...countdown,
    sentAt: context.now(),
    toldUntilAt: Math.max(toldUntilAt, untilAt),
    toldPoints: toldPoints + total(added),
  };
}

/** The coupon that goes with a rung, as the message says it: empty when there is none, or none was given. It is given with it. */
async function couponOf(
  context: MemberContext,
  { coupon: offer, couponDaysBefore, evenIfUntold }: PointsExpirySettings,
  daysBefore: number,
): Promise<{ readonly variables: JsonObject; readonly gives?: PromisedGift }> {
  const none = { couponName: '', couponCode: '', couponUntil: 0, couponMinOrder: 0 };
  if (offer === undefined || daysBefore !== couponDaysBefore) return { variables: none };
  const coupon = { ...none, couponName: offer.name, couponMinOrder: offer.minOrderMinor ?? 0 };
  const gift = { kind: 'coupon', offer, reason: 'Points about to expire' } as const;
  if (!evenIfUntold && context.patched('told-gifts')) {
    return { variables: coupon, gives: { ...gift, tells: { couponCode: 'code', couponUntil: 'expiresAt' } } };
  }
  const given = await context.step({ ...gift, name: 'coupon' });
  if (given.kind !== 'applied') return { variables: none };
  const { code = '', expiresAt = 0 } = given.data ?? {};
  return { variables: { ...coupon, couponCode: code, couponUntil: expiresAt } };
}

/** Nothing is near its end: spent, as a rule; kept by activity; or expired, of which the sweep may not have heard yet. */
async function closeCountdown(context: MemberContext, countdown: CountdownState): Promise<Ending> {
  const { windowFromAt, windowUntilAt, lastExpiryAt = windowUntilAt, toldPoints } = countdown;
  const early = context.now() < lastExpiryAt;
  if (!early) await context.sleepUntil(lastExpiryAt + settledAfterMs);
  const answer = await ask(context, 'points-expired', {
    kind: 'expiredPoints',
    fromAt: windowFromAt,
    untilAt: lastExpiryAt,
  });
  const expired = answer.kind === 'applied' ? Number(answer.data?.total ?? 0) : 0;
  const kept = countdown.lapses ? ', or kept by activity' : '';
  if (early && expired === 0) return end(`nothing left to expire: spent before it could${kept}`);
  if (toldPoints === undefined)
    return end(`found too late for a message: ${counted(expired, 'point', 'points')} expired`);
  const saved = Math.max(0, toldPoints - expired);
  if (expired === 0) return end(`${usedInTime(saved)}${kept}`);
  const rest = saved > 0 ? `, ${counted(saved, 'was', 'were')} used in time${kept}` : '';
  return end(`${counted(expired, 'point', 'points')} expired${rest}`);
}

const usedInTime = (points: number) =>
  pluralOf(points, { one: 'the one point was used in time', other: `all ${points} points were used in time` });

async function askLots(context: MemberContext, untilAt: Instant): Promise<readonly ExpiringLot[]> {
  const answer = await ask(context, 'points-left', { kind: 'expiringPoints', fromAt: context.now(), untilAt });
  return answer.kind === 'applied' ? (answer.data?.lots ?? []) : [];
}

const total = (lots: readonly ExpiringLot[]): number => lots.reduce((sum, { points }) => sum + points, 0);

function readCountdown(input: JsonObject): CountdownState {
  if (!isCountdown(input)) throw new Error('a countdown starts from windowFromAt and windowUntilAt');
  return input;
}

/** The sweep gives the window; whatever else is there, a chapter of this story wrote. */
function isCountdown(input: JsonObject): input is JsonObject & CountdownState {
  return typeof input.windowFromAt === 'number' && typeof input.windowUntilAt === 'number';
}

function end(reason: string): Ending {
  return { kind: 'end', status: 'done', reason };
}
