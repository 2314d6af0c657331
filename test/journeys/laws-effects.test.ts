import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { conditionSchema } from '../../conditions/tree.ts';
import { drawnWay } from '../../workflows/lifecycles/journey/kinds/split.ts';
import { lotOf } from '../../workflows/lifecycles/journey/lot.ts';
import { language, segments } from './journeys.ts';
import { after, at, day, daysAfter, lawPlan, live, minutes, shown } from './law-plans.ts';

const start = '2026-11-02T09:00';
const minuteMs = 60_000;

describe('law 9, exit and effect', () => {
  it('an exit of the same instant comes first; what was given stays; what has not left does not leave, unless transactional', async () => {
    const classes = fc.constantFrom('marketing', 'service', 'transactional');
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.constantFrom(13 * 60, day), minutes(0, day)), classes, async (offset, of) => {
        // At 22:00 quiet hours hold the message until 09:00.
        const file = lawPlan({
          exitOn: [{ event: 'order.placed', reason: 'ordered' }],
          steps: [
            { id: 'pause', wait: '13 hours' },
            { id: 'gift', grant: 50 },
            { message: 'hello', class: of, gives: [{ grant: 7 }] },
            { id: 'long', wait: '9 days' },
          ],
        });
        const orderAt = at(after(start, offset));
        const shop = await live(file, (one) => one.orders('anna', after(start, offset), 1));
        const isGiven = orderAt > at(start) + 13 * 60 * minuteMs;
        const leaves = of === 'transactional' ? at('2026-11-02T22:00') : at('2026-11-03T09:00');
        const isSent = isGiven && (of === 'transactional' || orderAt > leaves);
        const story = shop.story('anna');
        expect(story.join()).toContain('ends exited: ordered');
        expect(story.includes(`${shown(leaves)} mail hello: sent`)).toBe(isSent);
        // What stands by itself stays; what hung on a message that nobody got is taken back.
        expect(shop.person('anna').ledger.available(shop.stage.now)).toBe(isGiven ? (isSent ? 57 : 50) : 0);
      }),
      { numRuns: 35 },
    );
  });
});

describe('law 10, promise', () => {
  it('what a message gives is given in the same moment, all of it or none; what stands by itself in any case', async () => {
    const cases = fc.record({ consents: fc.boolean(), hasHad: fc.boolean(), first: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(cases, async ({ consents, hasHad, first }) => {
        const once = { grant: 20, oncePerPerson: 'welcome' };
        const gives = first ? [once, { coupon: 'c' }] : [{ coupon: 'c' }, once];
        const coupons = { c: { name: 'C', percentOff: 5, validDays: 5 } };
        const file = lawPlan({
          coupons,
          steps: [
            { message: 'hello', gives },
            { id: 'alone', grant: 10 },
          ],
        });
        const other = { ...lawPlan({ steps: [{ id: 'had', grant: 1, oncePerPerson: 'welcome' }] }), campaign: 'other' };
        const shop = await live(
          file,
          (one) => {
            // The same person under another account, in another campaign.
            if (hasHad) one.member('twin', { email: 'anna@example.com' });
            if (hasHad) one.launch({ ...other, entry: [{ event: 'review.posted' }] });
            if (hasHad) one.happens('twin', '2026-11-02T08:30', 'review.posted');
          },
          { member: { consents: consents ? ['email'] : [] } },
        );
        const isGiven = consents && !hasHad;
        const anna = shop.person('anna').ledger;
        expect(anna.available(shop.stage.now)).toBe(isGiven ? 30 : 10);
        expect(anna.coupons).toHaveLength(isGiven ? 1 : 0);
        expect(shop.story('anna').join().includes('mail hello: sent')).toBe(isGiven);
      }),
      { numRuns: 16 },
    );
  });

  it('a message that is dropped before it leaves takes its gift back as far as it is unused', async () => {
    const file = lawPlan({
      steps: [
        { id: 'pause', wait: '13 hours' },
        { message: 'hello', within: '1 hour', gives: [{ grant: 20 }] },
      ],
    });
    const shop = await live(file, (one) =>
      one.happens('anna', '2026-11-02T22:00:01', 'redemption.captured', { points: 8 }),
    );
    const all = shop.story('anna').join();
    expect(all).toContain('mail hello: dropped');
    expect(shop.person('anna').ledger.available(shop.stage.now)).toBe(0);
  });
});

describe('law 12, pause', () => {
  it('waits end, effects are held, and on resume they do as they say', async () => {
    const pauses = fc.record({
      from: minutes(15, 3 * day),
      length: minutes(15, 4 * day),
      how: fc.constantFrom('catchUp', 'shift', 'skip'),
    });
    await fc.assert(
      fc.asyncProperty(pauses, async ({ from, length, how }) => {
        const file = lawPlan({
          steps: [
            { id: 'pause', wait: '1 day' },
            { id: 'gift', grant: 7, afterPause: how },
            { id: 'rest', wait: '1 day' },
            { end: 'over' },
          ],
        });
        const [stops, goesOn] = [at(after(start, from)), at(after(start, from + length))];
        const shop = await live(file, (one) => {
          one.at(after(start, from), () => one.pause('law'));
          one.at(after(start, from + length), () => one.resume('law'));
        });
        const due = daysAfter(at(start), 1);
        const isHeld = stops <= due && due < goesOn;
        const done = isHeld && how === 'shift' ? goesOn : due;
        const over = Math.max(daysAfter(done, 1), isHeld ? goesOn : 0);
        const story = shop.story('anna');
        expect(story.at(-1)).toBe(`${shown(over)} ends done: over`);
        expect(shop.person('anna').ledger.available(shop.stage.now)).toBe(isHeld && how === 'skip' ? 0 : 7);
        expect(story.some((line) => line.includes('gift: held by the pause'))).toBe(isHeld);
      }),
      { numRuns: 35 },
    );
  });

  it('mails that wait for the morning do not leave in a pause, and `within` goes on running', async () => {
    const file = lawPlan({
      steps: [{ id: 'pause', wait: '13 hours' }, { message: 'hello', within: '12 hours' }, { message: 'goodbye' }],
    });
    for (const [resumes, hello] of [
      ['2026-11-03T09:30', 'sent'],
      ['2026-11-03T11:00', 'dropped'],
    ] as const) {
      const shop = await live(file, (one) => {
        one.at('2026-11-03T08:00', () => one.pause('law'));
        one.at(resumes, () => one.resume('law'));
      });
      const mails = shop.story('anna').filter((line) => /mail \w+: (sent|dropped)/.test(line));
      expect(mails).toHaveLength(2);
      expect(mails.join()).toContain(`mail hello: ${hello}`);
      expect(mails.join()).toContain(`${shown(at(resumes))} mail goodbye: sent`);
    }
  });

  it('who would have come in comes in if still in the audience', async () => {
    const file = lawPlan({ audience: { tag: 'vip' }, steps: [{ id: 'gift', grant: 7 }] });
    const shop = await live(file, (one) => {
      for (const id of ['ben', 'cleo']) one.member(id, { tags: ['vip'] });
      one.at('2026-11-03T08:00', () => one.pause('law'));
      for (const id of ['ben', 'cleo']) one.happens(id, '2026-11-03T09:00', 'member.joined');
      one.at('2026-11-03T10:00', () => one.person('cleo').tags.delete('vip'));
      one.at('2026-11-04T08:00', () => one.resume('law'));
    });
    expect(shop.story('ben')).toContain('11-04 08:00 gift: applied (7 points)');
    expect(shop.story('cleo').at(-1)).toBe('11-04 08:00 does not enter: is not in the audience');
  });
});

describe('law 16, edit', () => {
  const first = lawPlan({ steps: [{ message: 'hello' }, { id: 'pause', wait: '5 days' }, { id: 'gift', grant: 5 }] });
  it('new keeps theirs, move goes on where they stand, restart repeats nothing; nobody gets a step twice', async () => {
    const edits = fc.record({
      policy: fc.constantFrom('new', 'move', 'restart'),
      keepsHello: fc.boolean(),
      days: fc.integer({ min: 1, max: 9 }),
      offset: minutes(15, 4 * day),
    });
    await fc.assert(
      fc.asyncProperty(edits, async ({ policy, keepsHello, days, offset }) => {
        const second = lawPlan({
          steps: [
            { message: keepsHello ? 'hello' : 'goodbye' },
            { id: 'pause', wait: days === 1 ? '1 day' : `${days} days` },
            { id: 'extra', grant: 1 },
            { id: 'gift', grant: 9 },
          ],
        });
        const now = at(after(start, offset));
        const shop = await live(first, (one) => one.at(after(start, offset), () => void one.edit(second, policy)));
        const story = shop.story('anna');
        const moves = policy === 'move' && keepsHello;
        const gets = moves || policy === 'restart' ? 10 : 5;
        // A wait whose length was changed is reckoned from its beginning; who begins anew waits anew.
        const begins = policy === 'restart' ? now : at(start);
        const over = moves || policy === 'restart' ? Math.max(now, daysAfter(begins, days)) : daysAfter(at(start), 5);
        expect(story.filter((line) => line.includes('mail ') && line.includes(': sent')).length).toBe(
          policy === 'restart' && !keepsHello ? 2 : 1,
        );
        expect(shop.person('anna').ledger.available(shop.stage.now)).toBe(gets);
        expect(story.findLast((line) => line.includes('gift: applied'))).toBe(
          `${shown(over)} gift: applied (${gets === 5 ? 5 : 9} points)`,
        );
      }),
      { numRuns: 35 },
    );
  });

  it('a restart leaves out what was done by name and round; a decision that is asked for is not asked again by a move', async () => {
    const loop = (amount: number) =>
      lawPlan({
        steps: [
          {
            id: 'loop',
            repeat: 3,
            do: [
              { id: 'gift', grant: amount },
              { id: 'pause', wait: '1 day' },
            ],
          },
        ],
      });
    const restarted = await live(loop(1), (one) =>
      one.at('2026-11-03T12:00', () => void one.edit(loop(10), 'restart')),
    );
    // Two rounds were had before; of the new ones the third is new.
    expect(restarted.person('anna').ledger.available(restarted.stage.now)).toBe(1 + 1 + 10);

    const asks = (atMost: string) =>
      lawPlan({ steps: [{ id: 'asked', review: 'Shall we?', by: 'concierge', atMost, approved: [{ end: 'yes' }] }] });
    const moved = await live(asks('5 days'), (one) => {
      one.at('2026-11-03T12:00', () => void one.edit(asks('9 days'), 'move'));
      one.happens('anna', '2026-11-10T12:00', 'review.decided', { caseId: 'anna/asked#1', approved: true });
    });
    expect(moved.story('anna').filter((line) => line.includes('asked: applied'))).toHaveLength(1);
    expect(moved.story('anna').at(-1)).toBe('11-10 12:00 ends done: yes');
  });
});

describe('law 22, clocks', () => {
  it("who is in a segment is asked on the programme's calendar; what reaches a member on the member's", async () => {
    const today = conditionSchema(language.subjects).parse(parse('{ birthday: today }'));
    const own = { segments: new Map(segments).set('celebrating', today) };
    const file = lawPlan({
      steps: [
        {
          branch: [
            { path: 'both', if: { all: [{ segment: 'celebrating' }, { birthday: 'today' }] }, do: [{ end: 'both' }] },
            { path: 'segment', if: { segment: 'celebrating' }, do: [{ end: 'segment' }] },
            { path: 'own', if: { birthday: 'today' }, do: [{ end: 'own' }] },
          ],
          otherwise: [{ end: 'none' }],
        },
      ],
    });
    await fc.assert(
      fc.asyncProperty(
        minutes(0, 2 * day),
        fc.constantFrom('Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Auckland'),
        async (offset, zone) => {
          const joins = after('2026-11-09T00:00', offset);
          const shop = await live(file, undefined, { joins, member: { zone, birthday: '1990-11-10' }, setting: own });
          const isOn = (where: string) => shown(at(joins), where).startsWith('11-10');
          const says = isOn('Europe/London') ? (isOn(zone) ? 'both' : 'segment') : isOn(zone) ? 'own' : 'none';
          expect(shop.story('anna').at(-1)).toContain(`ends done: ${says}`);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('law 24, held out', () => {
  it('takes every wait, lot and path; effects, reviews and webhooks are skipped', async () => {
    const split = (name: string) => [
      { path: 'a', share: 50, do: [{ id: `${name}-a`, tag: 'vip' }] },
      { path: 'b', share: 50, do: [{ id: `${name}-b`, grant: 5 }] },
    ];
    const file = lawPlan({
      holdOut: 0.5,
      steps: [
        { id: 'way', split: split('way') },
        { message: 'hello' },
        { id: 'crm', webhook: 'crm', keep: { risk: 'number' }, ifFailed: [{ end: 'failed' }] },
        {
          id: 'asked',
          review: 'Shall we?',
          by: 'concierge',
          atMost: '2 days',
          undecided: [{ id: 'pause', wait: '1 day' }],
          approved: [{ end: 'yes' }],
        },
        { end: 'over' },
      ],
    });
    const ids = Array.from({ length: 60 }, (_, index) => `m${index}`);
    const shop = await live(
      file,
      (one) => {
        one.endpoints.set('crm', () => ({ risk: 1 }));
        for (const id of ids) {
          one.member(id);
          one.happens(id, start, 'member.joined');
        }
      },
      { joins: '' },
    );
    const out = ids.filter((id) => shop.story(id)[0]?.includes('held out'));
    expect(out.length).toBeGreaterThan(15);
    expect(out.length).toBeLessThan(45);
    for (const id of ids) {
      const story = shop.story(id);
      const way = drawnWay(
        [
          { path: 'a', share: 50 },
          { path: 'b', share: 50 },
        ],
        lotOf(`split/law/way/${id}`),
      );
      expect(story.join()).toContain(`way-${way}: ${out.includes(id) ? 'skipped (held out)' : 'applied'}`);
      // Undecided at once, and a day's wait; who is asked waits two days for the decision before.
      expect(story.at(-1)).toBe(`${out.includes(id) ? '11-03' : '11-05'} 09:00 ends done: over`);
      if (!out.includes(id)) continue;
      expect(story.join()).not.toContain('applied');
      expect(shop.person(id).messages).toEqual([]);
    }
  });
});

describe('law 25, stake', () => {
  it('points set aside and neither taken nor given back are given back when a story ends, however it ends', async () => {
    const ends = fc.constantFrom('exit', 'done', 'merge', 'restart', 'over', 'spent', 'released');
    await fc.assert(
      fc.asyncProperty(ends, fc.integer({ min: 1, max: 300 }), async (how, points) => {
        const last =
          how === 'spent' ? [{ spend: { held: 'stake' } }] : how === 'released' ? [{ release: 'stake' }] : [];
        const plan = (length: string) =>
          lawPlan({
            runs: how === 'over' ? { until: '2026-11-04', then: 'leave' } : { until: '2026-12-01' },
            exitOn: [{ event: 'order.placed', reason: 'ordered' }],
            steps: [{ id: 'stake', hold: points }, { id: 'pause', wait: length }, ...last],
          });
        const shop = await live(
          plan('3 days'),
          (one) => {
            if (how === 'exit') one.orders('anna', '2026-11-03T09:00', 1);
            if (how === 'restart') one.at('2026-11-03T09:00', () => void one.edit(plan('1 day'), 'restart'));
            if (how !== 'merge') return;
            one.member('twin');
            one.happens('twin', '2026-11-02T10:00', 'member.joined');
            one.at('2026-11-03T09:00', () => one.merge('twin', 'anna'));
          },
          { member: { lots: [[200, '2026-10-01']] } },
        );
        const owner = shop.person(how === 'merge' ? 'twin' : 'anna').ledger;
        expect(owner.held).toBe(0);
        expect(owner.available(shop.stage.now)).toBe(how === 'spent' && points <= 200 ? 200 - points : 200);
      }),
      { numRuns: 25 },
    );
  });
});
