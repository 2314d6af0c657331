import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { clawback, earn } from '../../modules/ledger/earn.ts';
import { capture, hold, refund, release, spend } from '../../modules/ledger/redeem.ts';
import { expireDue } from '../../modules/ledger/sweep.ts';
import { revertCampaign } from '../../modules/reversals/revert.ts';
import { type Entered, type GrantingCampaign, openGranting } from '../support/granting.ts';
import { openV1World, type V1World } from '../support/v1-world.ts';

const dayMs = 86_400_000;
const start = Date.parse('2026-12-08T12:00:00Z');
let world: V1World;
beforeAll(async () => {
  world = await openV1World();
});
afterAll(() => world.close());

type Kind = 'grant' | 'earn' | 'spend' | 'hold' | 'release' | 'capture' | 'refund' | 'return' | 'days' | 'revert';
const kinds = [
  'grant',
  'grant',
  'earn',
  'spend',
  'spend',
  'hold',
  'release',
  'capture',
  'refund',
  'return',
  'days',
  'revert',
] as const;
const moves = fc.array(
  fc.record({
    kind: fc.constantFrom<Kind>(...kinds),
    member: fc.nat({ max: 1 }),
    points: fc.integer({ min: 1, max: 40 }),
    back: fc.nat({ max: 5 }),
  }),
  { minLength: 4, maxLength: 25 },
);
type Move = { readonly kind: Kind; readonly member: number; readonly points: number; readonly back: number };

/** Two members of a campaign of its own, to whom things happen. */
class Story {
  readonly members: readonly Entered[];
  readonly campaign: GrantingCampaign;
  readonly keys = new Map<Kind, string[]>();
  now = start;
  #keys = 0;
  constructor(campaign: GrantingCampaign, members: readonly Entered[]) {
    this.campaign = campaign;
    this.members = members;
  }

  async play({ kind, member, points, back }: Move): Promise<void> {
    const who = this.members[member]!;
    const key = `${who.member}:${(this.#keys += 1)}`;
    const known = (...of: Kind[]) => {
      const all = of.flatMap((each) => this.keys.get(each) ?? []).filter((one) => one.startsWith(who.member));
      return all.at(-1 - (back % Math.max(1, all.length))) ?? 'none';
    };
    const note = (...of: Kind[]) => of.forEach((each) => this.keys.set(each, [...(this.keys.get(each) ?? []), key]));
    const base = {
      ...{ programmeId: world.programmeId, memberId: who.memberId, key, at: new Date(this.now), actor: 'test' },
      source: { type: 'test', id: '1' },
    };
    const { database } = world;
    switch (kind) {
      case 'grant':
        await this.campaign.givePoints(who, points, 1 + (back % 4));
        return;
      case 'earn':
        await earn(database, [{ ...base, points, expiresAt: new Date(this.now + 9 * dayMs) }]);
        return;
      case 'spend':
        await spend(database, [{ ...base, points }]);
        return note('spend');
      case 'hold':
        await hold(database, [{ ...base, points, expiresAt: new Date(this.now + dayMs) }]);
        return note('hold');
      case 'release':
        await release(database, [{ ...base, holdKey: known('hold') }]);
        return;
      case 'capture':
        await capture(database, [{ ...base, holdKey: known('hold'), points: Math.ceil(points / 4) }]);
        return note('capture');
      case 'refund':
        await refund(database, [{ ...base, redemptionKey: known('spend', 'capture'), points: Math.ceil(points / 3) }]);
        return;
      case 'return': {
        // The order it was given for comes back: all of a grant is taken, what was spent as well.
        const grants = await database.ledgerTxn.findMany({
          where: { memberId: who.memberId, kind: 'EARN', sourceType: 'enrolment' },
          orderBy: { id: 'asc' },
        });
        const grant = grants.at(-1 - (back % Math.max(1, grants.length)));
        if (grant === undefined) return;
        await clawback(database, [
          { ...base, earnKey: grant.idemKey, totalPoints: Number(grant.amount), policy: 'DEBT' },
        ]);
        return;
      }
      case 'days':
        this.now += (back % 3) * dayMs + dayMs;
        world.clock.at(new Date(this.now).toISOString());
        await expireDue(database, { programmeId: world.programmeId, now: new Date(this.now) });
        return;
      case 'revert':
        return this.revert();
    }
  }

  async revert(): Promise<void> {
    const before = await this.balances();
    const { look, taken } = await this.takeBack();
    expect(taken.figures, 'the look said what happened').toEqual(look.figures);
    const { granted, takenBack, spent, held, gone } = taken.figures;
    expect(takenBack + spent + held + gone, 'what was granted is somewhere').toBe(granted);
    const after = await this.balances();
    expect(after.debt, 'nobody comes to owe anything').toBe(before.debt);
    expect(after.held, 'what is on hold stays there').toBe(before.held);
    expect(before.available + before.pending - after.available - after.pending).toBe(takenBack);
    const again = await this.takeBack();
    expect(again.taken.figures, 'twice is once').toMatchObject({ takenBack: 0, spent, held, gone: gone + takenBack });
  }

  async takeBack() {
    const asked = { campaign: this.campaign.code, since: new Date(start - dayMs), reason: 'a mistake', actor: 'test' };
    const run = (more: object) =>
      revertCampaign(world, world.programmeId, { ...asked, key: randomUUID(), dryRun: true, ...more });
    const look = await run({});
    return { look, taken: await run({ dryRun: false, confirms: look.rowId }) };
  }

  async balances() {
    const rows = await world.database.ledgerBalance.findMany({
      where: { memberId: { in: this.members.map(({ memberId }) => memberId) } },
    });
    const sum = (of: 'available' | 'pending' | 'held' | 'debt') =>
      rows.reduce((total, row) => total + Number(row[of]), 0);
    return { available: sum('available'), pending: sum('pending'), held: sum('held'), debt: sum('debt') };
  }

  /** Points to spend of its own members that reversals had taken back or found spent: the clock of the story before stood later. */
  async comeBack(): Promise<number> {
    const own = this.members.map(({ memberId }) => String(memberId));
    const [row] = await world.database.$queryRaw<{ points: number }[]>`
      SELECT coalesce(sum(ledger.revertible(l, coalesce(c.reversed, 0), ${new Date(this.now)}::timestamptz)), 0)::int AS points
      FROM ledger.reverted_grant g JOIN ledger.lot l ON l.id = g.thing_id LEFT JOIN ledger.reversal_cap c ON c.orig_txn_id = l.id
      WHERE g.kind = 'points' AND l.member_id = ANY (${own}::text[]::bigint[])`;
    return row?.points ?? 0;
  }
}

it('conserves points in any story of grants, spends, holds, returns, expiry and reversals, and lets nothing come back', async () => {
  let stories = 0;
  await fc.assert(
    fc.asyncProperty(moves, async (all) => {
      world.clock.at(new Date(start).toISOString());
      const campaign = await openGranting(world, `laws-${(stories += 1)}`);
      const story = new Story(campaign, await campaign.enter(2));
      for (const move of all) {
        await story.play(move);
        expect(await story.comeBack(), `after ${move.kind}`).toBe(0);
      }
      await story.revert();
      expect(await verifyInvariants(world.database)).toEqual([]);
    }),
    { numRuns: 40, endOnFailure: false },
  );
}, 240_000);

it('is the same beside members who spend, return and are given more at the same moment', async () => {
  world.clock.at(new Date(start).toISOString());
  const campaign = await openGranting(world, 'races');
  const members = await campaign.enter(6);
  for (const member of members) await campaign.givePoints(member, 50);
  const base = (to: Entered, key: string) => ({
    ...{ programmeId: world.programmeId, memberId: to.memberId, key: `${to.member}:${key}`, at: world.clock.now() },
    ...{ source: { type: 'test', id: '1' }, actor: 'test' },
  });
  for (const member of members) await spend(world.database, [{ ...base(member, 'before'), points: 10 }]);
  const story = new Story(campaign, members);
  const asked = { campaign: campaign.code, since: new Date(start - dayMs), reason: 'a mistake', actor: 'test' };
  const look = await revertCampaign(world, world.programmeId, { ...asked, key: 'look', dryRun: true });
  const taking = revertCampaign(world, world.programmeId, {
    ...{ ...asked, key: 'take', dryRun: false, confirms: look.rowId },
  }).catch((error: unknown) => error);
  const others = members.flatMap((member) => [
    spend(world.database, [{ ...base(member, 'beside'), points: 5 }]),
    refund(world.database, [{ ...base(member, 'back'), redemptionKey: `${member.member}:before`, points: 10 }]),
  ]);
  await Promise.all([taking, ...others]);
  await story.revert();
  expect(await story.balances()).toMatchObject({ available: 0, debt: 0 });
  expect(await verifyInvariants(world.database)).toEqual([]);
});
