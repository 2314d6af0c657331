import { createRedemption } from '../../modules/checkout/create-redemption.ts';
import type { QuoteInput, RedemptionInput } from '../../modules/checkout/input.ts';
import { quote } from '../../modules/checkout/quote.ts';
import { captureRedemption } from '../../modules/checkout/capture.ts';
import { refundRedemption } from '../../modules/checkout/refund.ts';
import { releaseRedemption } from '../../modules/checkout/release.ts';
import { showRedemption } from '../../modules/checkout/show.ts';
import { type EventAnswer, type EventInput, ingestEvents } from '../../modules/intake/ingest.ts';
import { releaseDueHolds } from '../../modules/ledger/sweep.ts';
import type { Programme } from '../../modules/programme/rules.ts';
import { saveProgramme } from '../../modules/programme/rows.ts';
import type { Database } from '../../platform/database.ts';
import type { PerennialError } from '../../platform/errors.ts';
import type { JsonObject } from '../../values/json.ts';
import { reference } from './shop.ts';
import { testClock } from './test-clock.ts';

let shops = 0;

/** A shop with the reference programme whose checkout a test goes through; Anna has joined, and bought for 400.00: 450 points. */
export async function openCheckout(database: Database, changes: Partial<Programme> = {}) {
  const clock = testClock('2026-12-08T10:00:00Z');
  const deps = { database, clock };
  const { id: programmeId } = await saveProgramme(database, { ...reference, code: `checkout-${++shops}`, ...changes });
  const by = { actor: 'test' };
  let sent = 0;

  const send = async (type: string, data: JsonObject = {}, more: Partial<EventInput> = {}): Promise<EventAnswer> => {
    const event = { id: `e${++sent}`, type, memberId: 'anna-1', occurredAt: clock.now(), data, ...more };
    const [answer] = await ingestEvents(deps, programmeId, [event]);
    if (answer === undefined) throw new Error('no answer');
    return answer;
  };
  const order = (orderId: string, amountMinor: number, data: JsonObject = {}, more: Partial<EventInput> = {}) =>
    send('order.placed', { orderId, amountMinor, ...data }, more);
  const back = (orderId: string, amountMinor?: number, more: Partial<EventInput> = {}) =>
    send('order.returned', { orderId, ...(amountMinor === undefined ? {} : { amountMinor }) }, more);
  const hold = (input: Partial<RedemptionInput> = {}, key?: string) =>
    createRedemption(
      deps,
      programmeId,
      { memberId: 'anna-1', orderId: '1002', points: 400, ...input },
      { ...by, ...(key === undefined ? {} : { key }) },
    );
  const shop = {
    ...{ programmeId, deps, clock, send, order, back, hold },
    quote: (input: Partial<QuoteInput> = {}) =>
      quote(deps, programmeId, { memberId: 'anna-1', amountMinor: 4_000, ...input }),
    capture: (id: string, points?: number) =>
      captureRedemption(deps, programmeId, id, points === undefined ? {} : { points }, by),
    release: (id: string) => releaseRedemption(deps, programmeId, id, by),
    refund: (id: string, points?: number) =>
      refundRedemption(deps, programmeId, id, { ...(points === undefined ? {} : { points }), reason: 'a test' }, by),
    show: (id: string) => showRedemption(deps, programmeId, id),
    sweep: () => releaseDueHolds(database, { programmeId, now: clock.now() }),
    /** What the ledger itself has: to spend, held and owed. */
    balance: async (externalId = 'anna-1') => {
      const member = await database.member.findUniqueOrThrow({
        where: { programmeId_externalId: { programmeId, externalId } },
      });
      const row = await database.ledgerBalance.findUniqueOrThrow({
        where: { programmeId_memberId: { programmeId, memberId: member.id } },
      });
      return { available: Number(row.available), held: Number(row.held), debt: Number(row.debt) };
    },
    /** What is left in the member's lots, in the order of their ends. */
    lots: async (externalId = 'anna-1') => {
      const member = await database.member.findUniqueOrThrow({
        where: { programmeId_externalId: { programmeId, externalId } },
      });
      const lots = await database.ledgerLot.findMany({ where: { memberId: member.id }, orderBy: { id: 'asc' } });
      return lots.map((lot) => ({ left: Number(lot.remaining), held: Number(lot.held), expiresAt: lot.expiresAt }));
    },
  };
  await send('member.joined', { email: 'anna@example.com' }, { occurredAt: '2026-12-08T09:00:00Z' });
  await order('1001', 40_000, {}, { occurredAt: '2026-12-08T09:05:00Z' });
  return shop;
}

/** The refusal that a call comes to, by what a test says of it. */
export async function refusalOf(call: Promise<unknown>): Promise<PerennialError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error && error.name === 'PerennialError') return error as PerennialError;
    throw error;
  }
  throw new Error('nothing was refused');
}
