import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { after, at, day, daysAfter, lawPlan, live, minutes, shown } from './law-plans.ts';
import type { Shop } from './shop.ts';

const start = '2026-11-02T09:00';
const entered = (shop: Shop, id = 'anna') => shop.story(id).filter((line) => line.includes(' enters ('));

describe('law 5, key', () => {
  it('one enrolment for one value of the key, side by side up to insideMax', async () => {
    const told = fc.array(fc.record({ key: fc.constantFrom('A', 'B', 'C', 'D'), offset: minutes(0, 6 * day) }), {
      minLength: 1,
      maxLength: 10,
    });
    const way = fc.constantFrom('refuse', 'restart', 'alongside');
    await fc.assert(
      fc.asyncProperty(told, way, fc.integer({ min: 1, max: 3 }), async (all, whileInside, insideMax) => {
        const file = lawPlan({
          entry: [{ event: 'order.placed', key: 'orderId' }],
          ...{ whileInside, insideMax, reentry: 'never' },
          steps: [{ id: 'stay', wait: '2 days' }],
        });
        const orders = [...all].sort((a, b) => a.offset - b.offset);
        const shop = await live(
          file,
          (one) =>
            orders.forEach(({ key, offset }, place) =>
              one.happens(
                'anna',
                after(start, offset),
                'order.placed',
                { orderId: key },
                { id: `o${String(place).padStart(2, '0')}` },
              ),
            ),
          { joins: '' },
        );
        // What is inside ends at the deadline of its wait, which an event of that instant comes before.
        const inside = new Map<string, number>();
        const been = new Set<string>();
        const expected: string[] = [];
        for (const { key, offset } of orders) {
          const now = at(after(start, offset));
          for (const [one, ends] of inside) if (ends < now) inside.delete(one);
          if (been.has(key)) continue;
          if (whileInside === 'restart') inside.clear();
          else if (inside.size >= insideMax || (whileInside === 'refuse' && inside.size >= insideMax)) continue;
          inside.set(key, daysAfter(now, 2));
          been.add(key);
          expected.push(`${shown(now)} enters (by order.placed, ${key})`);
        }
        expect(entered(shop)).toEqual(expected);
      }),
      { numRuns: 35 },
    );
  });

  it('the same key told again is the same enrolment, also where a newer one ends the older', async () => {
    const file = lawPlan({
      entry: [{ event: 'order.placed', key: 'orderId' }],
      whileInside: 'restart',
      steps: [{ id: 'stay', wait: '2 days' }, { end: 'stayed' }],
    });
    const shop = await live(
      file,
      (one) => {
        for (const time of ['09:00', '10:00'])
          one.happens('anna', `2026-11-02T${time}`, 'order.placed', { orderId: 'A' });
      },
      { joins: '' },
    );
    expect(entered(shop)).toHaveLength(1);
    expect(shop.story('anna').at(-1)).toBe('11-04 09:00 ends done: stayed');
  });
});

describe('law 8, flapping', () => {
  it('a stay that is shorter than `for` is none; too early is taken in when the days are over, if still there', async () => {
    const stays = fc.array(fc.record({ away: minutes(60, 2 * day), stays: minutes(60, 3 * day) }), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(stays, fc.integer({ min: 0, max: 6 }), async (all, afterDays) => {
        const file = lawPlan({
          entry: [{ enters: 'big-spenders', for: '1 day' }],
          reentry: { afterDays },
          steps: [{ id: 'stay', wait: '1 hour' }],
        });
        let now = at(start);
        const spans = all.map(({ away, stays: length }) => {
          const from = now + away * 60_000;
          now = from + length * 60_000;
          return { from, until: now };
        });
        const shop = await live(
          file,
          (one) =>
            spans.forEach(({ from, until }, place) => {
              one.happens('anna', from, 'order.placed', { orderId: `o${place}`, amountMinor: 150_000 });
              one.happens('anna', until, 'order.returned', { orderId: `o${place}` });
            }),
          { joins: '' },
        );
        const expected: string[] = [];
        let free = 0;
        for (const { from, until } of spans) {
          const comes = Math.max(daysAfter(from, 1), free);
          // Who leaves at that instant is not there any more.
          if (comes >= until) continue;
          expected.push(`${shown(comes)} enters (comes into big-spenders)`);
          free = daysAfter(comes + 3_600_000, afterDays);
        }
        expect(entered(shop)).toEqual(expected);
      }),
      { numRuns: 35 },
    );
  });

  it('members who are inside at the launch have not come in', async () => {
    const file = lawPlan({ entry: [{ enters: 'big-spenders' }], steps: [{ id: 'stay', wait: '1 hour' }] });
    const shop = await live(file, undefined, { joins: '', member: { bought: [['2026-10-01', 2000]] } });
    expect(shop.story('anna')).toEqual([]);
  });
});

describe('law 11, budget', () => {
  it('who is inside never runs dry; when it is not enough for one more, nobody comes in', async () => {
    const asked = fc.record({
      points: fc.integer({ min: 60, max: 400 }),
      coupons: fc.integer({ min: 1, max: 6 }),
      members: fc.integer({ min: 1, max: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(
        asked,
        fc.array(minutes(0, 6 * day), { minLength: 1, maxLength: 8 }),
        async (budget, offsets) => {
          const file = lawPlan({
            budget,
            coupons: { c: { name: 'C', percentOff: 5, validDays: 5, worth: 2 } },
            steps: [
              { id: 'first', grant: 30 },
              { id: 'pause', wait: '1 day' },
              { branch: [{ path: 'rich', if: { spent: { atLeast: 100 } }, do: [{ end: 'rich' }] }] },
              { message: 'hello', gives: [{ grant: 30 }, { coupon: 'c' }] },
            ],
          });
          const ids = offsets.map((_, place) => `m${place}`);
          const shop = await live(
            file,
            (one) =>
              ids.forEach((id, place) => {
                if (place % 2 === 0) one.member(id);
                else one.member(id, { bought: [['2026-10-01', 200]] });
                one.happens(id, after(start, offsets[place] ?? 0), 'member.joined', {}, { id: `j${place}` });
              }),
            { joins: '' },
          );
          let given = { points: 0, coupons: 0, members: 0 };
          for (const id of ids) {
            const story = shop.story(id);
            if (story.some((line) => line.includes('does not enter: the budget has no'))) continue;
            const got = {
              points: shop.person(id).ledger.available(shop.stage.now),
              coupons: shop.person(id).ledger.coupons.length,
            };
            // Not one of those inside was refused anything.
            expect(story.join()).not.toContain('refused');
            given = {
              points: given.points + got.points,
              coupons: given.coupons + got.coupons,
              members: given.members + 1,
            };
          }
          expect(given.points).toBeLessThanOrEqual(budget.points);
          expect(given.coupons).toBeLessThanOrEqual(budget.coupons);
          expect(given.members).toBeLessThanOrEqual(budget.members);
          // And nobody was kept out for whom there was enough: the last ones have ended and given back what they did not need.
          const kept = shop.campaigns.get('law')?.spent.reserved;
          expect(kept).toEqual({ points: 0, coupons: 0, messages: 0, worth: 0 });
        },
      ),
      { numRuns: 25 },
    );
  });

  it('with onStep the step is refused with the reason', async () => {
    const file = lawPlan({
      budget: { points: 100, reserve: 'onStep' },
      steps: [
        { id: 'first', grant: 60 },
        { id: 'second', grant: 60 },
        { id: 'third', grant: 40 },
      ],
    });
    expect((await live(file)).story('anna').slice(1, 4)).toEqual([
      '11-02 09:00 first: applied (60 points)',
      '11-02 09:00 second: refused (the budget has no points left)',
      '11-02 09:00 third: applied (40 points)',
    ]);
  });
});

describe('law 14, merge', () => {
  it("the survivor's story of the same key, running or over, stands; else the other's comes over", async () => {
    const sides = fc.record({
      mine: fc.constantFrom('none', 'A', 'over'),
      theirs: fc.constantFrom('none', 'A', 'B'),
      orders: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(sides, minutes(60, 20 * 60), async ({ mine, theirs, orders }, offset) => {
        const file = lawPlan({
          entry: [{ event: 'cart.abandoned', key: 'cartId' }],
          exitOn: [{ event: 'order.placed', reason: 'ordered' }],
          steps: [
            { id: 'pause', wait: '1 day' },
            { id: 'gift', grant: 5 },
          ],
        });
        const shop = await live(
          file,
          (one) => {
            one.member('twin');
            const cart = (id: string, cartId: string, time: string) =>
              one.happens(id, time, 'cart.abandoned', { cartId, amountMinor: 100 }, { id: `${id}-${cartId}` });
            if (mine === 'A') cart('anna', 'A', start);
            if (mine === 'over') cart('anna', theirs === 'B' ? 'B' : 'A', '2026-10-31T09:00');
            if (theirs !== 'none') cart('twin', theirs, start);
            one.at(after(start, offset), () => one.merge('anna', 'twin'));
            if (orders) one.orders('anna', after(start, offset + 15), 5);
          },
          { joins: '', start: '2026-10-31T08:00' },
        );
        const all = [...shop.story('anna'), ...shop.story('twin')];
        const gifts = all.filter((line) => line.includes('gift: applied')).length;
        const isOneStory = mine === 'A' ? theirs === 'A' : mine === 'over';
        const running = (mine === 'A' ? 1 : 0) + (theirs !== 'none' && !isOneStory ? 1 : 0);
        expect(gifts).toBe((mine === 'over' ? 1 : 0) + (orders ? 0 : running));
        const goneWithReason = all.some((line) =>
          line.includes('ends exited: is one person with anna, who is or was here'),
        );
        expect(goneWithReason).toBe(theirs !== 'none' && isOneStory);
      }),
      { numRuns: 25 },
    );
  });

  it('events of both accounts count from the entering on', async () => {
    const file = lawPlan({
      steps: [
        {
          id: 'ordered',
          waitFor: [{ path: 'came', event: 'order.placed' }],
          atMost: '5 days',
          otherwise: [{ end: 'nothing' }],
        },
        { end: 'ordered' },
      ],
    });
    const shop = await live(file, (one) => {
      one.member('twin');
      one.orders('twin', '2026-11-03T09:00', 5);
      one.at('2026-11-04T09:00', () => one.merge('anna', 'twin'));
    });
    expect(shop.story('anna').at(-1)).toBe('11-04 09:00 ends done: ordered');
  });
});

describe('law 15, late', () => {
  it('everything counts by its own time, and what was decided stays decided', async () => {
    await fc.assert(
      fc.asyncProperty(minutes(-2 * day, 5 * day), minutes(0, 6 * day), async (offset, delay) => {
        const file = lawPlan({
          exitOn: [{ event: 'order.returned', reason: 'sent back' }],
          steps: [
            {
              id: 'ordered',
              waitFor: [{ path: 'came', event: 'order.placed' }],
              atMost: '3 days',
              otherwise: [{ end: 'nothing' }],
            },
            { branch: [{ path: 'ever', if: { orders: { atLeast: 1 } }, do: [{ end: 'ordered' }] }] },
          ],
        });
        const orderAt = after(start, offset);
        const shop = await live(
          file,
          (one) => {
            one.orders('anna', orderAt, 5, {}, after(orderAt, delay));
            one.happens(
              'anna',
              after(start, -30),
              'order.returned',
              { orderId: 'other' },
              { arrives: after(start, 60) },
            );
          },
          { start: '2026-10-30T08:00' },
        );
        const heard = at(after(orderAt, delay));
        const deadline = daysAfter(at(start), 3);
        const isInTime = offset >= 0 && at(orderAt) <= deadline && heard <= deadline;
        const says = isInTime
          ? `${shown(Math.max(heard, at(start)))} ends done: ordered`
          : `${shown(deadline)} ends done: nothing`;
        expect(shop.story('anna').at(-1)).toBe(says);
      }),
      { numRuns: 35 },
    );
  });
});

describe('law 21, late entry', () => {
  it('who enters by an event is in from its own time; waits count from now; an old event brings nobody in', async () => {
    await fc.assert(
      fc.asyncProperty(minutes(15, 3 * day), minutes(-2 * day, 4 * day), async (delay, offset) => {
        const file = lawPlan({
          entry: [{ event: 'cart.abandoned', key: 'cartId' }],
          exitOn: [{ event: 'order.placed', same: 'cartId', reason: 'has ordered the cart' }],
          steps: [{ id: 'pause', wait: '2 hours' }, { end: 'went on' }],
        });
        const [left, heard] = [at(start), at(after(start, delay))];
        const orderAt = at(after(start, offset));
        const shop = await live(
          file,
          (one) => {
            one.happens('anna', left, 'cart.abandoned', { cartId: 'A', amountMinor: 900 }, { arrives: heard });
            one.orders('anna', after(start, offset), 9, { cartId: 'A' });
          },
          { joins: '', start: '2026-10-30T08:00' },
        );
        const isOld = daysAfter(left, 1) < heard;
        if (isOld) {
          expect(shop.story('anna')).toEqual([]);
          return;
        }
        const over = heard + 2 * 3_600_000;
        const isOut = orderAt >= left && orderAt <= over;
        const ends = isOut
          ? `${shown(Math.max(orderAt, heard))} ends exited: has ordered the cart`
          : `${shown(over)} ends done: went on`;
        expect(shop.story('anna').at(-1)).toBe(ends);
      }),
      { numRuns: 35 },
    );
  });
});

describe('the days that a campaign runs', () => {
  const runs = { from: '2026-11-03', until: '2026-11-05', then: 'leave' };
  const file = lawPlan({ runs, entry: [{ event: 'member.joined' }, { launch: 'audience' }], audience: { reachable: 'email' }, steps: [{ id: 'stay', wait: '9 days' }] });

  it('take in from the first on, the launch too, and let go when the last is over', async () => {
    const shop = await live(file, (one) => {
      one.member('ben', { consents: [] });
      one.at('2026-11-02T12:00', () => one.person('ben').consents.add('email'));
      one.happens('ben', '2026-11-02T13:00', 'member.joined');
      one.happens('ben', '2026-11-05T23:00', 'member.joined');
      one.happens('ben', '2026-11-06T00:00', 'member.joined');
    }, { joins: '' });
    const comings = (id: string) => shop.story(id).filter((line) => !line.includes('stay: '));
    expect(comings('anna')).toEqual(['11-03 00:00 enters (at launch)', '11-06 00:00 ends exited: the campaign is over']);
    expect(comings('ben')).toEqual([
      '11-02 13:00 does not enter: the campaign has not begun',
      '11-03 00:00 enters (at launch)',
      '11-05 23:00 does not enter: is inside already',
      '11-06 00:00 does not enter: the campaign is over',
      '11-06 00:00 ends exited: the campaign is over',
    ]);
  });
});
