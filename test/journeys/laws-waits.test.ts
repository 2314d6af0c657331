import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { opensAt } from '../../modules/programme/rules-quiet-hours.ts';
import { after, at, day, daysAfter, lawPlan, live, minutes, shown, zone } from './law-plans.ts';
import { setting } from './journeys.ts';

const joined = '2026-11-02T09:00';
const order = { event: 'order.placed' };

describe('law 1, since', () => {
  it('an event of before the wait counts from where `since` says', async () => {
    await fc.assert(
      fc.asyncProperty(minutes(15, 9 * day), fc.constantFrom('entry', 'here', 'first'), async (offset, since) => {
        const file = lawPlan({
          steps: [
            { id: 'before', wait: '1 day' },
            { id: 'first', tag: 'vip' },
            { id: 'pause', wait: '2 days' },
            {
              id: 'ordered',
              waitFor: [{ path: 'came', ...order }],
              since,
              atMost: '4 days',
              otherwise: [{ end: 'nothing' }],
            },
            { end: 'has ordered' },
          ],
        });
        const orderAt = after(joined, offset);
        const shop = await live(file, (one) => one.orders('anna', orderAt, 5));
        // What came with the end of a step belongs to that step.
        const from =
          { entry: at(joined), here: daysAfter(at(joined), 3), first: daysAfter(at(joined), 1) + 1 }[since] ?? 0;
        const [waitEnds, deadline] = [daysAfter(at(joined), 3), daysAfter(at(joined), 7)];
        const counts = at(orderAt) >= from && at(orderAt) <= deadline;
        const ends = counts
          ? `${shown(Math.max(waitEnds, at(orderAt)))} ends done: has ordered`
          : `${shown(deadline)} ends done: nothing`;
        expect(shop.story('anna').at(-1)).toBe(ends);
      }),
      { numRuns: 35 },
    );
  });
});

describe('law 2, once', () => {
  it('an event serves one wait, once; conditions use nothing up', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(minutes(15, 8 * day), { maxLength: 7 }), async (offsets) => {
        const round = {
          id: 'next',
          waitFor: [{ path: 'checked', event: 'checkin.done' }],
          since: 'entry',
          atMost: '2 days',
        };
        const asks = { branch: [{ path: 'has', if: { event: 'checkin.done', within: 'since entry' } }], id: 'asked' };
        const file = lawPlan({
          steps: [
            { id: 'loop', repeat: 4, do: [{ ...round, otherwise: [{ end: 'missed' }] }, asks] },
            { end: 'all four' },
          ],
        });
        const times = offsets.map((offset) => at(after(joined, offset))).sort((a, b) => a - b);
        const shop = await live(file, (one) => times.forEach((time) => one.happens('anna', time, 'checkin.done')));
        let [now, missed] = [at(joined), false];
        for (let done = 0; done < 4 && !missed; done += 1) {
          const deadline = daysAfter(now, 2);
          const next = times.findIndex((time) => time <= deadline);
          missed = next < 0;
          now = missed ? deadline : Math.max(now, times.splice(next, 1)[0] ?? now);
        }
        expect(shop.story('anna').at(-1)).toBe(`${shown(now)} ends done: ${missed ? 'missed' : 'all four'}`);
      }),
      { numRuns: 30 },
    );
  });
});

describe('law 3, one instant', () => {
  const ways = { a: 'checkin.done', b: 'review.posted', c: 'share.opened' };
  it('exits in the order written, then events by their id, then the deadline; arrival plays no part', async () => {
    const ids = fc.uniqueArray(fc.constantFrom('e1', 'e2', 'e3', 'e4'), { minLength: 3, maxLength: 3 });
    const flips = fc.record({ delay: fc.nat(5), exits: fc.boolean(), written: fc.boolean(), deadline: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(ids, flips, async ([a = '', b = '', c = ''], { delay, exits, written, deadline }) => {
        const time = deadline ? '2026-11-03T09:00' : '2026-11-02T17:00';
        const two = [
          { event: 'order.placed', reason: 'ordered' },
          { event: 'order.returned', reason: 'returned' },
        ];
        const file = lawPlan({
          exitOn: written ? two : [...two].reverse(),
          steps: [
            {
              id: 'race',
              waitFor: Object.entries(ways).map(([path, event]) => ({ path, event, do: [{ end: path }] })),
              atMost: '1 day',
              otherwise: [{ end: 'late' }],
            },
          ],
        });
        const shop = await live(file, (one) => {
          const told = [
            () => one.happens('anna', time, ways.a, {}, { id: a }),
            () => one.happens('anna', time, ways.b, {}, { id: b }),
            () => one.happens('anna', time, ways.c, {}, { id: c }),
            ...(exits ? [() => one.happens('anna', time, 'order.placed', {}, { id: 'z1' })] : []),
            ...(exits ? [() => one.happens('anna', time, 'order.returned', {}, { id: 'z0' })] : []),
          ];
          for (let place = 0; place < told.length; place += 1) told[(place + delay) % told.length]?.();
        });
        const first =
          [
            ['a', a],
            ['b', b],
            ['c', c],
          ].sort(([, x = ''], [, y = '']) => (x < y ? -1 : 1))[0]?.[0] ?? '';
        const said = shop.story('anna').at(-1);
        const exit = written ? 'ordered' : 'returned';
        expect(said).toBe(`${shown(at(time))} ${exits ? `ends exited: ${exit}` : `ends done: ${first}`}`);
      }),
      { numRuns: 35 },
    );
  });
});

describe('law 4, state and change', () => {
  it('a state that holds already goes on at once; coming into a segment is a change', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), minutes(15, 3 * day), async (isRich, offset) => {
        const file = lawPlan({
          steps: [
            {
              id: 'rich',
              waitFor: [{ path: 'yes', when: { spent: { atLeast: 1000 } } }],
              atMost: '4 days',
              otherwise: [{ end: 'poor' }],
            },
            {
              id: 'moves',
              waitFor: [{ path: 'in', enters: 'big-spenders' }],
              since: 'here',
              atMost: '1 day',
              otherwise: [{ end: 'was in' }],
            },
            { end: 'came in' },
          ],
        });
        const becomes = after(joined, offset);
        const bought = isRich ? [['2026-09-01', 2000] as const] : [];
        const shop = await live(file, (one) => !isRich && one.orders('anna', becomes, 1500), { member: { bought } });
        const since = isRich ? at(joined) : at(becomes);
        // The order makes both true at one instant: the state goes on, and the change of that instant is there.
        const ends = isRich ? `${shown(daysAfter(since, 1))} ends done: was in` : `${shown(since)} ends done: came in`;
        expect(shop.story('anna').at(-1)).toBe(ends);
      }),
      { numRuns: 25 },
    );
  });
});

describe('law 13, zone and dates', () => {
  it('a wait for a date follows the date, from its beginning; over by then means at once; a mere length stays', async () => {
    const moves = fc.array(fc.record({ offset: minutes(15, 12 * day), to: fc.integer({ min: 2, max: 25 }) }), {
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(moves, fc.boolean(), async (all, isWaitFor) => {
        const until = { until: '1 day before member.renewsOn', at: '09:00' };
        const wait = isWaitFor
          ? { id: 'date', waitFor: [{ path: 'x', event: 'wish.added' }], ...until }
          : { id: 'date', waitUntil: until.until, at: until.at };
        const file = lawPlan({ steps: [wait, { end: 'over' }] });
        const changes = [...all].sort((a, b) => a.offset - b.offset);
        const shop = await live(
          file,
          (one) =>
            changes.forEach(({ offset, to }) =>
              one.happens('anna', after(joined, offset), 'member.updated', {
                renewsOn: DateTime.fromISO('2026-11-02', { zone }).plus({ days: to }).toISODate() ?? '',
              }),
            ),
          { member: { attributes: { renewsOn: '2026-11-20' } } },
        );
        let ends = at('2026-11-19T09:00');
        for (const { offset, to } of changes) {
          const now = at(after(joined, offset));
          if (now > ends) break;
          ends = Math.max(
            now,
            at(
              `${
                DateTime.fromISO('2026-11-02', { zone })
                  .plus({ days: to - 1 })
                  .toISODate() ?? ''
              }T09:00`,
            ),
          );
        }
        expect(shop.story('anna').at(-1)).toBe(`${shown(ends)} ends done: over`);
      }),
      { numRuns: 30 },
    );
  });

  it('a wait for a local time follows the member to another zone', async () => {
    const file = lawPlan({
      steps: [{ id: 'ten', waitUntil: '10:00' }, { id: 'length', wait: '2 hours' }, { end: 'over' }],
    });
    const moves = (shop: { happens(...args: unknown[]): void }) =>
      shop.happens('anna', '2026-11-02T12:00', 'member.updated', { zone: 'America/Los_Angeles' });
    const shop = await live(file, moves, { joins: '2026-11-02T11:00' });
    expect(shop.story('anna').at(-1)).toBe('11-02 12:00 ends done: over');
  });
});

describe('law 19, quiet hours', () => {
  it('hold a message and not the story; a deadline is stronger', async () => {
    const classes = fc.constantFrom('marketing', 'service', 'transactional');
    await fc.assert(
      fc.asyncProperty(minutes(0, day), classes, fc.integer({ min: 1, max: 14 }), async (offset, of, hours) => {
        const joins = after('2026-11-02T09:00', offset);
        const within = hours === 1 ? '1 hour' : `${hours} hours`;
        const file = lawPlan({
          steps: [{ message: 'hello', class: of, within }, { id: 'pause', wait: '1 hour' }, { end: 'over' }],
        });
        const shop = await live(file, undefined, { joins, until: '2026-11-05' });
        const opens = of === 'transactional' ? at(joins) : opensAt(setting.quietHours, zone, at(joins));
        const isInTime = opens <= at(joins) + hours * 3_600_000;
        const story = shop.story('anna');
        expect(story).toContain(`${shown(at(joins) + 3_600_000)} ends done: over`);
        if (isInTime) expect(story).toContain(`${shown(opens)} mail hello: sent`);
        else expect(story.join()).toContain('mail hello: dropped');
      }),
      { numRuns: 35 },
    );
  });
});

describe('law 23, no date', () => {
  it('a wait for a date that is not known ends the story, one that is over goes on, unless the step says otherwise', async () => {
    const cases = fc.record({
      isWaitFor: fc.boolean(),
      date: fc.constantFrom(undefined, '2026-10-01', '2026-11-10'),
      says: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ isWaitFor, date, says }) => {
        const more = says ? { ifPast: [{ end: 'was over' }], ifUnknown: [{ end: 'knows none' }] } : {};
        const wait = isWaitFor
          ? {
              id: 'date',
              waitFor: [{ path: 'x', event: 'wish.added' }],
              until: 'member.renewsOn',
              otherwise: [{ end: 'otherwise' }],
              ...more,
            }
          : { id: 'date', waitUntil: 'member.renewsOn', ...more };
        const attributes = date === undefined ? {} : { renewsOn: date };
        const shop = await live(lawPlan({ steps: [wait, { end: 'went on' }] }), undefined, { member: { attributes } });
        const on = isWaitFor ? 'done: otherwise' : 'done: went on';
        const unknown = says ? 'done: knows none' : 'skipped: member.renewsOn is not known';
        const ends = date === undefined ? unknown : date === '2026-10-01' && says ? 'done: was over' : on;
        const when = date === '2026-11-10' ? '11-10 00:00' : '11-02 09:00';
        expect(shop.story('anna').at(-1)).toBe(`${when} ends ${ends}`);
      }),
      { numRuns: 30 },
    );
  });
});
