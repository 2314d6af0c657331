import pg from 'pg';
import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import { addCampaigns, fillProgramme } from '../../bench/fill/fill.ts';
import { addProgramme } from '../../bench/fixtures/points.ts';
import { listCampaigns } from '../../modules/campaigns/list.ts';
import { readCampaign } from '../../modules/campaigns/show.ts';
import { listCoupons } from '../../modules/coupons/list.ts';
import { readCoupon } from '../../modules/coupons/show.ts';
import { balanceOf, expiringLots, spendablePoints } from '../../modules/ledger/rows-balances.ts';
import { expiredPoints } from '../../modules/ledger/rows-expired.ts';
import { readMemberView } from '../../modules/member-view/view.ts';
import { countMessages, listMessages } from '../../modules/messaging/sending/list.ts';
import { retryMessages } from '../../modules/messaging/sending/retry.ts';
import { readMessage } from '../../modules/messaging/sending/show.ts';
import { listMembers } from '../../modules/members/list.ts';
import { loadProgramme, type StoredProgramme } from '../../modules/programme/rows.ts';
import { readProgrammeTotals } from '../../modules/programme/rows-totals.ts';
import { listReviews } from '../../modules/reviews/list.ts';
import { realClock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { rowsReadBy, statementsOf, wholeReadsOf } from '../support/plans.ts';

const now = new Date('2026-01-01T00:00:00Z');
const code = 'filled';
const limit = 30;
const clock = realClock();

let database: Database;
let client: pg.Client;
let programme: StoredProgramme;
beforeAll(async () => {
  const fresh = await freshDatabase();
  database = fresh.database;
  client = new pg.Client({ connectionString: fresh.url });
  await client.connect();
  const programmeId = await addProgramme(database, code);
  const campaigns = await addCampaigns(database, programmeId);
  await fillProgramme(client, { programmeId, members: 3_000, campaigns });
  programme = await loadProgramme(database, code);
});
afterAll(() => client.end());

/** What people ask every day; a report reads a campaign whole, and is not among it. Whoever adds a list, a show or a question of the stories adds its line. */
const hot: Readonly<Record<string, (programmeId: number) => Promise<unknown>>> = {
  'member show, by id': () => readMemberView(database, programme, 'f-17', { limit, now }),
  'member show, by e-mail': () => readMemberView(database, programme, 'f17@example.com', { limit, now }),
  'campaign list': (id) => listCampaigns(database, id),
  'campaign show': (id) => readCampaign(database, id, 'everybody'),
  'message list': (programmeId) => listMessages(database, { programmeId, limit }),
  'message list, of a status': (programmeId) => listMessages(database, { programmeId, status: 'bounced', limit }),
  'message list, of a campaign': (programmeId) => listMessages(database, { programmeId, campaign: 'everybody', limit }),
  'message list, of a template': (programmeId) => listMessages(database, { programmeId, template: 'farewell', limit }),
  'message list, of a template and status': (programmeId) =>
    listMessages(database, { programmeId, template: 'welcome', status: 'failed', limit }),
  'message retry': (id) => retryMessages({ database, clock }, { id }, { template: 'farewell', actor: 'test' }),
  'message list, of a member': (programmeId) => listMessages(database, { programmeId, member: 'f-17', limit }),
  'message list, its counts': (id) => countMessages(database, id),
  'message show': (id) => readMessage(database, id, '17'),
  'member list': (id) => listMembers(database, id, { limit }),
  'member list, of a tier': (id) => listMembers(database, id, { tier: 'gold', limit }),
  'member list, of a status': (id) => listMembers(database, id, { status: ['closed'], limit }),
  'member list, with a tag': (id) => listMembers(database, id, { tag: 'vip', limit }),
  'member list, of an address': (id) => listMembers(database, id, { email: 'f17@example.com', limit }),
  'member list, of a number': (id) => listMembers(database, id, { phone: '+44 20 7946 0958', limit }),
  'member list, of a month': (id) => listMembers(database, id, { joinedFrom: now, limit }),
  'coupon list': (programmeId) => listCoupons(database, { programmeId, now, limit }),
  'coupon list, of a status': (programmeId) => listCoupons(database, { programmeId, now, status: 'issued', limit }),
  'coupon list, of a rare status': (programmeId) =>
    listCoupons(database, { programmeId, now, status: 'redeemed', limit }),
  'coupon list, of what has expired': (programmeId) =>
    listCoupons(database, { programmeId, now, status: 'expired', limit }),
  'coupon list, of a rare status and a campaign': (programmeId) =>
    listCoupons(database, { programmeId, now, status: 'cancelled', campaign: 'every-other', limit }),
  'coupon list, of a campaign': (programmeId) =>
    listCoupons(database, { programmeId, now, campaign: 'every-other', limit }),
  'coupon list, of a member': (programmeId) => listCoupons(database, { programmeId, now, member: 'f-18', limit }),
  'coupon show': (programmeId) => readCoupon(database, { programmeId, now, code: 'AAAA-AAAA-AAAC' }),
  'review list': (programmeId) => listReviews(database, { programmeId, status: 'open', limit }),
  'programme show': (id) => readProgrammeTotals(database, id, now),
  'a balance': (programmeId) => balanceOf(database, { programmeId, memberId: 17n }),
  'points to spend': (programmeId) => spendablePoints(database, { programmeId, memberId: 17n }, now),
  'points that expire': (programmeId) =>
    expiringLots(database, {
      programmeId,
      memberIds: [17n, 18n],
      fromAt: now,
      untilAt: new Date('2028-01-01T00:00:00Z'),
    }),
  'points that have expired': (programmeId) =>
    expiredPoints(database, programmeId, [{ memberId: '17', fromAt: 0, untilAt: now.getTime() }]),
};

describe('What people ask every day', () => {
  it.for(Object.keys(hot))('reads no table whole that grows with members and events: %s', async (name) => {
    const statements = await statementsOf(() => hot[name]!(programme.id));
    expect(statements).not.toEqual([]);
    const found: string[] = [];
    for (const statement of statements)
      for (const read of await wholeReadsOf(client, statement)) found.push(`${read}: ${statement}`);
    expect(found).toEqual([]);
  });

  it.for([
    'message list, of a template',
    'message list, of a template and status',
    'message retry',
    'coupon list, of a rare status',
    'coupon list, of what has expired',
    'coupon list, of a rare status and a campaign',
  ])('finds what is rare without looking through the rest: %s', async (name) => {
    expect(await rowsReadBy(client, () => hot[name]!(programme.id))).toBeLessThan(3 * limit);
  });
});
