import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointsOfDay, type StreakRules } from '../../modules/check-ins/rules.ts';
import { addDays, endOfLocalDay, localDay } from '../../values/calendar.ts';
import type { JsonObject } from '../../values/json.ts';
import { lifecycleCodes, type LifecycleCode } from './codes.ts';
import type { OnboardingGiftSettings } from './onboarding-gift/settings.ts';
import { lifecycleForms } from './forms.ts';
import { type SamplePoints, samplePoints } from './sample-points.ts';
import { type MessageSample, sampleDay } from './sample-values.ts';
import { sampleMessage } from './samples.ts';
import { resolveMoney } from './settings-money.ts';
import { segmentFor } from './win-back/rules.ts';
import type { WinBackSettings } from './win-back/settings.ts';

const runs = { numRuns: 150 };
const days = (max = 60) => fc.integer({ min: 1, max });
const points = fc.constantFrom(0, 1, 100, 1_240, 5_000);
const money = fc.constantFrom(0, 1, 20, 500);
const offer = fc.record({ name: fc.constant('Ten off'), percentOff: fc.constant(10), validDays: days() });
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

const rung = fc.oneof(
  fc.record({ offer: fc.constant('reminder') }),
  fc.record({ offer: fc.constant('coupon'), coupon: offer }),
  fc.record({ offer: fc.constant('points'), points: fc.constantFrom(1, 300, 5_000), expiresInDays: days() }),
);
const ladder = fc
  .array(rung, { maxLength: 4 })
  .map((rungs) => rungs.map((each, place) => ({ ...each, afterDays: place * 7 })));
const segment = fc.record({
  ...{ spentFrom: maybe(money), spentBelow: maybe(money), ordersFrom: maybe(fc.constantFrom(1, 5)) },
  ...{ averageOrderBelow: maybe(money), pointsFrom: maybe(points), pointsBelow: maybe(points), ladder },
});

/** Settings as a marketer may write them: those that are refused are left out. */
const written: Readonly<Record<LifecycleCode, fc.Arbitrary<object>>> = {
  'onboarding-gift': fc.record({
    ...{ giftPoints: points, giftExpiresInDays: maybe(days()), giftCoupon: maybe(offer), profilePoints: points },
    ...{ activation: fc.constantFrom('atOnce', 'memberCentre', 'firstOrder'), firstOrderPoints: points },
    remindGiftDaysBefore: maybe(days(20)),
  }),
  'check-in-streak': fc.record({
    ...{
      dayPoints: fc.array(points, { minLength: 1, maxLength: 7 }),
      afterLastDay: fc.constantFrom('restart', 'continue'),
    },
    bonuses: fc.array(fc.record({ day: days(10), points }), { maxLength: 3 }),
    ...{ milestoneDays: fc.uniqueArray(days(40), { maxLength: 3 }), milestoneCoupon: maybe(offer) },
    ...{ remindFromDays: days(10), repairCardsPerMonth: fc.nat(2), repairWithinDays: fc.nat(3) },
  }),
  'referral-reward': fc.record({
    ...{ friendPoints: points, referrerPoints: points, friendCoupon: maybe(offer), referrerCoupon: maybe(offer) },
    ...{ paysOn: fc.constantFrom('registration', 'first-order', 'order-above'), minOrder: money },
    ...{ orderWithinDays: days(), returnWindowDays: fc.nat(30) },
  }),
  'points-expiry': fc.record({
    ladderDays: fc.constantFrom([30, 7, 1], [1], [14, 2]),
    coupon: maybe(offer),
    couponDaysBefore: fc.constantFrom(1, 7, 2),
  }),
  'win-back': fc.record({
    ...{ inactiveDays: days(90), balance: fc.constantFrom('any', 'positive', 'none'), ladder },
    segments: fc
      .array(segment, { maxLength: 3 })
      .map((all) => all.map((each, place) => ({ ...each, name: `S${place}` }))),
  }),
};

const moments = fc.record({
  now: fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
  zone: fc.constantFrom('Europe/London', 'America/New_York', 'Asia/Shanghai', 'Pacific/Auckland'),
});

interface Sampled {
  readonly template: string;
  readonly settings: JsonObject;
  readonly sample: MessageSample;
  readonly said: MessageSample['variables'];
  readonly reader: SamplePoints;
  readonly dayAfter: (days: number) => number;
  readonly endsADay: (at: number) => boolean;
}

/** Looks at every message of a lifecycle, as it would be previewed under any settings and on any day. */
function everySample(code: LifecycleCode, look: (sampled: Sampled) => void): void {
  const form = lifecycleForms[code];
  fc.assert(
    fc.property(written[code], moments, (raw, { now, zone }) => {
      const given = Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined));
      const parsed = form.settings.safeParse(JSON.parse(JSON.stringify(given)));
      fc.pre(parsed.success);
      const settings = resolveMoney(parsed.data, 'GBP', () => expect.unreachable());
      for (const template of Object.keys(form.messages)) {
        const sample = sampleMessage(code, template, settings, sampleDay(now, zone));
        if (sample === undefined) throw new Error(`${template} has no sample`);
        const reader = samplePoints(code, template, settings, sample.variables);
        const dayAfter = (count: number) => endOfLocalDay(addDays(localDay(now, zone), count), zone).getTime();
        const endsADay = (at: number) => endOfLocalDay(localDay(new Date(at), zone), zone).getTime() === at;
        look({ template, settings, sample, said: sample.variables, reader, dayAfter, endsADay });
      }
    }),
    runs,
  );
}

describe.each(lifecycleCodes)('what a preview of %s says can be true together', (code) => {
  it('nobody has fewer points than they were given, or than they are about to lose', () => {
    everySample(code, ({ reader: { points: has, given = 0, expiring = 0 } }) => {
      expect(given).toBeGreaterThanOrEqual(0);
      expect(has).toBeGreaterThanOrEqual(Math.max(given, expiring));
    });
  });

  it('what expires is told with the points that do, and with them alone', () => {
    everySample(code, ({ sample, reader }) => {
      expect(sample.expiringWithinDays !== undefined).toBe((reader.expiring ?? 0) > 0);
    });
  });

  it('a coupon that has a code has a name, and ends with a day', () => {
    everySample(code, ({ said, settings, endsADay }) => {
      const until = said.couponUntil ?? said.couponExpiresAt;
      if (typeof said.couponCode !== 'string' || said.couponCode === '') return expect(until || null).toBeNull();
      expect(said.couponName ?? said.coupon).not.toBe('');
      if (until === undefined) return;
      expect(endsADay(Number(until)), JSON.stringify(settings)).toBe(true);
    });
  });
});

describe('what a preview says of one lifecycle', () => {
  it('of a gift: a newcomer has what has been given, and loses no more than that', () => {
    everySample('onboarding-gift', ({ template, settings, said, reader }) => {
      const { giftPoints } = settings as unknown as OnboardingGiftSettings;
      if (template === 'welcome') expect(reader.points).toBe(said.giftWaitsFor === null ? giftPoints : 0);
      if (template === 'gift-given') expect(reader.points).toBe(giftPoints);
      if (template === 'gift-points-expiring' && giftPoints > 0)
        expect(reader.expiring).toBeLessThanOrEqual(giftPoints);
    });
  });

  it('of a streak: its days, and what the next one brings by the table and the bonuses', () => {
    everySample('check-in-streak', ({ template, settings, said, reader, dayAfter }) => {
      const rules = settings as unknown as StreakRules & { milestoneDays: number[]; remindFromDays: number };
      const { streak, nextDay } = said as { streak: number; nextDay: number };
      const brings = (day: number) => pointsOfDay(rules, day).points;
      if (template === 'milestone') {
        if (rules.milestoneDays.length > 0) expect(rules.milestoneDays).toContain(streak);
        expect(said).toMatchObject({ points: brings(streak), nextPoints: brings(streak + 1) });
        expect(reader.points).toBeGreaterThanOrEqual(brings(streak));
      }
      if (template === 'streak-reminder') expect([nextDay, said.nextPoints]).toEqual([streak + 1, brings(streak + 1)]);
      if (template !== 'milestone') expect(streak).toBeGreaterThanOrEqual(rules.remindFromDays);
      // The reader learns of the loss on the day after it, the first of those in which a card can be used.
      if (said.canRepair === true) expect(said.repairUntilAt).toBe(dayAfter(rules.repairWithinDays - 1));
    });
  });

  it('of who is won back: they are where the campaign looks for them, and in the segment it names', () => {
    everySample('win-back', ({ template, settings, said, reader: { points: has, given = 0 } }) => {
      const { segments, balance, inactiveDays, ladder: others } = settings as unknown as WinBackSettings;
      const isOffered = [others, ...segments.map((each) => each.ladder)]
        .flat()
        .some(({ offer: kind }) => template === `win-back-${kind}`);
      const before = has - given;
      expect(said.daysAway).toBeGreaterThanOrEqual(inactiveDays);
      const bounds = segments.flatMap(({ spentFrom = 0, spentBelow = 0, averageOrderBelow = 0 }) => [
        spentFrom,
        spentBelow,
        averageOrderBelow,
      ]);
      const edges = segments.flatMap(({ ordersFrom = 1 }) => [ordersFrom - 1, ordersFrom]);
      const countsOfOrders = [1, 2, 5, 7, ...edges].filter((orders) => orders >= 1);
      const spends = [
        ...[0, 1, 1e12],
        ...bounds.flatMap((edge) => [edge - 1, edge, ...countsOfOrders.flatMap((n) => [edge * n, (edge - 1) * n])]),
      ].filter((spent) => spent >= 0);
      const isOf = (figures: number) =>
        countsOfOrders.some((orders) =>
          spends.some(
            (spentMinor) =>
              (segmentFor(segments, { orders, spentMinor, points: figures })?.name ?? '') === said.segment,
          ),
        );
      const possible = [0, 1, 99, 100, 1_239, 1_240, 4_999, 5_000, 9_999]
        .filter((figures) => (balance === 'positive' ? figures > 0 : balance === 'none' ? figures === 0 : true))
        .some(isOf);
      // A segment that nobody can be in is written to nobody.
      if (!isOffered || !possible) return;
      if (balance === 'positive') expect(before).toBeGreaterThan(0);
      if (balance === 'none') expect(before).toBe(0);
      expect(isOf(before), `${before} points and the segment "${said.segment as string}"`).toBe(true);
    });
  });
});
