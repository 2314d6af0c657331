import { describe, expect, it } from 'vitest';
import { day, hour, lifeOf, type Performer, VirtualCohort } from '../../test/support/virtual-cohort.ts';
import { pointsExpiry } from './points-expiry.ts';

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
function countDown({ left = [[0, 500]], untilAt = expiresAt, foundAt = 10 * day }: Purse = {}): VirtualCohort {
  const leftAt = (at: number) => left.findLast(([fromDay]) => fromDay * day <= at)?.[1] ?? 0;
  const performer: Performer = ({ step, at }) => {
    if (step.kind !== 'ask') return { kind: 'done', outcome: { kind: 'applied' } };
    const total = step.question.kind === 'expiredPoints' ? leftAt(untilAt) : leftAt(at);
    return { kind: 'done', outcome: { kind: 'applied', data: { total, lots: [] } } };
  };
  const play = { story: pointsExpiry.story as never, settings, exitOn: [] };
  const input = { windowFromAt: expiresAt, windowUntilAt: untilAt };
  return new VirtualCohort(play, [lifeOf('1', { startedAt: foundAt, input })], performer);
}

async function whole(purse?: Purse): Promise<VirtualCohort> {
  return (await countDown(purse).at(purse?.foundAt ?? 10 * day)).onTimeUntil(100 * day);
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
    const untilAt = expiresAt + 5 * day;
    const message = (await whole({ untilAt })).steps.find(({ step }) => step.kind === 'message')?.step;
    expect(message).toMatchObject({
      live: { kind: 'expiringPoints', fromAt: expiresAt, untilAt },
      deadlineAt: untilAt,
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
    expect(cohort.endings[0]?.at).toBe(33 * day + 12 * hour - 1);
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
    expect(cohort.lives()).toMatchObject([
      { chapter: 2, journal: [], input: { windowFromAt: expiresAt, sentDays: 30, toldPoints: 500 } },
    ]);
  });

  it('fails with a reason when it is started without a window', async () => {
    const play = { story: pointsExpiry.story as never, settings, exitOn: [] };
    const cohort = await new VirtualCohort(play, [lifeOf('1')]).at(0);
    expect(reason(cohort)).toMatch(/windowFromAt and windowUntilAt/);
  });
});
