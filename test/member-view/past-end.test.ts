import { describe, expect, it } from 'vitest';
import { shoppingFigures } from '../../modules/intake/rows-orders.ts';
import { spendablePoints } from '../../modules/ledger/rows-balances.ts';
import { hold, spend } from '../../modules/ledger/redeem.ts';
import { expireDue } from '../../modules/ledger/sweep.ts';
import { readMemberView } from '../../modules/member-view/view.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import { readProgrammeTotals } from '../../modules/programme/rows-totals.ts';
import { freshDatabase } from '../support/database.ts';
import { openShopWithAnna } from '../support/shop.ts';

const { database } = await freshDatabase();

const lastInstant = new Date('2026-06-05T22:59:59.998Z');
const end = new Date('2026-06-05T22:59:59.999Z');

/** Anna has 100 points that end on 5 June, a month after the order; no sweep runs. */
async function open() {
  const shop = await openShopWithAnna(database, { expiry: { kind: 'rolling', months: 1 } });
  await shop.send(shop.order('1', 10_000));
  const { programmeId } = shop;
  const { id: memberId } = await shop.member();
  const programme = await loadProgramme(database, programmeId);
  const shown = async (now: Date) => {
    const view = await readMemberView(database, programme, 'anna', { limit: 50, now });
    const figures = await shoppingFigures(database, now, [String(memberId)]);
    const totals = await readProgrammeTotals(database, programmeId, now);
    return {
      balance: view.balance.available,
      lots: view.lots.map(({ left, held }) => [left, held]),
      upcoming: view.upcoming.map(({ kind, points }) => `${kind} ${points}`),
      figures: figures.get(String(memberId))?.points,
      mail: await spendablePoints(database, { programmeId, memberId }, now),
      programme: [totals.available, totals.outstanding],
    };
  };
  const request = { programmeId, memberId, source: { type: 'test', id: '1' }, actor: 'test' };
  return { ...shop, shown, request };
}

describe('Points past their end', () => {
  it('are shown as spendable up to their last instant, and nowhere from then on, swept or not', async () => {
    const { shown, request, programmeId } = await open();
    expect(await shown(lastInstant)).toEqual({
      ...{ balance: 100, lots: [[100, 0]], upcoming: ['expiry 100'], figures: 100, mail: 100, programme: [100, 100] },
    });
    const gone = { balance: 0, lots: [], upcoming: [], figures: 0, mail: 0, programme: [0, 0] };
    expect(await shown(end)).toEqual(gone);
    expect(await spend(database, [{ ...request, key: 's', at: end, points: 1 }])).toMatchObject([{ ok: false }]);
    await expireDue(database, { programmeId, now: end });
    expect(await shown(end)).toEqual(gone);
  });

  it('that are on hold are still held, and no more', async () => {
    const { shown, request } = await open();
    const until = new Date('2026-07-01T00:00:00Z');
    await hold(database, [{ ...request, key: 'h', at: lastInstant, points: 30, expiresAt: until }]);
    expect(await shown(end)).toMatchObject({ balance: 0, lots: [[0, 30]], mail: 0, programme: [0, 30] });
  });
});
