import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { redeemCoupon, returnCoupon } from '../../modules/coupons/move-one.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { capture, hold, refund, release, spend } from '../../modules/ledger/redeem.ts';
import { earn } from '../../modules/ledger/earn.ts';
import { revertCampaign, type NewReversal } from '../../modules/reversals/revert.ts';
import { runReversalPage } from '../../modules/reversals/run-page.ts';
import { type Entered, type GrantingCampaign, openGranting } from '../support/granting.ts';
import { openV1World, type V1World } from '../support/v1-world.ts';

const noon = '2026-12-08T12:00:00Z';
let world: V1World;
let campaign: GrantingCampaign;
let campaigns = 0;
beforeAll(async () => {
  world = await openV1World();
});
beforeEach(async () => {
  world.clock.at(noon);
  campaign = await openGranting(world, `spring-${(campaigns += 1)}`);
});
afterAll(() => world.close());

const wanted = (more: Partial<NewReversal> = {}): NewReversal => ({
  ...{
    key: randomUUID(),
    campaign: campaign.code,
    since: new Date('2026-12-01T00:00:00Z'),
    reason: 'ten times too many',
  },
  ...{ dryRun: true, actor: 'test', ...more },
});
const revert = (more: Partial<NewReversal> = {}) => revertCampaign(world, world.programmeId, wanted(more));
/** Looks, and takes back what that showed. */
async function takeBack(more: Partial<NewReversal> = {}) {
  const look = await revert(more);
  const taken = await revert({ ...more, dryRun: false, confirms: look.rowId });
  return { look, taken };
}

const base = (to: Entered, key: string) => ({
  ...{ programmeId: world.programmeId, memberId: to.memberId, key: `${to.member}:${key}`, at: world.clock.now() },
  ...{ source: { type: 'test', id: '1' }, actor: 'test' },
});
async function balanceOf({ memberId }: Entered) {
  const row = await world.database.ledgerBalance.findFirstOrThrow({ where: { memberId } });
  const { available, pending, held, debt } = row;
  return { available: Number(available), pending: Number(pending), held: Number(held), debt: Number(debt) };
}
const noFaults = async () => expect(await verifyInvariants(world.database)).toEqual([]);

describe('A reversal of what a campaign granted', () => {
  it('takes what is unspent, leaves what is spent, and says whose that is', async () => {
    const [anna, ben] = (await campaign.enter(2)) as [Entered, Entered];
    await campaign.givePoints(anna, 100);
    await campaign.givePoints(ben, 100);
    await spend(world.database, [{ ...base(ben, 'spend'), points: 30 }]);

    const { look, taken } = await takeBack();
    expect(look.figures).toMatchObject({
      members: 2,
      grants: 2,
      granted: 200,
      takenBack: 170,
      spent: 30,
      held: 0,
      gone: 0,
    });
    expect(taken).toMatchObject({ status: 'done', dryRun: false, figures: look.figures });
    expect(taken.leftovers).toEqual([
      { kind: 'points', memberId: ben.member, granted: 100, spent: 30, held: 0, orderId: null, coupon: null },
    ]);
    expect(await balanceOf(anna)).toMatchObject({ available: 0, debt: 0 });
    expect(await balanceOf(ben)).toMatchObject({ available: 0, debt: 0 });
    const entry = await world.database.ledgerTxn.findFirstOrThrow({
      where: { memberId: ben.memberId, kind: 'REVERT' },
    });
    expect(entry).toMatchObject({
      amount: 70n,
      reason: 'ten times too many',
      sourceType: 'reversal',
      sourceId: taken.rowId,
    });
    await noFaults();
  });

  it('changes nothing by a look', async () => {
    const [anna] = (await campaign.enter(1)) as [Entered];
    await campaign.givePoints(anna, 100);
    await campaign.giveCoupon(anna);
    const look = await revert();
    expect(look).toMatchObject({ status: 'done', dryRun: true, figures: { takenBack: 100, coupons: 1 } });
    expect(await balanceOf(anna)).toMatchObject({ available: 100 });
    expect(await world.database.ledgerCoupon.findMany({ where: { memberId: anna.memberId } })).toMatchObject([
      { status: 'issued' },
    ]);
    expect(
      await world.database.auditEvent.count({
        where: { target: `campaign:${campaign.code}`, action: { startsWith: 'reversal' } },
      }),
    ).toBe(0);
  });

  it('leaves the points of others, and never takes below what the campaign gave', async () => {
    const [anna] = (await campaign.enter(1)) as [Entered];
    await earn(world.database, [{ ...base(anna, 'order'), points: 500, expiresAt: null }]);
    await campaign.givePoints(anna, 100);
    // The gift expires first and is spent first.
    await spend(world.database, [{ ...base(anna, 'spend'), points: 250 }]);
    const { taken } = await takeBack();
    expect(taken.figures).toMatchObject({ takenBack: 0, spent: 100 });
    expect(await balanceOf(anna)).toMatchObject({ available: 350, debt: 0 });
  });

  it('refuses when something was spent since the look', async () => {
    const [anna] = (await campaign.enter(1)) as [Entered];
    await campaign.givePoints(anna, 100);
    const look = await revert();
    await spend(world.database, [{ ...base(anna, 'spend'), points: 1 }]);
    await expect(revert({ dryRun: false, confirms: look.rowId })).rejects.toMatchObject({ code: 'REVERSAL_CHANGED' });
    expect(await balanceOf(anna)).toMatchObject({ available: 99 });
    expect(await world.database.reversal.count({ where: { campaignId: campaign.campaignId, dryRun: false } })).toBe(0);
  });

  it.each([
    ['no look', {}],
    ['a look at another time', { since: new Date('2026-12-02T00:00:00Z') }],
    ['a look at less', { what: ['points'] as const }],
  ])('needs a look at the same: not with %s', async (name, more) => {
    const [anna] = (await campaign.enter(1)) as [Entered];
    await campaign.givePoints(anna, 100);
    const look = await revert();
    const confirms = name === 'no look' ? {} : { confirms: look.rowId };
    await expect(revert({ dryRun: false, ...confirms, ...more })).rejects.toMatchObject({
      code: 'REVERSAL_UNCONFIRMED',
    });
  });

  it('takes what was granted in its time alone', async () => {
    const [anna] = (await campaign.enter(1)) as [Entered];
    for (const day of ['01', '02', '03']) {
      world.clock.at(`2026-12-${day}T09:00:00Z`);
      await campaign.givePoints(anna, 10);
    }
    world.clock.at(noon);
    const window = { since: new Date('2026-12-02T00:00:00Z'), until: new Date('2026-12-03T09:00:00Z') };
    const { taken } = await takeBack(window);
    expect(taken.figures).toMatchObject({ grants: 1, takenBack: 10 });
    expect(await balanceOf(anna)).toMatchObject({ available: 20 });
  });

  it('happens once, however often it is asked for', async () => {
    const [anna] = (await campaign.enter(1)) as [Entered];
    await campaign.givePoints(anna, 100);
    const look = await revert();
    const once = { key: 'once', dryRun: false, confirms: look.rowId };
    const [first, again] = await Promise.all([revert(once), revert(once)]);
    expect(again).toEqual(first);
    expect(await world.database.ledgerTxn.count({ where: { memberId: anna.memberId, kind: 'REVERT' } })).toBe(1);
    const { taken } = await takeBack();
    expect(taken.figures).toMatchObject({ takenBack: 0, gone: 100, spent: 0 });
    await noFaults();
  });
});

describe('What comes back after a reversal', () => {
  it('from a hold is taken back when it is released, and what is captured stays spent', async () => {
    const [anna] = (await campaign.enter(1)) as [Entered];
    await campaign.givePoints(anna, 100);
    await hold(world.database, [{ ...base(anna, 'hold'), points: 60, expiresAt: new Date('2026-12-09T12:00:00Z') }]);
    const { taken } = await takeBack();
    expect(taken.figures).toMatchObject({ takenBack: 40, held: 60, spent: 0 });
    expect(await balanceOf(anna)).toMatchObject({ available: 0, held: 60 });
    await capture(world.database, [{ ...base(anna, 'capture'), holdKey: `${anna.member}:hold`, points: 20 }]);
    await release(world.database, [{ ...base(anna, 'release'), holdKey: `${anna.member}:hold` }]);
    expect(await balanceOf(anna)).toMatchObject({ available: 0, held: 0, debt: 0 });
    await noFaults();
  });

  it('from an order that is returned is taken back then, so that nobody spends it again', async () => {
    const [anna, ben] = (await campaign.enter(2)) as [Entered, Entered];
    for (const who of [anna, ben]) {
      await campaign.givePoints(who, 100);
      await spend(world.database, [{ ...base(who, 'spend'), points: 60 }]);
    }
    await takeBack();
    const back = (who: Entered) => ({ ...base(who, 'refund'), redemptionKey: `${who.member}:spend`, points: 50 });
    const request = [back(anna), back(ben)];
    await refund(world.database, request);
    await refund(world.database, request);
    for (const who of [anna, ben]) expect(await balanceOf(who)).toMatchObject({ available: 0, debt: 0 });
    const entries = await world.database.ledgerTxn.findMany({
      where: { memberId: anna.memberId },
      orderBy: { id: 'asc' },
    });
    expect(entries.map(({ kind, amount }) => `${kind} ${amount}`)).toEqual([
      ...['EARN 100', 'SPEND 60', 'REVERT 40', 'REFUND 50', 'REVERT 50'],
    ]);
    await noFaults();
  });

  it('by a coupon that was used is withdrawn, as one that was unused is at once', async () => {
    const [anna, ben] = (await campaign.enter(2)) as [Entered, Entered];
    await campaign.giveCoupon(anna);
    await campaign.giveCoupon(ben);
    const couponOf = ({ memberId }: Entered) => world.database.ledgerCoupon.findFirstOrThrow({ where: { memberId } });
    const { code } = await couponOf(ben);
    const move = { at: world.clock.now(), actor: 'test' };
    await redeemCoupon(world.database, world.programmeId, code, { ...move, orderId: 'T-1', amountMinor: 5_000 });
    const { look, taken } = await takeBack();
    expect(taken.figures).toEqual(look.figures);
    expect(taken.figures).toMatchObject({ grants: 2, coupons: 1, couponsUsed: 1, couponsOver: 0 });
    expect(taken.leftovers).toMatchObject([{ kind: 'coupon', memberId: ben.member, orderId: 'T-1', coupon: code }]);
    expect(await couponOf(anna)).toMatchObject({ status: 'cancelled' });
    await returnCoupon(world.database, world.programmeId, code, { ...move, reason: 'order returned' });
    expect(await couponOf(ben)).toMatchObject({ status: 'cancelled' });
    await noFaults();
  });
});

describe('A reversal of many members', () => {
  it('goes on where it stopped, beside others who spend and beside a second worker', async () => {
    const members = await campaign.enter(12);
    for (const member of members) await campaign.givePoints(member, 10);
    const look = await revert();
    const asked = wanted({ dryRun: false, confirms: look.rowId });
    // As a request leaves it that takes one page and is killed: two members done, the rest for whoever comes next.
    const { id } = await world.database.reversal.create({
      data: {
        ...{ programmeId: world.programmeId, key: asked.key, campaignId: campaign.campaignId, sinceAt: look.since },
        ...{
          untilAt: look.until,
          points: true,
          coupons: true,
          reason: asked.reason,
          dryRun: false,
          confirms: BigInt(look.rowId),
        },
        ...{ requestedBy: 'test', createdAt: world.clock.now() },
      },
    });
    const page = () => runReversalPage(world, String(id), 2);
    while ((await world.database.reversal.findUniqueOrThrow({ where: { id } })).phase === 'looking') await page();
    await page();
    await spend(world.database, [{ ...base(members.at(-1)!, 'spend'), points: 4 }]);
    await Promise.all(Array.from({ length: 20 }, page));
    const done = await revert({ ...asked });
    expect(done).toMatchObject({ status: 'done', figures: { members: 12, grants: 12, takenBack: 116, spent: 4 } });
    expect(await world.database.ledgerTxn.count({ where: { sourceType: 'reversal', sourceId: String(id) } })).toBe(12);
    await noFaults();
  });
});
