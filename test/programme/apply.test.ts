import { describe, expect, it } from 'vitest';
import { applyProgramme } from '../../modules/programme/apply.ts';
import type { Programme } from '../../modules/programme/rules.ts';
import { freshDatabase } from '../support/database.ts';
import { now, openShop, openShopWithAnna, reference } from '../support/shop.ts';
import { testClock } from '../support/test-clock.ts';

const { database } = await freshDatabase();
const clock = testClock(now.toISOString());

const [base, silver, gold] = reference.tiers;
if (!base || !silver || !gold) throw new Error('the reference programme has three tiers');
const renamed = [base, { ...silver, code: 'argent' }, gold];

async function shopOf(...spent: readonly number[]) {
  const shop = await openShop(database);
  for (const [place, amountMinor] of spent.entries()) {
    const memberId = `m${place}`;
    await shop.send(shop.event('member.joined', {}, { memberId, occurredAt: '2026-05-01T10:00:00Z' }));
    await shop.send(shop.order(`o${place}`, amountMinor, { memberId }));
  }
  const { code } = await database.programme.findUniqueOrThrow({ where: { id: shop.programmeId } });
  const apply = (changes: Partial<Programme>, dryRun = false) =>
    applyProgramme({ database, clock }, { ...reference, code, ...changes }, { actor: 'test', dryRun });
  const tiers = async () => {
    const rows = await database.member.findMany({
      where: { programmeId: shop.programmeId },
      orderBy: { externalId: 'asc' },
    });
    return rows.map(({ tier }) => tier);
  };
  return { ...shop, apply, tiers };
}

describe('A tier whose code is gone', () => {
  it('moves its members to what their purchases reach, and says how many', async () => {
    const { apply, tiers } = await shopOf(1_000, 60_000, 70_000, 250_000);
    expect(await tiers()).toEqual(['base', 'silver', 'silver', 'gold']);
    const would = await apply({ tiers: renamed }, true);
    expect(would).toMatchObject({ dryRun: true, moved: [{ from: 'silver', to: 'argent', members: 2 }] });
    expect(await tiers()).toEqual(['base', 'silver', 'silver', 'gold']);
    expect((await apply({ tiers: renamed })).moved).toEqual(would.moved);
    expect(await tiers()).toEqual(['base', 'argent', 'argent', 'gold']);
    expect((await apply({ tiers: renamed })).moved).toEqual([]);
  });

  it('moves them down where no tier is left that they reach, and touches nobody else', async () => {
    const { apply, tiers } = await shopOf(60_000, 250_000);
    const { moved } = await apply({ tiers: [{ ...base, code: 'member' }, gold] });
    expect(moved).toEqual([{ from: 'silver', to: 'member', members: 1 }]);
    expect(await tiers()).toEqual(['member', 'gold']);
  });

  it('of which only the name changes moves nobody', async () => {
    const { apply } = await shopOf(60_000);
    expect((await apply({ tiers: [base, { ...silver, name: 'Argent' }, gold] })).moved).toEqual([]);
  });
});

describe('Another currency', () => {
  const yen = { currency: 'JPY' };

  it('is refused once there are orders, when it is only tried as well', async () => {
    const { apply } = await shopOf(1_000);
    for (const dryRun of [true, false]) {
      await expect(apply(yen, dryRun)).rejects.toThrow(/has orders in GBP; it can't change to JPY/);
    }
  });

  it('is refused while campaigns have amounts, which it would make other sums of', async () => {
    const { apply, programmeId } = await shopOf();
    await apply({ currency: 'EUR' });
    const campaign = { code: 'gift', name: 'Gift', lifecycle: 'onboarding-gift', status: 'draft' };
    await database.campaign.create({ data: { programmeId, ...campaign } });
    for (const dryRun of [true, false]) {
      await expect(apply(yen, dryRun)).rejects.toThrow(/has campaigns with amounts in EUR; it can't change to JPY/);
    }
  });
});

describe('A dry run', () => {
  it('changes nothing of the programme', async () => {
    const { programmeId } = await openShopWithAnna(database);
    const before = await database.programme.findUniqueOrThrow({ where: { id: programmeId } });
    const definition = { ...reference, code: before.code, name: 'Other' };
    await applyProgramme({ database, clock }, definition, { actor: 'test', dryRun: true });
    expect(await database.programme.findUniqueOrThrow({ where: { id: programmeId } })).toEqual(before);
  });
});
