import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { enrolDue } from '../../modules/enrolments/enrol-due.ts';
import type { CampaignDefinition } from '../../modules/campaigns/rules.ts';
import { earn } from '../../modules/ledger/earn.ts';
import { storeCampaign, launchVersion } from '../support/campaigns.ts';
import { type Db, inTransaction } from '../../platform/database.ts';
import { lifecycleForms } from '../../workflows/lifecycles/forms.ts';
import { resolveMoney } from '../../workflows/lifecycles/settings-money.ts';
import { enrolInactive } from '../../modules/enrolments/entries/inactive.ts';
import { readSweptCampaign } from '../../modules/enrolments/rows-swept.ts';
import { lifecycles } from '../../workflows/lifecycles/index.ts';
import { addMembers, campaignDefinition, type EngineWorld, happen, openWorld } from '../support/engine.ts';
import { untilWaitingForLocks } from '../support/lock-waits.ts';

const dayMs = 86_400_000;
const now = new Date('2026-06-30T12:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs);

let world: EngineWorld;
let campaignId: number;
let campaigns = 0;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  // Members of an earlier test are not looked for by the next.
  await world.database.$executeRaw`UPDATE member SET status = 'CLOSED'`;
  campaignId = await launchWinBack({});
});

async function launchWinBack(
  settings: object,
  reentry: CampaignDefinition['reentry'] = { kind: 'afterDays', days: 90 },
): Promise<number> {
  const code = `win-back-${(campaigns += 1)}`;
  const parsed = resolveMoney(lifecycleForms['win-back'].settings.parse(settings), 'GBP', () => expect.unreachable());
  const definition = { ...campaignDefinition({ settings: parsed, reentry }), code, lifecycle: 'win-back' as const };
  const campaign = { ...world.campaign, code };
  const applied = await storeCampaign(world.database, { ...campaign, definition, lifecycle: lifecycles['win-back'] });
  await launchVersion(world.database, campaign);
  return applied.campaignId;
}

/** Members by the days since their last order; null has never ordered. */
async function members(...lastOrders: (number | null)[]): Promise<bigint[]> {
  const ids = await addMembers(
    world,
    lastOrders.map(() => null),
  );
  for (const [place, days] of lastOrders.entries()) if (days !== null) await order(ids[place]!, daysAgo(days));
  return ids;
}

/** An order as the intake leaves it on the member. */
async function order(id: bigint, lastOrderAt: Date, db: Db = world.database): Promise<void> {
  await db.member.update({ where: { id }, data: { lastOrderAt, ordersCount: 1, spentMinor: 1_000n } });
}

async function sweep(at = now, id = campaignId): Promise<number> {
  const campaign = await readSweptCampaign(world.database, id);
  let count = 0;
  for (let after: string | null = '0'; after !== null;) {
    const page = await enrolDue(world.database, campaign, { afterMemberId: after, now: at });
    count += page.count;
    after = page.nextAfterMemberId;
  }
  return count;
}

const enrolledOf = async (id = campaignId) => {
  const rows = await world.database.enrolment.findMany({ where: { campaignId: id }, orderBy: { id: 'asc' } });
  return rows.map(({ memberId }) => memberId);
};
const endThe = (memberId: bigint, status: string, endedAt: Date) =>
  world.database.enrolment.updateMany({
    where: { campaignId, memberId, status: 'active' },
    data: { status, reason: 'over', endedAt },
  });

describe('The sweep of a win-back finds', () => {
  it('who has ordered before, but not for 30 days, and not more than a year ago', async () => {
    const [, away, longAway] = await members(29, 30, 364, 366, null);
    expect(await sweep()).toBe(2);
    expect(await enrolledOf()).toEqual([away, longAway]);
    expect(await sweep()).toBe(0);
    const { input } = await world.database.enrolment.findFirstOrThrow({ where: { campaignId } });
    // 31 May ends an hour before midnight UTC: it is summer in London.
    expect(input).toEqual({ cutoffAt: Date.UTC(2026, 4, 31, 23) - 1 });
  });

  it.each([
    ['positive', true],
    ['none', false],
  ] as const)('with "balance: %s" only those who fit', async (balance, wantsPoints) => {
    campaignId = await launchWinBack({ balance });
    const [rich, poor] = await members(40, 40);
    await earn(world.database, [
      {
        ...{ programmeId: world.programmeId, memberId: rich!, key: `rich:${rich}`, at: daysAgo(50) },
        ...{ source: { type: 'test', id: '1' }, actor: 'test', points: 5, expiresAt: daysAgo(-300) },
      },
    ]);
    expect(await sweep()).toBe(1);
    expect(await enrolledOf()).toEqual([wantsPoints ? rich : poor]);
  });

  it('the same member again only when the days between two times are over, counted from the end of the last', async () => {
    const [member] = await members(40);
    await sweep();
    await endThe(member!, 'done', daysAgo(0));
    expect(await sweep(daysAgo(-89))).toBe(0);
    expect(await sweep(daysAgo(-90))).toBe(1);
    const [first, second] = await world.database.enrolment.findMany({ where: { campaignId }, orderBy: { id: 'asc' } });
    expect([first?.occurrence, second?.occurrence]).toEqual([1, 2]);
  });

  it('a member once ever when the campaign says so', async () => {
    campaignId = await launchWinBack({}, { kind: 'never' });
    const [member] = await members(40);
    await sweep();
    await endThe(member!, 'exited', now);
    expect(await sweep(daysAgo(-300))).toBe(0);
  });

  it('a member soon again whose time came to nothing because an order had arrived late', async () => {
    const [member] = await members(40);
    await sweep();
    await order(member!, daysAgo(10));
    await endThe(member!, 'skipped', now);
    expect(await sweep()).toBe(0);
    expect(await sweep(daysAgo(-19))).toBe(0);
    expect(await sweep(daysAgo(-20))).toBe(1);
  });

  it('a member whose only order was of long ago, and arrived today', async () => {
    const [member] = await members(null);
    expect(await sweep()).toBe(0);
    await order(member!, daysAgo(60));
    expect(await sweep()).toBe(1);
    expect(await enrolledOf()).toEqual([member]);
  });
});

describe('A sweep of a win-back and the orders of the same moment', () => {
  it('passes over a member whom an order is changing, so that nobody is enrolled behind its back', async () => {
    const [member, other] = await members(40, 40);
    await inTransaction(world.database, async (tx) => {
      await order(member!, now, tx);
      expect(await sweep()).toBe(1);
    });
    expect(await sweep()).toBe(0);
    expect(await enrolledOf()).toEqual([other]);
  });

  it('makes an order wait that comes while it enrols, which then finds the enrolment and wakes it', async () => {
    const [member] = await members(40);
    const campaign = await readSweptCampaign(world.database, campaignId);
    let ordered: Promise<void> | undefined;
    await inTransaction(world.database, async (tx) => {
      await enrolDue(tx, campaign, { afterMemberId: '0', now });
      ordered = happen(world, [{ memberId: member!, type: 'order.placed' }]);
      await untilWaitingForLocks(world.database);
    });
    await ordered;
    const { id: enrolmentId } = await world.database.enrolment.findFirstOrThrow({ where: { campaignId } });
    expect(await world.database.signalOutbox.count({ where: { enrolmentId } })).toBe(1);
  });

  it('enrols once when two sweeps run at the same time, page by page', async () => {
    const ids = await members(...Array.from({ length: 30 }, () => 40));
    const page = { campaignId, now, cutoffAt: daysAgo(30), oldestAt: daysAgo(300), balance: 'any' as const };
    const sweepInSmallPages = async () => {
      let count = 0;
      for (let after: string | null = '0'; after !== null;) {
        const got = await enrolInactive(world.database, {
          ...page,
          afterMemberId: after,
          scannedMax: 7,
          membersMax: 4,
        });
        count += got.count;
        after = got.nextAfterMemberId;
      }
      return count;
    };
    const counts = await Promise.all([sweepInSmallPages(), sweepInSmallPages()]);
    const late = await sweepInSmallPages();
    expect(counts[0] + counts[1] + late).toBe(30);
    expect((await enrolledOf()).sort((a, b) => Number(a - b))).toEqual(ids);
  });
});
