import { describe, expect, it } from 'vitest';
import { day, hour, enrolmentOf, type Performer, VirtualCohort } from '../../../test/support/virtual-cohort.ts';
import { windowEnd } from './rules.ts';
import { pointsExpiry } from './story.ts';

const settings = { ladderDays: [30, 7, 3, 1], gatherDays: 7 };
/** Points expire as day 40 ends. */
const expiresAt = 41 * day - 1;

interface Purse {
  /** Points left, by the day from which on. */
  readonly left?: readonly (readonly [fromDay: number, points: number])[];
  readonly untilAt?: number;
  readonly foundAt?: number;
}

/** A countdown that the sweep starts at `foundAt`; what is left when the points expire, expires. */
function countDown(
  { left = [[0, 500]], untilAt = expiresAt, foundAt = 10 * day }: Purse = {},
  given: object = settings,
): VirtualCohort {
  const leftAt = (at: number) => left.findLast(([fromDay]) => fromDay * day <= at)?.[1] ?? 0;
  const performer: Performer = ({ step, at }) => {
    if (step.kind !== 'ask') return { kind: 'done', outcome: { kind: 'applied' } };
    const total = step.question.kind === 'expiredPoints' ? leftAt(untilAt) : leftAt(at);
    const lots = total === 0 || at > untilAt ? [] : [{ points: total, expiresAt: untilAt }];
    return { kind: 'done', outcome: { kind: 'applied', data: { total, lots } } };
  };
  const play = { story: pointsExpiry.story as never, settings: given, exitOn: [] };
  const input = { windowFromAt: Math.min(expiresAt, untilAt), windowUntilAt: untilAt };
  return new VirtualCohort(play, [enrolmentOf('1', { startedAt: foundAt, input })], performer);
}

async function whole(purse?: Purse, given?: object): Promise<VirtualCohort> {
  return (await countDown(purse, given).at(purse?.foundAt ?? 10 * day)).onTimeUntil(100 * day);
}

const mails = (cohort: VirtualCohort) =>
  cohort.steps.flatMap(({ step, at }) =>
    step.kind === 'message' ? [`day ${Math.floor(at / day)}: ${step.name}`] : [],
  );
const reason = ({ endings: [ending] }: VirtualCohort) => ending?.reason;

describe('points-expiry countdown', () => {
  it('writes 30, 7, 3 and 1 days before the points expire, by daylight', async () => {
    const cohort = await whole();
    expect(mails(cohort)).toEqual(['day 10: notice-30', 'day 33: notice-7', 'day 37: notice-3', 'day 39: notice-1']);
    expect(cohort.steps.find(({ step }) => step.name === 'notice-7')?.at).toBe(33 * day + 12 * hour - 1);
  });

  it('has its text computed when the message leaves, and dropped when the points are gone', async () => {
    const message = (await whole()).steps.find(({ step }) => step.kind === 'message')?.step;
    expect(message).toMatchObject({
      live: { kind: 'expiringPoints', fromAt: expiresAt, untilAt: windowEnd(expiresAt, 7) },
      deadlineAt: windowEnd(expiresAt, 7),
      variables: { daysBefore: 30, lastCall: false },
    });
  });

  it('says that the last rung is the last call', async () => {
    const last = (await whole()).steps.findLast(({ step }) => step.kind === 'message')?.step;
    expect(last).toMatchObject({ variables: { daysBefore: 1, lastCall: true } });
  });

  it('falls silent once everything is spent', async () => {
    const cohort = await whole({
      left: [
        [0, 500],
        [20, 0],
      ],
    });
    expect(mails(cohort)).toEqual(['day 10: notice-30']);
    expect(reason(cohort)).toBe('nothing left to expire: spent before it could');
    expect(cohort.endings[0]?.at).toBe(24 * day + 12 * hour - 1);
  });

  it.each<[string, NonNullable<Purse['left']>, string]>([
    ['all of it', [[0, 500]], '500 points expired'],
    [
      'a part',
      [
        [0, 500],
        [36, 120],
      ],
      '120 points expired, 380 were used in time',
    ],
    [
      'nothing',
      [
        [0, 500],
        [40, 0],
      ],
      'all 500 points were used in time',
    ],
  ])('ends by saying what became of the points: %s expired', async (_, left, expected) => {
    const cohort = await whole({ left });
    expect(reason(cohort)).toBe(expected);
    expect(cohort.endings[0]).toMatchObject({ status: 'done', at: expiresAt + 2 * day });
  });

  it('passes over the rungs that lie behind when it starts late', async () => {
    expect(mails(await whole({ foundAt: 30 * day }))).toEqual([
      'day 33: notice-7',
      'day 37: notice-3',
      'day 39: notice-1',
    ]);
  });

  it('says so when the points were found too late for any message', async () => {
    expect(reason(await whole({ foundAt: 40 * day + 18 * hour }))).toBe(
      'found too late for a message: 500 points expired',
    );
  });

  it('carries nothing between two rungs but what was said', async () => {
    const cohort = await countDown().at(20 * day);
    expect(cohort.states()).toMatchObject([
      {
        chapter: 4,
        results: [],
        input: { windowFromAt: expiresAt, sentAt: 10 * day + 12 * hour - 1, toldPoints: 500 },
      },
    ]);
  });

  it('is one countdown for all lots, and names them together when their rungs meet', async () => {
    const dates = [expiresAt, expiresAt + 3 * day, expiresAt + 23 * day];
    const performer: Performer = ({ step, at }) => {
      if (step.kind !== 'ask') return { kind: 'done', outcome: { kind: 'applied' } };
      const { fromAt, untilAt } = step.question as { fromAt: number; untilAt: number };
      const expired = step.question.kind === 'expiredPoints';
      const lots = dates
        .filter((date) => (expired ? date < at : date > at) && date >= fromAt && date <= untilAt)
        .map((date) => ({ points: 100, expiresAt: date }));
      return { kind: 'done', outcome: { kind: 'applied', data: { total: lots.length * 100, lots } } };
    };
    const play = { story: pointsExpiry.story as never, settings, exitOn: [] };
    const input = { windowFromAt: expiresAt, windowUntilAt: expiresAt };
    const cohort = await (
      await new VirtualCohort(play, [enrolmentOf('1', { startedAt: 8 * day, input })], performer).at(8 * day)
    ).onTimeUntil(100 * day);
    expect(mails(cohort)).toEqual([
      ...['day 10: notice-30', 'day 33: notice-7', 'day 37: notice-3', 'day 39: notice-1'],
      ...['day 56: notice-7', 'day 60: notice-3', 'day 62: notice-1'],
    ]);
    const named = cohort.steps.flatMap(({ step }) => (step.kind === 'message' ? [step.live?.untilAt] : []));
    expect(named.slice(0, 2)).toEqual([windowEnd(expiresAt, 7), windowEnd(expiresAt + 23 * day, 7)]);
    expect(reason(cohort)).toBe('300 points expired');
  });

  describe('where points lapse without activity', () => {
    /** 500 points that lapse as day 40 ends; activity on a day moves that by 60 days and leaves them, or so many of them, there. */
    async function lapsing(activity?: { readonly on: number; readonly left: number }): Promise<VirtualCohort> {
      const after = (at: number) => activity !== undefined && at >= activity.on * day;
      const endsAt = (at: number) => (after(at) ? (activity!.on + 61) * day - 1 : expiresAt);
      const performer: Performer = ({ step, at }) => {
        if (step.kind !== 'ask') return { kind: 'done', outcome: { kind: 'applied' } };
        const { kind, fromAt, untilAt } = step.question as { kind: string; fromAt: number; untilAt: number };
        const points = after(at) ? activity!.left : 500;
        const near = endsAt(at) >= fromAt && endsAt(at) <= untilAt;
        const lots = near && endsAt(at) > at ? [{ points, expiresAt: endsAt(at), lapses: true as const }] : [];
        const total = kind === 'expiredPoints' ? (near && endsAt(at) <= at ? points : 0) : points;
        return { kind: 'done', outcome: { kind: 'applied', data: { total, lots } } };
      };
      const play = { story: pointsExpiry.story as never, settings, exitOn: [] };
      const input = { windowFromAt: expiresAt, windowUntilAt: windowEnd(expiresAt, 7) };
      const cohort = new VirtualCohort(play, [enrolmentOf('1', { startedAt: 10 * day, input })], performer);
      return (await cohort.at(10 * day)).onTimeUntil(200 * day);
    }

    it('counts down to that day, and says how many lapsed', async () => {
      const cohort = await lapsing();
      expect(mails(cohort)).toEqual(['day 10: notice-30', 'day 33: notice-7', 'day 37: notice-3', 'day 39: notice-1']);
      expect(reason(cohort)).toBe('500 points expired');
    });

    it('falls silent when an order has moved the day, which is far ahead', async () => {
      const cohort = await lapsing({ on: 34, left: 700 });
      expect(mails(cohort)).toEqual(['day 10: notice-30', 'day 33: notice-7']);
      expect(reason(cohort)).toBe('nothing left to expire: spent before it could, or kept by activity');
      expect(cohort.endings[0]?.at).toBe(37 * day + 12 * hour - 1);
    });

    it('says that they were used or kept when that happened in the last hours', async () => {
      const cohort = await lapsing({ on: 40, left: 500 });
      expect(mails(cohort)).toHaveLength(4);
      expect(reason(cohort)).toBe('all 500 points were used in time, or kept by activity');
    });
  });

  it('brings the coupon with the message of its rung, and with no other', async () => {
    const coupon = { name: 'Double points', benefit: { kind: 'percentOff', percent: 10 }, validDays: 7 } as const;
    const cohort = await whole({}, { ...settings, coupon, couponDaysBefore: 3 });
    const gives = ({ step }: (typeof cohort.steps)[number]) =>
      step.kind === 'message' && [step.gives].flat()[0]?.kind === 'coupon';
    const given = cohort.steps.filter(gives).map(({ at }) => Math.floor(at / day));
    expect(given).toEqual([37]);
    const always = await whole({}, { ...settings, coupon, couponDaysBefore: 3, evenIfUntold: true });
    expect(always.steps.filter(({ step }) => step.kind === 'coupon').map(({ at }) => Math.floor(at / day))).toEqual([
      37,
    ]);
    const names = cohort.steps.flatMap(({ step }) => (step.kind === 'message' ? [step.variables?.couponName] : []));
    expect(names).toEqual(['', '', 'Double points', '']);
  });

  it('is blocked with a reason when it is started without a window', async () => {
    const play = { story: pointsExpiry.story as never, settings, exitOn: [] };
    const cohort = await new VirtualCohort(play, [enrolmentOf('1')]).at(0);
    expect(cohort.blocks[0]?.blocked?.reason).toMatch(/windowFromAt and windowUntilAt/);
  });
});
