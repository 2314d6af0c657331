import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cancelChosenCoupons, type CouponChoice } from '../../modules/coupons/cancel-many.ts';
import { redeemCoupon } from '../../modules/coupons/move-one.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { type Entered, fiveOff, type GrantingCampaign, openGranting } from '../support/granting.ts';
import { runCli, runJson } from '../support/run-cli.ts';
import { openV1World, type V1World } from '../support/v1-world.ts';

vi.setConfig({ testTimeout: 90_000 });

let world: V1World;
let campaign: GrantingCampaign;
let members: Entered[];
beforeAll(async () => {
  // The command line goes by the real clock.
  world = await openV1World({}, new Date().toISOString());
  campaign = await openGranting(world);
  members = await campaign.enter(6);
  for (const member of members) await campaign.giveCoupon(member);
});
afterAll(() => world.close());

const cancel = (choice: CouponChoice, more: object = {}) =>
  cancelChosenCoupons(world, world.programmeId, choice, {
    reason: 'wrong amount',
    actor: 'test',
    dryRun: false,
    ...more,
  });
const couponOf = ({ memberId }: Entered) => world.database.ledgerCoupon.findFirstOrThrow({ where: { memberId } });
const statuses = async () => (await Promise.all(members.map(couponOf))).map(({ status }) => status);

describe('Coupons that are withdrawn in bulk', () => {
  it('are counted first, and nothing is changed', async () => {
    const counts = { cancelled: 6, redeemed: 0, expired: 0, cancelledBefore: 0 };
    expect(await cancel({ campaign: 'spring' }, { dryRun: true })).toEqual({ dryRun: true, ...counts });
    expect(await statuses()).toEqual(Array(6).fill('issued'));
    expect(await cancel({ name: 'another one' }, { dryRun: true })).toMatchObject({ cancelled: 0 });
    const tomorrow = new Date(Date.now() + 86_400_000);
    expect(await cancel({ name: fiveOff.name, since: tomorrow }, { dryRun: true })).toMatchObject({ cancelled: 0 });
  });

  it('are not all there are, nor those of a member nobody knows, nor more than were counted', async () => {
    await expect(cancel({})).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    await expect(cancel({ members: ['nobody'] })).rejects.toMatchObject({ code: 'MEMBER_NOT_FOUND' });
    await expect(cancel({ campaign: 'autumn' })).rejects.toMatchObject({ code: 'CAMPAIGN_NOT_FOUND' });
    await expect(cancel({ campaign: 'spring' }, { expected: 5 })).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
    expect(await statuses()).toEqual(Array(6).fill('issued'));
  });

  it('of some members, from a file, with what is left alone', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'perennial-')), 'ids.txt');
    await writeFile(file, `${members[0]!.member}\n\n${members[1]!.member}\r\n`);
    const { code } = await couponOf(members[1]!);
    const use = { at: world.clock.now(), actor: 'test', orderId: 'T-1', amountMinor: 5_000 };
    await redeemCoupon(world.database, world.programmeId, code, use);
    const words = ['coupon', 'cancel', '--members', file, '--name', fiveOff.name, '--reason', 'wrong amount'];
    const { stdout } = await runCli(world.databaseUrl, [...words, '--dry-run']);
    expect(stdout).toContain('1 coupon would be withdrawn. Left as they are: 1 used, 0 expired, 0 withdrawn before.');
    expect(await runCli(world.databaseUrl, words)).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
    expect(await runJson(world.databaseUrl, [...words, '--yes'])).toMatchObject({ cancelled: 1, redeemed: 1 });
    expect(await statuses()).toEqual(['cancelled', 'redeemed', 'issued', 'issued', 'issued', 'issued']);
  });

  it('happens once, with a history, the notifications and the audit of it', async () => {
    const [first, again] = await Promise.all([cancel({ campaign: 'spring' }), cancel({ campaign: 'spring' })]);
    expect(first.cancelled + again.cancelled).toBeGreaterThanOrEqual(4);
    expect(await cancel({ campaign: 'spring' })).toMatchObject({ cancelled: 0, cancelledBefore: 5, redeemed: 1 });
    const { id: couponId } = await couponOf(members[5]!);
    const moves = await world.database.ledgerCouponMove.findMany({ where: { couponId, kind: 'CANCEL' } });
    expect(moves).toMatchObject([{ reason: 'wrong amount', actor: 'test' }]);
    const told = await world.database.notificationOutbox.count({ where: { type: 'coupon.cancelled' } });
    expect(told).toBe(5);
    const [audit] = await world.database.auditEvent.findMany({
      where: { action: 'coupons.cancel' },
      orderBy: { id: 'desc' },
    });
    expect(audit).toMatchObject({ reason: 'wrong amount', after: { campaign: 'spring', cancelled: 0 } });
    expect(await verifyInvariants(world.database)).toEqual([]);
  });
});

describe('perennial campaign revert', () => {
  it('shows what would come of it, asks, and takes that back', async () => {
    const [anna] = (await campaign.enter(1)) as [Entered];
    await campaign.givePoints(anna, 100);
    const words = [
      'campaign',
      'revert',
      'spring',
      '--since',
      '2026-01-01T00:00Z',
      '--only',
      'points',
      '--reason',
      'too many',
    ];
    const { stdout } = await runCli(world.databaseUrl, [...words, '--dry-run']);
    expect(stdout).toMatch(/100 .*of 100 would be taken back/);
    const look = await runJson(world.databaseUrl, [...words, '--dry-run']);
    expect(look).toMatchObject({ status: 'done', dryRun: true, figures: { takenBack: 100 } });
    const { rowId } = look as { rowId: string };
    expect(await runCli(world.databaseUrl, [...words, '--confirm', rowId])).toMatchObject({ code: 2 });
    const done = await runJson(world.databaseUrl, [...words, '--confirm', rowId, '--yes']);
    expect(done).toMatchObject({ status: 'done', dryRun: false, figures: { takenBack: 100 } });
    const shown = await runCli(world.databaseUrl, ['campaign', 'reversal', (done as { rowId: string }).rowId]);
    expect(shown.stdout).toMatch(/taken back/);
    expect(await runCli(world.databaseUrl, [...words, '--confirm', rowId, '--yes'])).toMatchObject({ code: 4 });
    expect((await runCli(world.databaseUrl, ['campaign', 'report', 'spring'])).stdout).toMatch(/100 .* taken back/);
  });
});
