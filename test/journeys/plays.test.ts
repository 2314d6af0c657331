import { describe, expect, it } from 'vitest';
import { scenarios } from './scenarios.ts';
import { Shop } from './shop.ts';

/** The most that a member may carry of where it is. */
const carriedBytesMax = 1_000;

/** What each play is for, in the words of its story: all of these come, and none of those. */
const told: Readonly<
  Record<string, Readonly<Record<string, { readonly has: readonly string[]; readonly hasNot?: readonly string[] }>>>
> = {
  '01': {
    anna: { has: ['10-05 20:00 ends exited: has ordered'], hasNot: ['coupon-reminder'] },
    ben: { has: ['10-12 10:00 mail coupon-reminder: sent'] },
    cleo: {
      has: ['10-01 12:00 mail coupon-ready: sent', 'coupon-reminder: refused (no consent to marketing by e-mail)'],
    },
  },
  '02': {
    anna: { has: ['10-10 12:00 ends exited: came back', 'does not enter: was here not long enough ago'] },
    ben: { has: ['10-02 00:00 enters (comes into idle-30-days)', '11-16 10:00 ends done: no order within 45 days'] },
    cleo: { has: ['10-04 08:00 ends exited: had not been away'] },
    dora: { has: ['ends skipped: can not be written to'], hasNot: [': sent'] },
  },
  '03': {
    anna: { has: ['10-07 20:00 mail double-day: sent'] },
    ben: { has: ['10-06 12:00 ends exited: redeemed points'], hasNot: ['double-day'] },
    cleo: { has: [], hasNot: ['enters'] },
  },
  '04': {
    anna: { has: ['10-13 12:00 ends exited: nothing left to expire'], hasNot: ['last-days'] },
    ben: { has: ['10-10 10:00 mail expiring-soon: sent', '10-17 10:00 mail last-days: sent'] },
  },
  '05': {
    anna: { has: ['10-01 10:00 mail happy-birthday: sent'] },
    ben: { has: ['10-29 09:30 mail happy-birthday: sent'] },
    cleo: { has: [] },
  },
  '06': {
    anna: { has: ['10-17 18:00 mail tomorrow-is-member-day: sent', '11-17 18:00 mail tomorrow-is-member-day: sent'] },
    bo: { has: ['10-17 18:00 mail tomorrow-is-member-day: sent'] },
    // In the evening of her 17th it is the 18th for the programme: the coupon ends with the later of the two midnights.
    cara: { has: ['coupon member-day-10 until 2026-10-19 15:59 Mon'] },
  },
  '07': {
    anna: { has: ['10-09 17:00 mail weekend-double: sent', '11-06 17:00 mail weekend-double: sent'] },
    ben: { has: [] },
  },
  '08': {
    anna: { has: ['10-06 08:00 halfway: applied', '10-10 08:00 ends done: checked in seven times'] },
    ben: {
      has: ['10-09 19:30 halfway: applied', '10-13 19:30 ends done: the ten days were over'],
      hasNot: ['well-done'],
    },
  },
  '09': {
    anna: { has: ['10-07 09:00 ends done: brought a friend'], hasNot: ['invite-reminder'] },
    ben: { has: ['10-18 18:00 mail invite-reminder: sent', '10-25 09:00 late-thanks: applied (50 points)'] },
    cleo: { has: ['11-08 18:00 ends done: came to the end'], hasNot: ['50 points'] },
  },
  '10': {
    anna: { has: ['10-12 11:00 mail personal-note: sent', '10-19 11:00 mail trial-invitation: sent'] },
    ben: {
      has: [
        '10-19 11:00 tag-concierge: applied',
        '10-19 11:00 enters (from quiet-vip)',
        'ends done: nobody has decided',
      ],
    },
    carl: { has: ['10-19 11:00 grant-200: applied (200 points)'] },
  },
  '11': {
    anna: {
      has: [
        'grant-points: applied (90 points)',
        'does not enter: is inside with this key already',
        'grant-points: applied (2000 points)',
        '11-07 09:00 ends done: has opened the card',
      ],
    },
  },
  '12': {
    anna: { has: ['10-02 11:30 ends exited: has ordered the cart'], hasNot: [': sent'] },
    ben: { has: ['10-03 09:00 mail cart-waits: sent', '10-03 20:30 mail cart-coupon: sent'] },
    cleo: {
      has: [
        '10-02 11:00 ends exited: a newer one began',
        '10-02 11:00 enters (by cart.abandoned, C2)',
        '10-03 11:00 mail cart-coupon: sent',
      ],
    },
    dora: { has: ['cart-waits: skipped (is not true any more)'], hasNot: [': sent'] },
  },
  '13': {
    anna: { has: ['mail price-dropped: sent', 'mail back-in-stock: sent', '10-11 10:00 ends exited: has bought it'] },
    ben: { has: ['12-31 10:00 ends done: nothing new in 90 days'], hasNot: [': sent'] },
  },
  '14': {
    anna: { has: ['how-was-it: skipped (is not true any more)', '12-29 18:00 grant-15: applied (15 points)'] },
    ben: { has: ['12-29 18:00 mail how-was-it: sent', '01-02 10:00 grant-15: applied (15 points)'] },
    cleo: { has: ['12-22 10:00 ends exited: the order came back'], hasNot: ['how-was-it'] },
    dora: { has: ['does not enter: is not in the audience'] },
  },
  '15': {
    anna: { has: ['10-31 09:00 mail renews-tomorrow: sent', '11-01 06:00 ends exited: renewed early'] },
    ben: { has: ['11-19 09:00 mail renews-tomorrow: sent'], hasNot: ['sorry-to-lose-you'] },
    cleo: { has: ['11-01 12:00 mail sorry-to-lose-you: sent'] },
  },
  '16': {
    anna: {
      has: ['11-16 10:00 mail tier-ends: sent', '11-20 13:00 ends exited: the tier is safe, or over'],
      hasNot: ['almost-there'],
    },
    ben: { has: ['11-25 12:00 mail almost-there: sent'] },
    cleo: { has: ['12-17 10:00 push-anyway: applied'], hasNot: ['coupon tier-x3'] },
  },
  '17': {
    m3: { has: ['10-12 18:00', '10-15 09:00 ends exited: first order'] },
    m6: { has: ['11-02 18:00 ends done: came to the end'] },
  },
  '18': {
    anna: { has: ['10-04 09:00 set-risk: applied', '10-04 09:00 mail concierge-hello: sent'] },
    ben: { has: ['10-05 09:00 mail not-now: sent'], hasNot: ['500 points'] },
    cleo: { has: ['10-07 14:00 tag-concierge: applied', '10-13 14:00 ends done: nobody has decided'] },
  },
  '19': {
    anna: { has: ['02-28 10:00 mail birthday-wish: sent', '03-25 10:00 mail birthday-last-call: sent'] },
    bo: { has: ['02-28 10:00 mail birthday-wish: sent'] },
    cleo: { has: ['02-20 10:00 mail birthday-wish: sent', '03-10 10:00 does not enter: is inside already'] },
  },
  '20': {
    cara: { has: ['10:00 mail autumn-news: sent'] },
    eli: { has: ['10:00 mail autumn-news: sent'] },
    fay: { has: [], hasNot: ['enters'] },
  },
  '21': {
    anna: {
      has: [
        '11-04 18:00 stage-points: applied',
        '11-09 18:00 stage-points: applied',
        '11-16 19:00 mail one-more: sent',
        'mail challenge-done: sent',
      ],
    },
    ben: { has: ['11-08 18:00 stage-points: applied', 'mail challenge-over: sent'] },
    cleo: { has: ['mail challenge-over: sent'], hasNot: ['stage-points'] },
    dora: { has: ['12-01 10:00 does not enter: the campaign is over'] },
  },
};

describe('the plays, told in virtual time', () => {
  it.each(scenarios)('$name', async (scenario) => {
    const tell = async (isRestless = false) => {
      const shop = new Shop(scenario.start, { isRestless });
      scenario.arrange(shop);
      await shop.run(scenario.until);
      return shop;
    };
    const shop = await tell();
    for (const [id, { has, hasNot = [] }] of Object.entries(told[scenario.name.slice(0, 2)] ?? {})) {
      const story = shop.story(id).join('\n');
      for (const text of has) expect(story, id).toContain(text);
      for (const text of hasNot) expect(story, id).not.toContain(text);
    }
    // Nobody gets more than the worst case says.
    for (const { code, worst, spent } of shop.campaigns.values()) {
      const count = shop.enrolments.filter(({ campaign }) => campaign === code).length;
      for (const of of ['points', 'coupons', 'messages', 'worth'] as const)
        expect(spent.given[of], `${code}: ${of}`).toBeLessThanOrEqual(worst[of] * count);
    }
    expect(shop.carriedMax).toBeLessThan(carriedBytesMax);
    await expect(shop.transcript()).toMatchFileSnapshot(`told/${scenario.name.replaceAll(' ', '-')}.txt`);
    // The same when each story is put down as text and taken up again at every rest.
    expect((await tell(true)).transcript()).toBe(shop.transcript());
  });
});
