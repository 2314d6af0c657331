import { describe, expect, it } from 'vitest';
import {
  day,
  hour,
  enrolmentOf,
  type Performer,
  VirtualCohort,
  signalOf,
} from '../../../test/support/virtual-cohort.ts';
import type { Outcome } from '../../engine/story.ts';
import type { WinBackSettings } from './settings.ts';
import { winBack } from './story.ts';

const coupon = { name: '10% off', benefit: { kind: 'percentOff', percent: 10 }, validDays: 14 } as const;
const settings: WinBackSettings = {
  inactiveDays: 30,
  inactiveDaysMax: 365,
  balance: 'any',
  atHour: 10,
  ladder: [
    { afterDays: 0, offer: 'reminder' },
    { afterDays: 7, offer: 'coupon', coupon },
    { afterDays: 21, offer: 'points', points: 100, expiresInDays: 14 },
  ],
  segments: [
    {
      name: 'best customers',
      spentFrom: 50_000,
      ladder: [
        { afterDays: 0, offer: 'reminder' },
        { afterDays: 3, offer: 'points', points: 500, expiresInDays: 30 },
      ],
    },
  ],
  endAfterDays: 45,
};

/** A member who is found on day 100, away since day 60. */
const foundAt = 100 * day;
const cutoffAt = 70 * day;

interface Away {
  readonly with?: Partial<WinBackSettings>;
  /** Day of the last order that is on record, by the day from which on it is. */
  readonly ordered?: readonly (readonly [knownFromDay: number, orderedOnDay: number])[];
  readonly spentMinor?: number;
  readonly points?: number;
  /** What comes of a step of this name instead. */
  readonly but?: Readonly<Record<string, Outcome>>;
  readonly heldOut?: boolean;
}

/** A member as the sweep enrols one; the shop's days begin at 0 o'clock UTC. */
async function found({ spentMinor = 9_000, points = 0, ordered = [[0, 60]], but = {}, ...more }: Away = {}) {
  const performer: Performer = ({ step, at }) => {
    const done = (outcome: Outcome) => ({ kind: 'done' as const, outcome });
    if (step.kind === 'ask') {
      if (step.question.kind === 'localTimes') {
        const { days, hour: atHour = 0 } = step.question;
        return done({ kind: 'applied', data: { at: days.map((count) => foundAt + count * day + atHour * hour) } });
      }
      const lastOrderAt = (ordered.findLast(([from]) => from * day <= at)?.[1] ?? 0) * day;
      // The shopper's calendar counts a day that has begun: one more than whole days of 24 hours since their order.
      const lastOrderDaysAgo = Math.ceil((at - lastOrderAt) / day);
      return done({ kind: 'applied', data: { orders: 3, spentMinor, points, lastOrderAt, lastOrderDaysAgo } });
    }
    if (more.heldOut) return done({ kind: 'skipped', reason: 'held out' });
    const data =
      step.kind === 'coupon' ? { couponId: '1', code: 'ABCD', expiresAt: at + 14 * day } : { expiresAt: at + 14 * day };
    return done(but[step.name] ?? { kind: 'applied', data });
  };
  const play = { story: winBack.story as never, settings: { ...settings, ...more.with }, exitOn: [] };
  return new VirtualCohort(play, [enrolmentOf('1', { startedAt: foundAt, input: { cutoffAt } })], performer).at(
    foundAt,
  );
}

/** An order: placed on one day, heard of on the same or a later one. */
const order = (placedOn: number) => signalOf({ type: 'order.placed', at: placedOn * day, data: {} });

/** What the member got, and on which day since being found; a gift that a message promises comes with it. */
const got = ({ steps }: VirtualCohort) =>
  steps
    .filter(({ step }) => step.kind !== 'ask')
    .flatMap(({ step, at }) => {
      const names =
        step.kind === 'message' && step.gives
          ? [...[step.gives].flat().map(({ kind }) => kind), step.name]
          : [step.name];
      return names.map((name) => `day ${Math.floor((at - foundAt) / day)}: ${name}`);
    });
const endOf = ({ endings: [ending] }: VirtualCohort) =>
  ending && `day ${Math.floor((ending.at - foundAt) / day)}, ${ending.status}: ${ending.reason}`;

describe('win-back', () => {
  it('reminds, then sends a coupon, then points, and gives up in the end', async () => {
    const cohort = await (await found()).onTimeUntil(200 * day);
    expect(got(cohort)).toEqual([
      'day 0: reminder-message',
      'day 7: coupon',
      'day 7: coupon-message',
      'day 21: points',
      'day 21: points-message',
    ]);
    expect(endOf(cohort)).toBe('day 45, done: no order within 45 days');
  });

  it('makes no offer that leaves after an order, whether its story has heard of the order or not', async () => {
    const { steps } = await (await found()).onTimeUntil(200 * day);
    const asked = steps.flatMap(({ step }) => (step.kind === 'message' ? [step.onlyIf] : []));
    expect(asked).toEqual(Array.from({ length: 3 }, () => ({ kind: 'noOrderSince', at: cutoffAt })));
  });

  it("makes its offers at the hour it is told, so that an order in the member's night still stops them", async () => {
    const cohort = await found();
    expect(got(cohort)).toEqual([]);
    await cohort.at(foundAt + 9 * hour, [signalOf({ type: 'order.placed', at: foundAt + 9 * hour, data: {} })]);
    expect(got(await cohort.onTimeUntil(200 * day))).toEqual([]);
    expect(endOf(cohort)).toBe('day 0, exited: came back without an offer');
  });

  it.each([
    ['the reminder', 104, 'day 4, exited: came back after the reminder', 1],
    ['the coupon, in the middle of two weeks of waiting', 115, 'day 15, exited: came back after the coupon', 3],
    ['the points', 140, 'day 40, exited: came back after the points', 5],
  ])('stops the moment an order comes after %s', async (_, orderedOn, ending, steps) => {
    const cohort = await (await found()).onTimeUntil(orderedOn * day);
    await cohort.at(orderedOn * day, [order(orderedOn)]);
    await cohort.onTimeUntil(300 * day);
    expect(endOf(cohort)).toBe(ending);
    expect(got(cohort)).toHaveLength(steps);
  });

  it('gives with a message what it promises, and tells with the coupon what is needed to use it', async () => {
    const cohort = await (await found()).onTimeUntil(110 * day);
    expect(cohort.steps.at(-1)?.step).toMatchObject({
      ...{ kind: 'message', class: 'marketing', deadlineAt: foundAt + 21 * day + 10 * hour },
      variables: { couponName: '10% off', couponCode: '', daysAway: 48, segment: '', lastCall: false },
      gives: { kind: 'coupon', offer: coupon, tells: { couponCode: 'code', couponUntil: 'expiresAt' } },
    });
  });

  it('gives it before the message, evenIfUntold', async () => {
    const cohort = await (await found({ with: { evenIfUntold: true } })).onTimeUntil(110 * day);
    const [given, told] = cohort.steps.slice(-2).map(({ step }) => step);
    expect(given).toMatchObject({ kind: 'coupon', offer: coupon });
    expect(told).toMatchObject({
      class: 'marketing',
      variables: { couponName: '10% off', couponCode: 'ABCD', daysAway: 48, segment: '', lastCall: false },
      deadlineAt: foundAt + 21 * day + 10 * hour,
    });
    expect(told?.kind === 'message' && told.variables?.couponUntil).toBe(foundAt + 21 * day + 10 * hour);
  });

  it('says until when the points can be spent', async () => {
    const promised = await (await found()).onTimeUntil(200 * day);
    expect(promised.steps.findLast(({ step }) => step.kind === 'message')?.step).toMatchObject({
      gives: { kind: 'points', points: 100, expiresInDays: 14, tells: { pointsUntil: 'expiresAt' } },
    });
    const cohort = await (await found({ with: { evenIfUntold: true } })).onTimeUntil(200 * day);
    expect(cohort.steps.findLast(({ step }) => step.kind === 'message')?.step).toMatchObject({
      variables: { points: 100, pointsUntil: foundAt + 35 * day + 10 * hour, lastCall: true },
    });
  });

  it('gives whoever spent more a ladder of their own', async () => {
    const cohort = await (await found({ spentMinor: 50_000 })).onTimeUntil(200 * day);
    expect(got(cohort)).toEqual(['day 0: reminder-message', 'day 3: points', 'day 3: points-message']);
    expect(cohort.steps.find(({ step }) => step.name === 'points-message')?.step).toMatchObject({
      gives: { points: 500, expiresInDays: 30 },
    });
    expect(cohort.steps.at(-1)?.step).not.toHaveProperty('code');
  });

  it.each([
    ['positive', 0, 'has no points to spend any more'],
    ['none', 10, 'has points to spend by now'],
  ] as const)('lets go, for "%s", whose balance is %i by now', async (balance, points, reason) => {
    const cohort = await found({ with: { balance }, points });
    expect(endOf(cohort)).toBe(`day 0, skipped: ${reason}`);
  });
});

describe('win-back and orders that are heard of late', () => {
  it('lets go of a member whose order was on its way while the sweep was looking', async () => {
    const cohort = await found({ ordered: [[0, 95]] });
    expect(endOf(cohort)).toBe('day 0, skipped: had ordered already: the order arrived late');
  });

  it('looks again before each offer: an order counts before its event has come', async () => {
    const cohort = await found({
      ordered: [
        [0, 60],
        [105, 105],
      ],
    });
    await cohort.onTimeUntil(200 * day);
    expect(got(cohort)).toEqual(['day 0: reminder-message']);
    expect(endOf(cohort)).toBe('day 7, exited: came back after the reminder');
  });

  it('ends for an order placed before it began, and keeps what was given from counting as its work', async () => {
    const cohort = await (await found()).onTimeUntil(110 * day);
    await cohort.at(110 * day, [order(90)]);
    expect(endOf(cohort)).toBe('day 7, exited: had ordered already: the order arrived late');
  });

  it('goes by the time of the order, not by when it was heard of', async () => {
    const cohort = await (await found()).onTimeUntil(110 * day);
    await cohort.at(110 * day, [order(105)]);
    expect(endOf(cohort)).toBe('day 7, exited: came back after the reminder');
  });

  it('goes on through any number of orders of long ago', async () => {
    const cohort = await (
      await found()
    ).at(
      103 * day,
      Array.from({ length: 90 }, (_, place) => order(place / 2)),
    );
    await cohort.at(
      104 * day,
      Array.from({ length: 90 }, (_, place) => order(place / 2)),
    );
    expect(got(await cohort.onTimeUntil(110 * day))).toHaveLength(3);
    await cohort.at(110 * day, [order(110)]);
    expect(endOf(cohort)).toBe('day 10, exited: came back after the coupon');
  });
});

describe('win-back where something is refused', () => {
  const refused: Outcome = { kind: 'refused', code: 'NO_CONSENT', reason: 'has not agreed to marketing' };

  it('ends with a member who may not be written to, before anything is given', async () => {
    const cohort = await (await found({ but: { 'reminder-message': refused } })).onTimeUntil(200 * day);
    expect(endOf(cohort)).toBe('day 0, suppressed: has not agreed to marketing');
    expect(got(cohort)).toHaveLength(1);
  });

  it('lets go of who is in no segment when nothing is offered to others, until the days of re-entry are over', async () => {
    const cohort = await found({ with: { ladder: [] } });
    expect(got(cohort)).toEqual([]);
    expect(endOf(cohort)).toBe('day 0, done: in no segment, and nothing is offered to others');
  });

  it('passes over what can not be given, and does not speak of it', async () => {
    const cohort = await (
      await found({ but: { coupon: refused }, with: { evenIfUntold: true } })
    ).onTimeUntil(200 * day);
    expect(got(cohort)).toEqual([
      'day 0: reminder-message',
      'day 7: coupon',
      'day 21: points',
      'day 21: points-message',
    ]);
  });

  it('waits for a member who is held out as for any other, and says that nothing was offered', async () => {
    const cohort = await (await found({ heldOut: true })).onTimeUntil(130 * day);
    await cohort.at(130 * day, [order(130)]);
    expect(endOf(cohort)).toBe('day 30, exited: came back without an offer');
  });

  it('carries next to nothing through a long wait', async () => {
    const cohort = await (await found()).onTimeUntil(110 * day);
    expect(cohort.states()).toMatchObject([{ chapter: 4, results: [], input: { rung: 2 } }]);
    expect(JSON.stringify(cohort.states()).length).toBeLessThan(800);
  });

  it('is blocked with a reason when it is started without what the sweep found', async () => {
    const play = { story: winBack.story as never, settings, exitOn: [] };
    const cohort = await new VirtualCohort(play, [enrolmentOf('1')]).at(0);
    expect(cohort.blocks[0]?.blocked?.reason).toMatch(/starts from cutoffAt/);
  });
});
