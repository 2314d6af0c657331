import { nextRung } from '../../domain/expiry-ladder.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Ending, Instant, Life, Lifecycle, Question } from '../lifecycle.ts';

export interface PointsExpirySettings {
  /** Days before the expiry at which a message goes out. */
  readonly ladderDays: readonly number[];
  /** Points that expire within these days of the first belong to one countdown; the sweep gathers them. */
  readonly gatherDays: number;
}

/** What a countdown starts from: the earliest and the latest expiry it is about, and from the second chapter what was said. */
interface Countdown {
  readonly windowFromAt: Instant;
  readonly windowUntilAt: Instant;
  readonly sentDays?: number;
  readonly toldPoints?: number;
}

/** The sweep expires points within a day of their time; this long after, the countdown asks what became of them. */
const settledAfterMs = 2 * 86_400_000;

/**
 * A countdown to the expiry of a member's points, a message at each rung of the ladder: exact when it leaves, silent as
 * soon as nothing is left. One rung a chapter, so that a member between two rungs carries nothing but what was said.
 *
 * Message: `points-expiring` (daysBefore, lastCall, and the points that expire, read when it leaves).
 */
export const pointsExpiry: Lifecycle<PointsExpirySettings> = {
  code: 'points-expiry',
  trigger: { kind: 'sweep' },
  listensTo: [],

  async story(life, { ladderDays }, input) {
    const countdown = readCountdown(input);
    const { windowFromAt: expiresAt, sentDays } = countdown;
    const rung = nextRung(ladderDays, { expiresAt, now: life.now(), ...(sentDays === undefined ? {} : { sentDays }) });
    if (!rung) return closeCountdown(life, countdown);

    await life.sleepUntil(rung.at);
    const left = await askPoints(life, 'expiringPoints', countdown);
    if (left === 0) return closeEarly(life, countdown);

    await announce(life, countdown, rung.daysBefore, rung.daysBefore === Math.min(...ladderDays));
    const toldPoints = countdown.toldPoints ?? left;
    return { kind: 'chapter', input: { ...countdown, sentDays: rung.daysBefore, toldPoints } };
  },
};

async function announce(life: Life, window: Countdown, daysBefore: number, lastCall: boolean): Promise<void> {
  await life.step({
    kind: 'message',
    name: `notice-${daysBefore}`,
    template: 'points-expiring',
    channel: 'email',
    class: 'service',
    variables: { daysBefore, lastCall },
    live: { kind: 'expiringPoints', fromAt: window.windowFromAt, untilAt: window.windowUntilAt },
    deadlineAt: window.windowUntilAt,
  });
}

/** Nothing is left at a rung: spent, as a rule; expired, when the rung comes late. */
async function closeEarly(life: Life, countdown: Countdown): Promise<Ending> {
  const expired = await askPoints(life, 'expiredPoints', countdown);
  return end(expired === 0 ? 'nothing left to expire: spent before it could' : `${expired} points expired`);
}

async function closeCountdown(life: Life, countdown: Countdown): Promise<Ending> {
  await life.sleepUntil(countdown.windowUntilAt + settledAfterMs);
  const expired = await askPoints(life, 'expiredPoints', countdown);
  if (countdown.toldPoints === undefined) return end(`found too late for a message: ${expired} points expired`);
  const saved = Math.max(0, countdown.toldPoints - expired);
  if (expired === 0) return end(`all ${saved} points were used in time`);
  return end(`${expired} points expired${saved > 0 ? `, ${saved} were used in time` : ''}`);
}

async function askPoints(life: Life, kind: 'expiringPoints' | 'expiredPoints', window: Countdown): Promise<number> {
  const question: Question = { kind, fromAt: window.windowFromAt, untilAt: window.windowUntilAt };
  const answer = await life.step({
    kind: 'ask',
    name: kind === 'expiringPoints' ? 'points-left' : 'points-expired',
    question,
  });
  return answer.kind === 'applied' ? Number(answer.data?.total ?? 0) : 0;
}

function readCountdown(input: JsonObject): Countdown {
  const countdown = input as unknown as Countdown;
  if (typeof countdown.windowFromAt !== 'number' || typeof countdown.windowUntilAt !== 'number') {
    throw new Error('a countdown starts from windowFromAt and windowUntilAt');
  }
  return countdown;
}

function end(reason: string): Ending {
  return { kind: 'end', status: 'done', reason };
}
