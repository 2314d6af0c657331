import { describe, expect, it } from 'vitest';
import {
  emptyBook,
  type StreakBook,
  streakStanding,
  takeCheckIn,
  useRepairCard,
} from '../../../modules/check-ins/rules.ts';
import { shippedRules } from '../../../test/support/streak-rules.ts';
import {
  day,
  hour,
  enrolmentOf,
  type Performer,
  VirtualCohort,
  signalOf,
} from '../../../test/support/virtual-cohort.ts';
import { daysLater } from '../../../values/calendar.ts';
import type { JsonObject } from '../../../values/json.ts';
import type { EnrolmentSignal } from '../../engine/protocol.ts';
import type { CheckInStreakSettings } from './settings.ts';
import { checkInStreak } from './story.ts';

const defaults: CheckInStreakSettings = {
  ...shippedRules,
  remindFromDays: 2,
  milestoneDays: [7, 30, 100, 365],
  endAfterDays: 30,
};

/** A member who checks in, with the rules and the diary that intake has. */
class Member {
  book: StreakBook = emptyBook;
  resultsMost = 0;
  readonly cohort: VirtualCohort;
  private readonly settings: CheckInStreakSettings;

  constructor(
    settings: Partial<CheckInStreakSettings> = {},
    private readonly zone = 'UTC',
  ) {
    this.settings = { ...defaults, ...settings };
    this.checkIn(9 * hour);
    const performer: Performer = ({ step }, now) => {
      if (step.kind === 'coupon') {
        return {
          kind: 'done',
          outcome: { kind: 'applied', data: { couponId: '1', code: 'K7Q2', expiresAt: now + day } },
        };
      }
      if (step.kind === 'ask' && step.question.kind === 'localTimes') {
        const { fromAt, days } = step.question;
        const at = days.map((count) => daysLater(fromAt, count, this.zone));
        return { kind: 'done', outcome: { kind: 'applied', data: { at } } };
      }
      const data = step.kind === 'ask' ? this.standing(now) : {};
      return { kind: 'done', outcome: { kind: 'applied', data } };
    };
    const play = { story: checkInStreak.story as never, settings: this.settings, exitOn: [] };
    this.cohort = new VirtualCohort(play, [enrolmentOf('1', { startedAt: 9 * hour })], performer);
  }

  /** Comes on these days at nine, and lives until the evening of the last one. */
  async comesOn(...days: number[]): Promise<this> {
    for (const on of days) {
      await this.cohort.onTimeUntil(on * day + 9 * hour);
      await this.hears(on * day + 9 * hour, 'checkin.done', this.checkIn(on * day + 9 * hour));
    }
    return this;
  }

  async usesCard(at: number): Promise<this> {
    await this.cohort.onTimeUntil(at);
    const repair = useRepairCard(this.book, this.settings, { at, now: at, zone: this.zone });
    if (repair.kind !== 'repaired') return expect.unreachable(repair.kind);
    this.book = repair.book;
    return this.hears(at, 'checkin.repaired', this.standing(at));
  }

  async livesUntil(on: number): Promise<this> {
    await this.cohort.onTimeUntil(on * day);
    return this;
  }

  mails(): string[] {
    return this.cohort.steps.flatMap(({ step, at }) => {
      if (step.kind !== 'message') return [];
      const { streak, canRepair } = step.variables ?? {};
      const offer = canRepair === true ? ', with a card' : '';
      return [`day ${Math.floor(at / day)} at ${(at % day) / hour}: ${step.name} (${Number(streak)}${offer})`];
    });
  }

  checkIn(at: number): JsonObject {
    const taken = takeCheckIn(this.book, this.settings, { at, now: at, zone: this.zone });
    if (taken.kind !== 'counted') return expect.unreachable(taken.kind);
    this.book = taken.book;
    return { ...this.standing(at), points: taken.entry.points };
  }

  private standing(at: number): JsonObject {
    const standing = streakStanding(this.book, this.settings, { at, zone: this.zone, quietHours: null });
    return { ...standing, streak: this.book.days.at(-1)?.streak ?? 0 };
  }

  private async hears(at: number, type: string, data: JsonObject): Promise<this> {
    const wake: EnrolmentSignal = signalOf({ type, at, data });
    await this.cohort.at(at, [wake]);
    for (const { results } of this.cohort.states()) this.resultsMost = Math.max(this.resultsMost, results.length);
    return this;
  }
}

const daysUpTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe('the check-in streak', () => {
  it('says nothing while the member comes every day, but at milestones', async () => {
    const member = new Member();
    await member.comesOn(...daysUpTo(30));
    expect(member.mails()).toEqual(['day 6 at 9: milestone (7)', 'day 29 at 9: milestone (30)']);
  });

  it('reminds in the evening, only who has not checked in and has a streak to lose', async () => {
    const member = new Member();
    await member.livesUntil(2);
    expect(member.mails()).toEqual([]);
    const loyal = new Member();
    await (await loyal.comesOn(1, 2)).livesUntil(3.9);
    expect(loyal.mails()).toEqual(['day 3 at 20: streak-reminder (3)']);
  });

  it('asks that its words still hold when they leave: the streak stands, or was not brought back', async () => {
    const member = new Member();
    await (await member.comesOn(1, 2)).livesUntil(5);
    const asked = member.cohort.steps.flatMap(({ step }) =>
      step.kind === 'message' ? [[step.name, step.onlyIf]] : [],
    );
    expect(asked).toEqual([
      ['streak-reminder', { kind: 'streakStands', streak: 3 }],
      ['streak-lost', { kind: 'streakLost', streak: 3 }],
    ]);
  });

  it('goes on when the reminder has helped', async () => {
    const member = await new Member().comesOn(1, 2);
    await member.livesUntil(3.9);
    await member.cohort.at(3 * day + 22 * hour, [
      signalOf({ type: 'checkin.done', at: 3 * day + 22 * hour, data: member.checkIn(3 * day + 22 * hour) }),
    ]);
    await member.livesUntil(4.5);
    expect(member.mails()).toHaveLength(1);
    expect(member.cohort.states()).toMatchObject([{ input: { streak: 4 } }]);
  });

  it('reminds on the last day of the grace, not before', async () => {
    const member = await new Member({ graceDays: 1 }).comesOn(1, 2);
    await member.livesUntil(4.9);
    expect(member.mails()).toEqual(['day 4 at 20: streak-reminder (3)']);
  });

  it('tells of the loss with the card that repairs it', async () => {
    const member = await new Member().comesOn(1, 2);
    await member.livesUntil(5);
    expect(member.mails().at(-1)).toBe('day 4 at 0: streak-lost (3, with a card)');
    await (await member.usesCard(4 * day + 10 * hour)).comesOn(...[4, 5, 6, 7].map((on) => on + 0.1));
    expect(member.mails().at(-1)).toBe(`day 7 at ${9 + 2.4}: milestone (7)`);
  });

  it('ends as a day of the member ends, though the clocks went forward since the streak was lost', async () => {
    // New York put its clocks forward on 26 April 1970, day 115.
    const member = new Member({ endAfterDays: 120 }, 'America/New_York');
    await member.livesUntil(200);
    const [ending] = member.cohort.endings;
    expect(new Date(ending?.at ?? 0).toISOString()).toBe('1970-05-03T04:00:00.000Z');
    expect(ending?.reason).toBe('no check-in for 120 days after a streak of 1 day');
  });

  it('offers no card to whoever has none', async () => {
    const member = await new Member({ repairCardsPerMonth: 0 }).comesOn(1, 2);
    await member.livesUntil(5);
    expect(member.mails().at(-1)).toBe('day 4 at 0: streak-lost (3)');
  });

  it('gives the coupon of a milestone, its code in the message', async () => {
    const milestoneCoupon = { name: '5 off', benefit: { kind: 'amountOff', amountMinor: 500 }, validDays: 30 } as const;
    const member = await new Member({ milestoneCoupon }).comesOn(...daysUpTo(6));
    const last = member.cohort.steps.at(-1)?.step;
    expect(last).toMatchObject({
      name: 'milestone',
      variables: { points: 30, couponName: '5 off', couponCode: 'K7Q2' },
    });
  });

  it('celebrates a milestone again in a new streak, and not twice in one', async () => {
    const member = await new Member({ repairCardsPerMonth: 2 }).comesOn(...daysUpTo(6));
    await member.usesCard(8 * day + 8 * hour);
    expect(member.mails().filter((mail) => mail.includes('milestone'))).toHaveLength(1);
    await (await member.livesUntil(15)).comesOn(15, 16, 17, 18, 19, 20, 21);
    expect(member.mails().filter((mail) => mail.includes('milestone'))).toHaveLength(2);
  });

  it('ends when no check-in comes for some weeks, and says so', async () => {
    const member = await new Member().comesOn(1, 2);
    await member.livesUntil(60);
    expect(member.cohort.endings).toMatchObject([
      { status: 'done', reason: 'no check-in for 30 days after a streak of 3 days', at: 34 * day },
    ]);
  });

  it('stays cheap for years: a chapter carries a day, and another worker may take over any time', async () => {
    const member = new Member();
    for (const on of daysUpTo(3 * 365)) {
      await member.comesOn(on);
      if (on % 100 === 0) member.cohort.moveOn();
    }
    expect(member.resultsMost).toBeLessThanOrEqual(5);
    // What it has seen has a bound of its own.
    const carried = member.cohort.states().map((enrolment) => ({ ...enrolment, seen: [] }));
    expect(JSON.stringify(carried).length).toBeLessThan(500);
    expect(member.cohort.states()).toMatchObject([{ input: { streak: 3 * 365 + 1 } }]);
    expect(member.mails()).toHaveLength(4);
  });
});
