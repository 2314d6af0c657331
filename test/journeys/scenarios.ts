import { play } from './journeys.ts';
import type { Shop } from './shop.ts';

/** A play with members who live it differently. */
export interface Scenario {
  readonly name: string;
  readonly start: string;
  readonly until: string;
  arrange(shop: Shop): void;
}

const two = (day: number) => String(day).padStart(2, '0');

export const scenarios: readonly Scenario[] = [
  {
    name: '01 coupon for the first order',
    start: '2026-10-01T09:00',
    until: '2026-10-20',
    arrange(shop) {
      shop.member('anna').member('ben').member('cleo', { consents: [] });
      shop.launch(play('first-order-coupon'));
      for (const [index, id] of ['anna', 'ben', 'cleo'].entries())
        shop.happens(id, `2026-10-01T1${index}:00`, 'member.joined');
      shop.orders('anna', '2026-10-05T20:00', 40);
    },
  },
  {
    name: '02 return gift',
    start: '2026-10-01T09:00',
    until: '2026-12-05',
    arrange(shop) {
      shop.member('anna', { bought: [['2026-08-20', 50]] }).member('ben', { bought: [['2026-09-02T15:00', 60]] });
      shop
        .member('cleo', { bought: [['2026-08-01', 60]] })
        .member('dora', { bought: [['2026-08-01', 60]], consents: [] });
      shop.launch(play('return-gift'));
      shop.orders('anna', '2026-10-10T12:00', 30);
      shop.orders('cleo', '2026-09-28T12:00', 30, {}, '2026-10-04T08:00');
    },
  },
  {
    name: '03 high points',
    start: '2026-10-01T09:00',
    until: '2026-11-01',
    arrange(shop) {
      for (const id of ['anna', 'ben', 'cleo']) shop.member(id, { lots: [[300, '2026-09-01']] });
      shop.launch(play('high-points'));
      for (const id of ['anna', 'ben', 'cleo']) {
        shop.at('2026-10-02T12:00', () => {
          shop.person(id).ledger.earn(`${id}-more`, 300, shop.stage.now, { source: 'order' });
          shop.happens(id, shop.stage.now, 'order.delivered', { orderId: 'x' });
        });
      }
      shop.happens('anna', '2026-10-05T20:00', 'message.clicked', { template: 'points-to-spend' });
      shop.happens('ben', '2026-10-06T12:00', 'redemption.captured', { reward: 'mug', points: 400 });
      shop.happens('cleo', '2026-10-02T13:30', 'redemption.captured', { reward: 'mug', points: 400 });
    },
  },
  {
    name: '04 expiring points',
    start: '2026-10-01T09:00',
    until: '2026-10-25',
    arrange(shop) {
      for (const id of ['anna', 'ben']) shop.member(id, { lots: [[500, '2025-10-20', '2026-10-20T23:59']] });
      shop.launch(play('expiring-redemption'));
      shop.happens('anna', '2026-10-13T12:00', 'redemption.captured', { reward: 'mug', points: 500 });
    },
  },
  {
    name: '05 birthday month',
    start: '2026-09-25T09:00',
    until: '2026-11-02',
    arrange(shop) {
      shop.member('anna', { birthday: '1990-10-01' }).member('ben', { birthday: '1991-10-29', zone: 'Asia/Shanghai' });
      shop.member('cleo', { birthday: '1991-12-02' });
      shop.launch(play('birthday-month'));
    },
  },
  {
    name: '06 member day',
    start: '2026-10-01T09:00',
    until: '2026-11-19',
    arrange(shop) {
      shop.member('anna').member('bo', { zone: 'Asia/Shanghai' }).member('cara', { zone: 'America/Los_Angeles' });
      shop.launch(play('member-day'));
    },
  },
  {
    name: '07 double points at the weekend',
    start: '2026-10-05T09:00',
    until: '2026-11-09',
    arrange(shop) {
      shop.member('anna', { bought: [['2026-09-20', 30]] }).member('ben');
      shop.launch(play('weekend-double'));
    },
  },
  {
    name: '08 seven in ten days',
    start: '2026-10-01T07:00',
    until: '2026-10-20',
    arrange(shop) {
      shop.member('anna').member('ben');
      shop.launch(play('streak-challenge'));
      for (let day = 1; day <= 12; day += 1) shop.happens('anna', `2026-10-${two(day)}T08:00`, 'checkin.done');
      for (const day of [1, 2, 3, 5, 8, 9, 16]) shop.happens('ben', `2026-10-${two(day)}T19:30`, 'checkin.done');
    },
  },
  {
    name: '09 from sharer to inviter',
    start: '2026-10-01T07:00',
    until: '2026-11-15',
    arrange(shop) {
      for (const id of ['anna', 'ben', 'cleo']) {
        shop.member(id);
        for (const day of [2, 3, 4]) shop.happens(id, `2026-10-0${day}T12:00`, 'share.opened', { page: 'shoes' });
      }
      shop.launch(play('sharer-to-inviter'));
      shop.happens('anna', '2026-10-07T09:00', 'referral.approved');
      shop.happens('ben', '2026-10-25T09:00', 'referral.approved');
    },
  },
  {
    name: '10 high value but quiet',
    start: '2026-10-01T07:00',
    until: '2026-11-20',
    arrange(shop) {
      const bought = [
        ['2026-03-01', 700],
        ['2026-08-08', 100],
      ] as const;
      shop.member('anna', { tier: 'silver', attributes: { favourite: 'Cosmetics' }, bought });
      shop.member('ben', { tier: 'gold', bought }).member('carl', { bought });
      shop.launch(play('quiet-vip'));
      shop.launch(play('vip-concierge'));
      shop.endpoints.set('crm', () => ({ risk: 2, owner: 'eva' }));
    },
  },
  {
    name: '11 monthly sync of platform buyers',
    start: '2026-10-01T07:00',
    until: '2026-11-20',
    arrange(shop) {
      shop.member('anna', { attributes: { platformId: 'tm-1' }, bought: [['2026-09-01', 90, { channel: 'tmall' }]] });
      shop.launch(play('platform-sync'));
      shop.happens('anna', '2026-10-05T09:00', 'platform.synced', { month: '2026-09', points: 90 });
      shop.happens('anna', '2026-10-05T09:05', 'platform.synced', { month: '2026-09', points: 90 });
      shop.happens('anna', '2026-11-05T09:00', 'platform.synced', { month: '2026-10', points: 9000 });
      shop.happens('anna', '2026-11-07T09:00', 'member.updated', { profileComplete: true });
    },
  },
  {
    name: '12 abandoned checkout',
    start: '2026-10-01T07:00',
    until: '2026-10-08',
    arrange(shop) {
      for (const id of ['anna', 'ben', 'cleo', 'dora']) shop.member(id);
      shop.launch(play('abandoned-checkout'));
      const cart = (id: string, at: string, cartId: string, amount: number) =>
        shop.happens(id, at, 'cart.abandoned', { cartId, amountMinor: amount * 100, url: '/cart' });
      cart('anna', '2026-10-02T10:00', 'A1', 80);
      shop.orders('anna', '2026-10-02T11:30', 80, { cartId: 'A1' });
      cart('ben', '2026-10-02T20:30', 'B1', 80);
      cart('cleo', '2026-10-02T10:00', 'C1', 30);
      cart('cleo', '2026-10-02T11:00', 'C2', 90);
      cart('cleo', '2026-10-02T11:00', 'C2', 90);
      cart('dora', '2026-10-02T10:00', 'D1', 40);
      shop.orders('dora', '2026-10-02T11:00', 20, { cartId: 'other' });
    },
  },
  {
    name: '13 price drop and back in stock',
    start: '2026-10-01T07:00',
    until: '2027-01-05',
    arrange(shop) {
      shop.member('anna').member('ben');
      shop.endpoints.set('stock', ({ sku }) => (sku === 'lamp' ? { left: 2 } : { left: 30 }));
      shop.launch(play('price-drop'));
      const wishes = [
        ['anna', 'shoe'],
        ['anna', 'hat'],
        ['anna', 'bag'],
        ['ben', 'lamp'],
        ['ben', 'coat'],
      ] as const;
      for (const [id, sku] of wishes)
        shop.happens(id, '2026-10-02T10:00', 'wish.added', { sku, priceMinor: 5000 }, { id: `w-${sku}` });
      shop.happens('anna', '2026-10-10T10:00', 'price.dropped', { sku: 'shoe', priceMinor: 4000 });
      shop.happens('anna', '2026-10-10T10:00', 'stock.back', { sku: 'hat' });
      shop.orders('anna', '2026-10-11T10:00', 5, { sku: 'bag' });
      shop.happens('ben', '2026-10-10T23:00', 'stock.back', { sku: 'lamp' });
    },
  },
  {
    name: '14 review request',
    start: '2026-12-10T07:00',
    until: '2027-01-31',
    arrange(shop) {
      for (const id of ['anna', 'ben', 'cleo']) shop.member(id);
      shop.member('dora', { tags: ['no-surveys'] });
      shop.launch(play('review-request'));
      for (const id of ['anna', 'ben', 'cleo', 'dora']) {
        const delivered = { orderId: `${id}-1`, sku: 'mug', deliveredOn: '2026-12-18' };
        shop.happens(id, '2026-12-18T15:00', 'order.delivered', delivered);
      }
      shop.happens('anna', '2026-12-20T10:00', 'review.posted', { orderId: 'anna-1', sku: 'mug' });
      shop.happens('ben', '2027-01-02T10:00', 'review.posted', { orderId: 'ben-1', sku: 'mug' });
      shop.happens('cleo', '2026-12-22T10:00', 'order.returned', { orderId: 'cleo-1' });
    },
  },
  {
    name: '15 subscription renewal',
    start: '2026-10-01T07:00',
    until: '2026-12-10',
    arrange(shop) {
      for (const id of ['anna', 'ben', 'cleo']) shop.member(id, { attributes: { renewsOn: '2026-11-01' } });
      shop.launch(play('subscription-renewal'));
      shop.happens('anna', '2026-11-01T06:00', 'subscription.renewed', { plan: 'year' });
      shop.happens('ben', '2026-10-25T12:00', 'member.updated', { renewsOn: '2026-11-20' });
      shop.happens('cleo', '2026-11-01T12:00', 'member.updated', { renewsOn: null });
    },
  },
  {
    name: '16 keep your tier',
    start: '2026-10-01T07:00',
    until: '2027-01-10',
    arrange(shop) {
      for (const id of ['anna', 'ben', 'cleo'])
        shop.member(id, { tier: 'silver', attributes: { tierEnds: '2026-12-31' }, bought: [['2026-06-01', 300]] });
      shop.launch(play('tier-saver'));
      shop.orders('anna', '2026-11-20T12:00', 250);
      shop.orders('ben', '2026-11-25T12:00', 120);
    },
  },
  {
    name: '17 offer test',
    start: '2026-10-10T12:00',
    until: '2026-11-15',
    arrange(shop) {
      for (let index = 1; index <= 8; index += 1) shop.member(`m${index}`, { joined: '2026-10-05' });
      shop.launch(play('offer-test'));
      shop.orders('m3', '2026-10-15T09:00', 30);
    },
  },
  {
    name: '18 VIP concierge',
    start: '2026-10-01T07:00',
    until: '2026-10-20',
    arrange(shop) {
      for (const id of ['anna', 'ben', 'cleo']) shop.member(id, { bought: [['2026-06-01', 900]] });
      const down = shop.stage.instant('2026-10-05T00:00');
      shop.endpoints.set('crm', () => (shop.stage.now > down ? undefined : { risk: 1, owner: 'eva' }));
      shop.launch(play('vip-concierge'));
      shop.orders('anna', '2026-10-02T12:00', 200);
      shop.orders('ben', '2026-10-02T12:00', 200);
      shop.orders('cleo', '2026-10-06T12:00', 200);
      shop.happens('anna', '2026-10-04T09:00', 'review.decided', { caseId: 'anna/decision#1', approved: true });
      shop.happens('ben', '2026-10-05T09:00', 'review.decided', { caseId: 'ben/decision#1', approved: false });
    },
  },
  {
    name: '19 birthday',
    start: '2027-02-01T07:00',
    until: '2027-04-15',
    arrange(shop) {
      shop
        .member('anna', { birthday: '1992-02-29' })
        .member('bo', { birthday: '1990-02-28', zone: 'Pacific/Auckland' });
      shop.member('cleo', { birthday: '1990-02-20' });
      shop.launch(play('birthday'));
      shop.happens('cleo', '2027-03-01T10:00', 'member.updated', { birthday: '1990-03-10' });
    },
  },
  {
    name: '20 autumn news',
    start: '2026-11-01T07:00',
    until: '2026-11-13',
    arrange(shop) {
      const zones = {
        anna: 'Europe/London',
        bo: 'Asia/Shanghai',
        cara: 'America/Los_Angeles',
        dan: 'Europe/London',
        eli: 'Asia/Shanghai',
      };
      for (const [id, zone] of Object.entries(zones)) shop.member(id, { zone });
      shop.member('fay', { consents: [] });
      shop.launch(play('broadcast'));
    },
  },
  {
    name: '21 sport challenge',
    start: '2026-11-02T07:00',
    until: '2026-12-05',
    arrange(shop) {
      for (const id of ['anna', 'ben', 'cleo']) shop.member(id, { tags: ['challenger'] });
      shop.launch(play('fitness-challenge'));
      for (const [day, minutes] of [
        [3, 60],
        [4, 60],
        [6, 70],
        [9, 50],
        [12, 90],
      ] as const)
        shop.happens('anna', `2026-11-${two(day)}T18:00`, 'workout.done', { minutes });
      shop.happens('ben', '2026-11-08T18:00', 'workout.done', { minutes: 110 });
      shop.at('2026-12-01T10:00', () => {
        shop.member('dora', { tags: ['challenger'] });
        shop.bring('fitness-challenge', shop.person('dora'), { team: 'red' }, 'by the API');
      });
    },
  },
];
