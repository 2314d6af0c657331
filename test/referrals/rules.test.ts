import { beforeAll, describe, expect, it } from 'vitest';
import { changeReferrals } from '../../activities/referral.ts';
import { createApi } from '../../api/app.ts';
import type { EventAnswer } from '../../modules/intake/ingest.ts';
import { referralCodeOf } from '../../modules/referrals/rows-codes.ts';
import { readInvitations } from '../../modules/referrals/list.ts';
import { type Database, inTransaction } from '../../platform/database.ts';
import type { JsonObject } from '../../values/json.ts';
import type { Outcome } from '../../workflows/engine/story.ts';
import type { ReferralChange } from '../../workflows/steps.ts';
import { freshDatabase } from '../support/database.ts';
import { quietLogger } from '../support/engine.ts';
import { untilWaitingForLocks } from '../support/lock-waits.ts';
import { runCli, runJson } from '../support/run-cli.ts';
import { clock, now, openShop } from '../support/shop.ts';

let url: string;
let database: Database;
beforeAll(async () => {
  ({ url, database } = await freshDatabase({ poolSizeMax: 20 }));
});

const dayMs = 86_400_000;
const limits = { perPeriod: 10, periodDays: 30, inAll: 50 };

/** A shop whose member rita has a referral code. */
async function openReferralShop(rita: JsonObject = { email: 'rita@example.com' }) {
  const shop = await openShop(database);
  const joins = (memberId: string, data: JsonObject = {}, occurredAt = '2026-05-05T10:00:00Z') =>
    shop.event('member.joined', data, { memberId, occurredAt });
  await shop.send(joins('rita', rita));
  const codeOf = async (externalId: string) => {
    const { id: memberId } = await shop.member(externalId);
    return referralCodeOf(database, { programmeId: shop.programmeId, memberId, now });
  };
  const code = await codeOf('rita');
  const invite = (memberId: string, data: JsonObject = {}) =>
    shop.send(joins(memberId, { referralCode: code, ...data }));
  /** Performs a change as the friend's enrolment does. */
  const change = async (friend: string, wanted: ReferralChange, at = now.getTime()): Promise<Outcome> => {
    const member = await shop.member(friend);
    const request = requestOf(String(member.id), wanted, at);
    const [outcome] = await inTransaction(database, (tx) =>
      changeReferrals(tx, contextOf(shop.programmeId), [request]),
    );
    return outcome as Outcome;
  };
  const claim = (friend: string, at?: number) => change(friend, { kind: 'claim', limits }, at);
  const friends = async () => (await readInvitations(database, (await shop.member('rita')).id, 1_000)).friends;
  const factsOf = async (friend: string) => {
    const opened = await change(friend, { kind: 'open' });
    return opened.kind === 'applied' ? opened.data?.facts : opened;
  };
  return { ...shop, joins, code, codeOf, invite, change, claim, friends, factsOf };
}

const contextOf = (programmeId: number) => ({ programmeId, campaignId: 1, campaignVersionId: 1, now });
const requestOf = (memberId: string, change: ReferralChange, at: number) => ({
  ...{ key: `${memberId}/${change.kind}/1`, enrolmentId: memberId, memberId, at },
  step: { kind: 'referral', name: change.kind, change } as const,
});
const names = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}${index}`);
const resultOf = ([answer]: EventAnswer[]) => (answer?.kind === 'accepted' ? answer.result : answer);

describe('A registration with a code', () => {
  it('makes the member a friend, however the code is written', async () => {
    const shop = await openReferralShop();
    const written = `${shop.code.slice(0, 5)}-${shop.code.slice(5)} `.toLowerCase();
    expect(resultOf(await shop.invite('ben', { referralCode: written }))).toEqual({ referred: true });
    const { data } = await database.event.findFirstOrThrow({ where: { memberId: (await shop.member('ben')).id } });
    const referrerId = String((await shop.member('rita')).id);
    expect(data).toMatchObject({ referred: true, referrerId, referralCode: shop.code });
    expect(await shop.friends()).toMatchObject([{ friend: 'ben', state: 'joined' }]);
  });

  it('is not lost by a code that nobody has', async () => {
    const shop = await openReferralShop();
    const result = resultOf(await shop.invite('ben', { referralCode: 'NOBODYS222' }));
    expect(result).toEqual({ note: expect.stringContaining('nobody has the referral code "NOBODYS222"') as string });
    await expect(shop.member('ben')).resolves.toMatchObject({ status: 'ACTIVE' });
    expect(await shop.friends()).toEqual([]);
  });

  it('counts for a new member only, and for the first code', async () => {
    const shop = await openReferralShop();
    await shop.send(shop.joins('old'));
    expect(resultOf(await shop.invite('old'))).toMatchObject({
      note: expect.stringMatching(/joined before/) as string,
    });
    await shop.invite('ben');
    await shop.invite('ben');
    expect(await shop.friends()).toHaveLength(1);
  });

  it('makes one friend of one event that is sent twice, and two of two members, at one moment', async () => {
    const shop = await openReferralShop();
    const ben = shop.joins('ben', { referralCode: shop.code });
    const sent = [ben, ben, ben, shop.joins('cleo', { referralCode: shop.code })];
    const answers = (await Promise.all(sent.map((event) => shop.send(event)))).flat();
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['accepted', 'accepted', 'duplicate', 'duplicate']);
    expect((await shop.friends()).map(({ friend }) => friend).sort()).toEqual(['ben', 'cleo']);
  });

  it('leaves no trace of the device and the IP but keyed hashes', async () => {
    const shop = await openReferralShop();
    await shop.invite('ben', { ip: '203.0.113.77', deviceId: 'a-device-of-ben' });
    const [{ found } = { found: -1 }] = await database.$queryRaw<{ found: number }[]>`
      SELECT count(*)::int AS found FROM (
        SELECT e::text AS row FROM event e UNION ALL SELECT p::text FROM member_profile p UNION ALL
        SELECT a::text FROM member_address a UNION ALL SELECT i::text FROM member_identity i) rows
      WHERE row LIKE '%203.0.113.77%' OR row LIKE '%a-device-of-ben%'`;
    expect(found).toBe(0);
    expect(await database.memberAddress.count({ where: { programmeId: shop.programmeId } })).toBe(1);
  });

  it('is taken without an IP that is none', async () => {
    const shop = await openReferralShop();
    const note = 'ip was left out: it is not an IP address';
    expect(await shop.invite('ben', { ip: 'home' })).toMatchObject([{ kind: 'accepted', result: { note } }]);
  });
});

describe('What the rules are told', () => {
  const rita = { email: 'rita@gmail.com', phone: '+44 20 7946 0958', deviceId: 'd-1', ip: '203.0.113.7' };
  it.each<[string, JsonObject, JsonObject]>([
    ['a stranger', {}, { email: null, phone: false, knownPerson: false, device: false, addressAfterMs: null }],
    ['the same address', { email: ' Rita@gmail.com' }, { email: 'same', knownPerson: false }],
    ['an alias', { email: 'r.i.t.a+x@googlemail.com' }, { email: 'alias' }],
    ['the same phone', { phone: '0044 20 79460958' }, { phone: true }],
    ['the same device', { deviceId: 'd-1' }, { device: true, knownPerson: false }],
    ['the same IP', { ip: '203.0.113.7' }, { addressAfterMs: 0 }],
    ['an earlier member', { email: 'old@example.com' }, { knownPerson: true, email: null }],
  ])('%s', async (_, data, facts) => {
    const shop = await openReferralShop(rita);
    await shop.send(shop.joins('old', { email: 'old@example.com' }));
    await shop.invite('ben', data);
    expect(await shop.factsOf('ben')).toMatchObject({ circleLength: null, friendsInHour: 1, ...facts });
  });

  it('the device and IP of another friend, and how many came within the hour', async () => {
    const shop = await openReferralShop();
    await shop.invite('ben', { deviceId: 'd-9', ip: '203.0.113.9' });
    await shop.invite('cleo', { deviceId: 'd-9', ip: '203.0.113.9' });
    expect(await shop.factsOf('cleo')).toMatchObject({ device: true, addressAfterMs: 0, friendsInHour: 2 });
  });

  it('a circle: rita invites ben, ben invites cleo, cleo invites rita under another account', async () => {
    const shop = await openReferralShop({ deviceId: 'rita-phone' });
    await shop.invite('ben');
    await shop.invite('cleo', { referralCode: await shop.codeOf('ben') });
    await shop.invite('rita-2', { referralCode: await shop.codeOf('cleo'), deviceId: 'rita-phone' });
    expect(await shop.factsOf('rita-2')).toMatchObject({ circleLength: 3, device: false });
  });
});

describe('The limits of a referrer', () => {
  const countedOf = (outcomes: Outcome[]) =>
    outcomes.filter((outcome) => outcome.kind === 'applied' && outcome.data?.counted === true).length;

  it('hold when fifty friends qualify at one moment, each in a transaction of its own', async () => {
    const shop = await openReferralShop();
    const all = names('f', 50);
    await shop.send(...all.map((friend) => shop.joins(friend, { referralCode: shop.code })));
    expect(countedOf(await Promise.all(all.map((friend) => shop.claim(friend))))).toBe(limits.perPeriod);
    expect(await database.referral.count({ where: { countedAt: { not: null }, programmeId: shop.programmeId } })).toBe(
      10,
    );
  });

  it('hold in one batch', async () => {
    const shop = await openReferralShop();
    const all = names('f', 12);
    await shop.send(...all.map((friend) => shop.joins(friend, { referralCode: shop.code })));
    const ids = await Promise.all(all.map(async (friend) => String((await shop.member(friend)).id)));
    const requests = ids.map((id) => requestOf(id, { kind: 'claim', limits }, now.getTime()));
    const outcomes = await inTransaction(database, (tx) => changeReferrals(tx, contextOf(shop.programmeId), requests));
    expect(countedOf(outcomes)).toBe(limits.perPeriod);
    expect(outcomes.at(-1)).toMatchObject({
      data: { reason: 'the limit of 10 rewarded friends in 30 days is reached' },
    });
  });

  it('leave room after the period, hold for stories run out of order, and get back what was taken back', async () => {
    const shop = await openReferralShop();
    const all = names('f', 14);
    await shop.send(...all.map((friend) => shop.joins(friend, { referralCode: shop.code })));
    const later = now.getTime() + 20 * dayMs;
    for (const friend of all.slice(0, 10)) await shop.claim(friend, later);
    expect(await shop.claim('f10', now.getTime())).toMatchObject({ data: { counted: false } });
    expect(await shop.claim('f11', later + 30 * dayMs)).toMatchObject({ data: { counted: true } });
    await shop.change('f0', { kind: 'mark', state: 'returned' });
    expect(await shop.claim('f12', later)).toMatchObject({ data: { counted: false } });
    await shop.change('f1', { kind: 'mark', state: 'returned' });
    expect(await shop.claim('f13', later)).toMatchObject({ data: { counted: true } });
  });

  it('belong to one campaign: another keeps its hands off', async () => {
    const shop = await openReferralShop();
    await shop.invite('ben');
    await shop.change('ben', { kind: 'open' });
    const other = {
      ...requestOf(String((await shop.member('ben')).id), { kind: 'claim', limits }, 0),
      enrolmentId: '999',
    };
    const outcomes = await inTransaction(database, (tx) => changeReferrals(tx, contextOf(shop.programmeId), [other]));
    expect(outcomes).toMatchObject([{ kind: 'refused', code: 'OTHER_CAMPAIGN' }]);
  });
});

describe('A return in the moment of the payment', () => {
  const claimFor = (orderId: string) => ({ kind: 'claim', limits, order: { orderId, minMinor: 1 } }) as const;

  it('waits for a payment that is under way, and comes after it', async () => {
    const shop = await openReferralShop();
    await shop.invite('ben');
    await shop.send(shop.order('o-1', 4_000, { memberId: 'ben' }));
    const request = requestOf(String((await shop.member('ben')).id), claimFor('o-1'), now.getTime());
    let returned: string | undefined;
    let returning: Promise<unknown> = Promise.resolve();
    const [outcome] = await inTransaction(database, async (tx) => {
      const outcomes = await changeReferrals(tx, contextOf(shop.programmeId), [request]);
      returning = shop.send(shop.back({ orderId: 'o-1' }, { memberId: 'ben' })).then(([a]) => (returned = a?.kind));
      await untilWaitingForLocks(database);
      expect(returned).toBeUndefined();
      return outcomes;
    });
    await returning;
    expect(outcome).toMatchObject({ kind: 'applied' });
    expect(returned).toBe('accepted');
  });

  it('is waited for when it came first, and nothing is paid', async () => {
    const shop = await openReferralShop();
    await shop.invite('ben');
    await shop.send(shop.order('o-2', 4_000, { memberId: 'ben' }));
    let claiming: Promise<Outcome> | undefined;
    await inTransaction(database, async (tx) => {
      await tx.$executeRaw`UPDATE sales_order SET returned_minor = amount_minor WHERE order_id = 'o-2'`;
      claiming = shop.change('ben', claimFor('o-2'));
      await untilWaitingForLocks(database);
    });
    expect(await claiming).toMatchObject({ kind: 'refused', code: 'ORDER_RETURNED' });
    expect(await shop.friends()).toMatchObject([{ state: 'joined' }]);
  });
});

describe('Codes and links', () => {
  it('a member has one code, however often and at once it is asked for', async () => {
    const shop = await openReferralShop();
    const codes = await Promise.all(Array.from({ length: 10 }, () => shop.codeOf('rita')));
    expect(new Set(codes)).toEqual(new Set([shop.code]));
    expect(shop.code).toMatch(/^[2-9A-HJ-NP-Z]{10}$/);
  });

  it('the link of a code that nobody has, or of no live campaign, leads nowhere and says so', async () => {
    const shop = await openReferralShop();
    const secret = 'a secret for the tests';
    const app = createApi({ database, clock: clock as never, unsubscribeSecret: secret, logger: quietLogger });
    expect((await app.request('/r/NOBODYS222')).status).toBe(404);
    expect(await (await app.request(`/r/${shop.code}`)).text()).toMatch(/not open at the moment/);
    const definition = { settings: { landingUrl: 'https://shop.example/join?src=mail' } };
    const { programmeId } = shop;
    await database.campaign.create({
      data: {
        ...{ programmeId, code: 'r', name: 'R', lifecycle: 'referral-reward', status: 'live', createdAt: now },
        versions: {
          create: { programmeId, version: 1, definition, definitionHash: '', listensTo: [], createdAt: now },
        },
      },
    });
    const answer = await app.request(`/r/${shop.code.toLowerCase()}`);
    expect([answer.status, answer.headers.get('location')]).toEqual([
      302,
      `https://shop.example/join?src=mail&ref=${shop.code}`,
    ]);
  });

  it('the command line gives the code, and tells the state of each invitation in words', async () => {
    const shop = await openReferralShop();
    await shop.invite('ben');
    const reasons = ['no order within 30 days of joining'];
    await shop.change('ben', { kind: 'mark', state: 'refused', reasons });
    const { code: programme } = await database.programme.findUniqueOrThrow({ where: { id: shop.programmeId } });
    const which = ['--programme', programme];
    expect(await runJson(url, ['referral', 'code', 'rita', ...which])).toMatchObject({ code: shop.code });
    const listed = await runCli(url, ['referral', 'list', 'rita', ...which]);
    expect(listed.stdout).toMatch(/ben .*not counted: no order within 30 days of joining/);
    const shown = await runCli(url, ['member', 'show', 'rita', ...which]);
    expect(shown.stdout).toMatch(/Invitations\n[^]*ben/);
  });
});
