import type { CouponOffer } from '../../../modules/coupons/rules.ts';
import type { Instant } from '../../../values/instant.ts';
import type { JsonObject, JsonValue } from '../../../values/json.ts';
import type { EventPattern } from '../../engine/event-pattern.ts';
import type { Ending, MemberEvent } from '../../engine/story.ts';
import { ask, type MemberContext, type MemberLifecycle } from '../../steps.ts';
import { localDaysFrom } from '../local-days.ts';
import type { CheckInStreakSettings } from './settings.ts';
import { counted } from '../../../values/plural.ts';

/** A chapter: from one check-in to the next. */
interface Run {
  /** Days of the streak. */
  readonly streak: number;
  /** Points of the check-in that began the chapter. */
  readonly points: number;
  readonly nextPoints: number;
  readonly losesAt: Instant;
  readonly remindAt: Instant | null;
  /** The streak's latest milestone that was celebrated. */
  readonly celebrated: number;
}

/** Where the member stands, asked when a day is about to end. */
interface Standing extends Run {
  readonly repairable: { readonly streak: number; readonly untilAt: Instant } | null;
  readonly cards: number;
}

const checkedIn: EventPattern = { type: 'checkin.done' };

const repaired: EventPattern = { type: 'checkin.repaired' };

const travelled: EventPattern = { type: 'member.updated', where: { zone: true } };

const dayMs = 86_400_000;

/** A congratulation that comes later than this is none. */
const celebrateWithinMs = 2 * dayMs;

/**
 * From the first check-in on: a message at each milestone, a reminder in the evening of the last day that keeps the streak,
 * a word when it was lost, with the card that brings it back. It ends when no check-in comes for some weeks. A chapter goes
 * from one check-in to the next, so a streak of years carries no more than one of a day.
 *
 * Messages: `milestone`, `streak-reminder`, `streak-lost`.
 */
export const checkInStreak: MemberLifecycle<CheckInStreakSettings> = {
  code: 'check-in-streak',
  trigger: { kind: 'event', pattern: checkedIn },
  listensTo: [checkedIn.type, repaired.type, travelled.type],

  async story(context, settings, input) {
    const run = readRun(input) ?? (await askStanding(context));
    if (!run) return end('skipped', 'there is no check-in to follow');
    const celebrated = await celebrate(context, settings, run);

    if (run.remindAt !== null && run.streak >= settings.remindFromDays) {
      const news = await context.waitFor([checkedIn, repaired, travelled], run.remindAt);
      if (news && news.type !== travelled.type) return goOn(news, celebrated);
      const standing = await askStanding(context);
      if (standing && (news || hasMoved(run, standing, context.now()))) return chapter(standing, celebrated);
      await remind(context, run);
    }
    const inTime = await context.waitFor([checkedIn, repaired], run.losesAt);
    if (inTime) return goOn(inTime, celebrated);

    const lost = await askStanding(context);
    if (lost && lost.losesAt > run.losesAt) return chapter(lost, celebrated);
    if (run.streak >= settings.remindFromDays) await tellOfLoss(context, run, lost);

    const back = await context.waitFor([checkedIn, repaired], await endOf(context, settings, run));
    if (back) return goOn(back, celebrated);
    return end('done', `no check-in for ${inDays(settings.endAfterDays)} after a streak of ${inDays(run.streak)}`);
  },
};

/** A streak is lost as a day ends, and so the story ends with a day, too, whatever the clocks did in between. */
async function endOf(context: MemberContext, settings: CheckInStreakSettings, { losesAt }: Run): Promise<Instant> {
  const days = settings.endAfterDays;
  return context.patched('end-days')
    ? localDaysFrom(context, 'end-at', { fromAt: losesAt, days })
    : losesAt + days * dayMs;
}

/** The milestone that has been celebrated by now; 0 when the streak has none yet. */
async function celebrate(context: MemberContext, settings: CheckInStreakSettings, run: Run): Promise<number> {
  // A streak that began anew has its milestones before it.
  const celebrated = run.streak < run.celebrated ? 0 : run.celebrated;
  if (!settings.milestoneDays.includes(run.streak) || run.streak === celebrated) return celebrated;
  const coupon = await giveCoupon(context, settings.milestoneCoupon, run.streak);
  await context.step({
    kind: 'message',
    name: 'milestone',
    template: 'milestone',
    channel: 'email',
    class: 'service',
    variables: { streak: run.streak, points: run.points, nextPoints: run.nextPoints, ...coupon },
    deadlineAt: context.now() + celebrateWithinMs,
  });
  return run.streak;
}

async function giveCoupon(context: MemberContext, offer: CouponOffer | undefined, streak: number): Promise<JsonObject> {
  const none = { couponName: '', couponCode: '', couponExpiresAt: null };
  if (!offer) return none;
  const reason = `Checked in ${inDays(streak)} in a row`;
  const given = await context.step({ kind: 'coupon', name: 'milestone-coupon', offer, reason });
  if (given.kind !== 'applied') return none;
  return {
    couponName: offer.name,
    couponCode: given.data?.code ?? '',
    couponExpiresAt: given.data?.expiresAt ?? null,
  };
}

async function remind(context: MemberContext, { streak, nextPoints, losesAt }: Run): Promise<void> {
  await context.step({
    kind: 'message',
    name: 'streak-reminder',
    template: 'streak-reminder',
    channel: 'email',
    class: 'service',
    variables: { streak, nextDay: streak + 1, nextPoints },
    onlyIf: { kind: 'streakStands', streak },
    deadlineAt: losesAt,
    afterPause: 'skip',
  });
}

async function tellOfLoss(context: MemberContext, { streak }: Run, standing: Standing | undefined): Promise<void> {
  const offer = standing && standing.cards > 0 ? standing.repairable : null;
  await context.step({
    kind: 'message',
    name: 'streak-lost',
    template: 'streak-lost',
    channel: 'email',
    class: 'service',
    variables: { streak, canRepair: offer !== null, repairUntilAt: offer?.untilAt ?? null },
    onlyIf: { kind: 'streakLost', streak },
    deadlineAt: offer?.untilAt ?? context.now() + celebrateWithinMs,
    afterPause: 'skip',
  });
}

/** The member checked in, or came into another zone, while the story was on its way. */
function hasMoved(run: Run, standing: Standing, now: Instant): boolean {
  return standing.losesAt !== run.losesAt || (standing.remindAt ?? now) > now;
}

async function askStanding(context: MemberContext): Promise<Standing | undefined> {
  const answer = await ask(context, 'streak', { kind: 'checkInStreak' });
  if (answer.kind !== 'applied' || !answer.data) return undefined;
  const run = readRun(answer.data);
  const { repairable = null, cards = 0 } = answer.data;
  return run && { ...run, repairable, cards, celebrated: 0 };
}

/** What a chapter starts from: what the check-in said, or the standing that was asked for. */
function readRun(data: JsonObject): Run | undefined {
  const { streak, losesAt, remindAt, points, nextPoints, next, celebrated } = data;
  if (typeof streak !== 'number' || typeof losesAt !== 'number') return undefined;
  return {
    streak,
    losesAt,
    remindAt: typeof remindAt === 'number' ? remindAt : null,
    points: numberOr0(points),
    nextPoints: numberOr0(nextPoints ?? (next as JsonObject | undefined)?.points),
    celebrated: numberOr0(celebrated),
  };
}

function goOn({ data }: MemberEvent, celebrated: number): Ending {
  const run = readRun(data);
  if (!run) throw new Error('a check-in came without its streak: no campaign counted it');
  return chapter(run, celebrated);
}

function chapter({ streak, points, nextPoints, losesAt, remindAt }: Run, celebrated: number): Ending {
  return { kind: 'chapter', input: { streak, points, nextPoints, losesAt, remindAt, celebrated } };
}

function numberOr0(value: JsonValue | undefined): number {
  return typeof value === 'number' ? value : 0;
}

const inDays = (count: number) => counted(count, 'day', 'days');

function end(status: 'done' | 'skipped', reason: string): Ending {
  return { kind: 'end', status, reason };
}
