import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointsForOrder } from '../../programme/rules-earning.ts';
import type { Programme } from '../../programme/rules.ts';
import { type DecisionContext, emptyPlan, type Plan, type Standing } from './context.ts';
import { decide } from './decide.ts';
import type { Fact } from './facts.ts';
import { pointsOfKept } from './kept-points.ts';

const x = (numerator: number, denominator = 1) => ({ numerator, denominator });
const programme = {
  ...{ zone: 'Europe/London', currency: 'GBP', pendingDays: 0, expiry: { kind: 'never' } },
  tiers: [{ code: 'base', name: 'Base', multiplier: x(1) }],
  earning: {
    ...{ points: 1, perMinor: 100, maxMultiplier: x(5) },
    steps: [
      { aboveMinor: 30_000, multiplier: x(3, 2) },
      { aboveMinor: 50_000, multiplier: x(2) },
    ],
    calendar: [{ kind: 'weekend', multiplier: x(6, 5) }],
  },
} as unknown as Programme;

/** Something told of an order, with its own time. */
interface Told {
  readonly id: string;
  readonly type: 'order.placed' | 'order.amended' | 'order.returned' | 'order.cancelled';
  readonly orderId: string;
  readonly minute: number;
  readonly amountMinor?: number;
}

const noon = Date.UTC(2026, 4, 1, 12);
const factOf = ({ id, type, orderId, minute, amountMinor }: Told): Fact =>
  ({
    ...{ id, type, orderId, memberId: 'anna', at: new Date(noon + minute * 60_000), contentHash: id },
    ...(amountMinor === undefined ? {} : { amountMinor }),
  }) as Fact;

/** Where Anna's orders are decided on, one event after the other. */
class Desk {
  readonly plan: Plan = emptyPlan();
  readonly #anna: Standing = {
    ...{ id: '1', externalId: 'anna', status: 'ACTIVE', was: null, joinedAt: null, tier: 'base' },
    ...{ ordersCount: 0, spentMinor: 0, lastOrderAt: null, birthMonth: null, profile: null, profileCompletedAt: null },
    ...{ orders: new Map(), turn: 0 },
  };
  readonly #context: DecisionContext = {
    ...{ programme, now: new Date(noon + 400 * 24 * 3_600_000), createsMembers: false, plan: this.plan },
    ...{ members: new Map([['anna', this.#anna]]), orders: new Map(), events: new Map(), coupons: new Map() },
    ...{ paidKeys: new Set(), codes: new Map(), lookalikes: new Set(), newIds: [] },
  };

  tell(told: Told) {
    return decide(this.#context, factOf(told));
  }

  get anna() {
    return this.#anna;
  }

  /** What the ledger would hold, and that no earn gives back more than it gave. */
  points(): number {
    const earned = new Map<string, number>();
    for (const { earn } of this.plan.events) if (earn) earned.set(earn.key, earn.points);
    for (const { key, points } of this.plan.raises) earned.set(key, points);
    const taken = new Map<string, number>();
    for (const { earnKey, totalPoints } of this.plan.clawbacks) {
      expect(totalPoints).toBeGreaterThan(taken.get(earnKey) ?? 0);
      expect(totalPoints).toBeLessThanOrEqual(earned.get(earnKey) ?? 0);
      taken.set(earnKey, totalPoints);
    }
    const sum = (values: Iterable<number>) => [...values].reduce((total, each) => total + each, 0);
    return sum(earned.values()) - sum(taken.values());
  }
}

const amount = fc.oneof(fc.integer({ min: 0, max: 90_000 }), fc.constantFrom(0, 30_000, 30_001, 50_000));

/** An order and what becomes of it, each by its own time, in the order in which it happened: nothing comes back that was not there. */
const history = (orderId: string) =>
  fc
    .record({
      placed: amount,
      placedAt: fc.integer({ min: 0, max: 3 * 24 * 60 }),
      deeds: fc.array(fc.record({ amends: fc.boolean(), amount, share: fc.integer({ min: 1, max: 100 }) }), {
        maxLength: 6,
      }),
      cancels: fc.boolean(),
    })
    .map(({ placed, placedAt, deeds, cancels }): Told[] => {
      const told: Told[] = [
        { id: `${orderId}-0`, type: 'order.placed', orderId, minute: placedAt, amountMinor: placed },
      ];
      let [now, returned] = [placed, 0];
      for (const [place, deed] of deeds.entries()) {
        const base = { id: `${orderId}-${place + 1}`, orderId, minute: placedAt + place + 1 };
        const left = Math.max(0, now - returned);
        const back = Math.floor((left * deed.share) / 100);
        if (deed.amends) {
          now = deed.amount;
          told.push({ ...base, type: 'order.amended', amountMinor: now });
        } else if (back > 0) {
          returned += back;
          told.push({ ...base, type: 'order.returned', amountMinor: back });
        }
      }
      if (cancels) told.push({ id: `${orderId}-99`, type: 'order.cancelled', orderId, minute: placedAt + 50 });
      return told;
    });

/** The points that orders should have brought, reckoned from how they stand in the end and nothing else. */
function pointsOfStanding(histories: readonly (readonly Told[])[]): number {
  return histories.reduce((sum, told) => {
    const placed = told.find(({ type }) => type === 'order.placed');
    if (!placed || told.some(({ type }) => type === 'order.cancelled')) return sum;
    const amended = told.filter(({ type }) => type === 'order.amended').at(-1);
    const returned = told
      .filter(({ type }) => type === 'order.returned')
      .reduce((all, each) => all + (each.amountMinor ?? 0), 0);
    const kept = Math.max(0, (amended ?? placed).amountMinor! - returned);
    const placedAt = new Date(noon + placed.minute * 60_000);
    return sum + pointsForOrder(programme, { amountMinor: kept, placedAt }, { tier: 'base' });
  }, 0);
}

describe('law: points are those of the orders as they stand', () => {
  it('in any order of arrival, with whatever is refused sent again and anything sent twice', () => {
    const world = fc.tuple(history('a'), history('b')).chain((histories) =>
      fc.record({
        histories: fc.constant(histories),
        arrivals: fc.shuffledSubarray(histories.flat(), { minLength: histories.flat().length }),
        again: fc.array(fc.nat(), { maxLength: 6 }),
      }),
    );
    fc.assert(
      fc.property(world, ({ histories, arrivals, again }) => {
        const desk = new Desk();
        let waiting = [...arrivals, ...again.map((place) => arrivals[place % arrivals.length]!)];
        // A shop sends what was refused again; what can't be taken then never will be.
        for (let round = 0; round <= arrivals.length && waiting.length > 0; round += 1) {
          waiting = waiting.filter((told) => desk.tell(told).kind === 'refused');
        }
        // A return of an order that is cancelled is refused for ever, and makes no difference.
        const cancelled = histories.filter((told) => told.some(({ type }) => type === 'order.cancelled'));
        expect(waiting.filter(({ orderId }) => !cancelled.some((told) => told[0]!.orderId === orderId))).toEqual([]);
        expect(desk.points()).toBe(pointsOfStanding(histories));
        const kept = [...desk.anna.orders.values()].map(({ amountMinor, returnedMinor }) =>
          Math.max(0, amountMinor - returnedMinor),
        );
        expect(desk.anna.spentMinor).toBe(kept.reduce((sum, each) => sum + each, 0));
        expect(desk.anna.ordersCount).toBe(kept.filter((each) => each > 0).length);
      }),
      { numRuns: 2_000 },
    );
  });

  it('many part returns are one', () => {
    const cut = fc.record({
      placed: fc.integer({ min: 1, max: 90_000 }),
      amended: fc.option(amount, { nil: undefined }),
      shares: fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 8 }),
    });
    fc.assert(
      fc.property(cut, ({ placed, amended, shares }) => {
        const begin = (): Desk => {
          const desk = new Desk();
          desk.tell({ id: 'p', type: 'order.placed', orderId: 'a', minute: 0, amountMinor: placed });
          if (amended !== undefined)
            desk.tell({ id: 'x', type: 'order.amended', orderId: 'a', minute: 1, amountMinor: amended });
          return desk;
        };
        const [many, one] = [begin(), begin()];
        let [left, back] = [amended ?? placed, 0];
        for (const [place, share] of shares.entries()) {
          const part = Math.floor((left * share) / 100);
          if (part === 0) continue;
          many.tell({ id: `r${place}`, type: 'order.returned', orderId: 'a', minute: 2, amountMinor: part });
          [left, back] = [left - part, back + part];
        }
        if (back > 0) one.tell({ id: 'r', type: 'order.returned', orderId: 'a', minute: 2, amountMinor: back });
        expect(many.points()).toBe(one.points());
        expect(many.anna.spentMinor).toBe(one.anna.spentMinor);
      }),
    );
  });
});

describe('an order that is amended to more over and over', () => {
  const told = (minute: number, amountMinor: number): Told => ({
    ...{ id: `x${minute}`, type: minute === 0 ? 'order.placed' : 'order.amended', orderId: 'a', minute, amountMinor },
  });

  it('is refused after a hundred times, and what it was given until then stands', () => {
    const desk = new Desk();
    const kinds = Array.from({ length: 102 }, (_, minute) => desk.tell(told(minute, 1_000 + 100 * minute)).kind);
    expect(kinds.filter((kind) => kind === 'accepted')).toHaveLength(100);
    expect(desk.tell(told(200, 90_000))).toMatchObject({ kind: 'refused', code: 'ORDER_CONFLICT' });
    expect(desk.points()).toBe(10 + 99);
    // Less is taken all the same.
    expect(desk.tell(told(201, 500)).kind).toBe('accepted');
    expect(desk.points()).toBe(5);
  });
});

describe('the points of what is kept of an order', () => {
  it.each([
    ['as placed', { placedMinor: 40_000, points: 450, exactPoints: null }, 40_000, 450],
    ['nothing', { placedMinor: 40_000, points: 450, exactPoints: null }, 0, 0],
    ['half, below the step', { placedMinor: 40_000, points: 450, exactPoints: null }, 20_000, 200],
    ['amended to more, above the step', { placedMinor: 20_000, points: 200, exactPoints: null }, 40_000, 450],
    ['doubled on member day, amended to more', { placedMinor: 20_000, points: 400, exactPoints: null }, 40_000, 900],
    ['too little for a point, and more now', { placedMinor: 50, points: 0, exactPoints: '50/100' }, 10_000, 100],
    ['placed for nothing, and something now', { placedMinor: 0, points: 0, exactPoints: 'each 2/100' }, 40_000, 900],
    ['nobody noted what it would bring', { placedMinor: 0, points: 0, exactPoints: null }, 40_000, undefined],
  ])('%s', (_, placed, keptMinor, points) => {
    const { earning } = programme;
    expect(pointsOfKept({ steps: earning.steps.slice(0, 1) }, placed, keptMinor)).toBe(points);
  });
});
