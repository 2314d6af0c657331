import { readFile } from 'node:fs/promises';
import type { JsonObject } from '../../values/json.ts';
import type { Programme } from '../../modules/programme/rules.ts';
import type { Database } from '../../platform/database.ts';
import { parseProgramme } from '../../modules/programme/file.ts';
import { type EventInput, ingestEvents } from '../../modules/intake/ingest.ts';
import { saveProgramme } from '../../modules/programme/rows.ts';

export const reference = parseProgramme(await readFile('playbooks/reference/programme.yaml', 'utf8'), 'programme.yaml');
export const now = new Date('2026-05-20T12:00:00Z');
export const clock = { now: () => now };

let programmes = 0;

/** A shop with the reference programme (and some changes), and what a test does with it; its member is Anna. */
export async function openShop(database: Database, changes: Partial<Programme> = {}) {
  const code = `shop-${++programmes}`;
  const { id: programmeId } = await saveProgramme(database, { ...reference, code, ...changes });
  let sent = 0;
  const event = (type: string, data: JsonObject = {}, more: Partial<EventInput> = {}): EventInput => ({
    id: `e${++sent}`,
    type,
    memberId: 'anna',
    occurredAt: '2026-05-05T10:00:00Z',
    data,
    ...more,
  });
  const send = (...events: EventInput[]) => ingestEvents({ database, clock }, programmeId, events);
  const order = (orderId: string, amountMinor: number, more: Partial<EventInput> = {}) =>
    event('order.placed', { orderId, amountMinor }, more);
  const back = (data: JsonObject, more: Partial<EventInput> = {}) =>
    event('order.returned', data, { occurredAt: '2026-05-10T10:00:00Z', ...more });
  const member = (externalId = 'anna') =>
    database.member.findUniqueOrThrow({ where: { programmeId_externalId: { programmeId, externalId } } });
  const balance = async (externalId = 'anna') => {
    const { id: memberId } = await member(externalId);
    const row = await database.ledgerBalance.findUniqueOrThrow({
      where: { programmeId_memberId: { programmeId, memberId } },
    });
    return { available: Number(row.available), pending: Number(row.pending), debt: Number(row.debt) };
  };
  const rows = async () => ({
    events: await database.event.count({ where: { programmeId } }),
    orders: await database.salesOrder.count({ where: { programmeId } }),
    members: await database.member.count({ where: { programmeId } }),
    txns: await database.ledgerTxn.count({ where: { programmeId } }),
  });
  return { programmeId, event, order, back, send, member, balance, rows };
}

/** The same once Anna has joined. */
export async function openShopWithAnna(database: Database, changes: Partial<Programme> = {}) {
  const shop = await openShop(database, changes);
  await shop.send(shop.event('member.joined', { email: 'anna@example.com' }, { occurredAt: '2026-05-01T09:00:00Z' }));
  return shop;
}
