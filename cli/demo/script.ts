import type { Programme } from '../../domain/programme.ts';
import type { Database } from '../../store/database.ts';
import { castNewcomers, castRegulars } from './cast.ts';
import type { Script } from './month.ts';
import { planRedemptions } from './redemptions.ts';

export interface ScriptOptions {
  readonly programmeId: number;
  readonly programme: Programme;
  readonly dayOne: Date;
  readonly days: number;
  readonly seed: number;
  readonly newcomers: number;
}

/** Orders a day of members who were there before. */
const ordersPerDay = 15;
const sampleMax = 2_000;

/** What members will do in the month, from a seed: people join, complete profiles, order, return and redeem. */
export async function writeScript(database: Database, options: ScriptOptions): Promise<Script> {
  const { programmeId, programme, dayOne, days, seed, newcomers } = options;
  const orders = await database.salesOrder.findMany({
    where: { programmeId, amountMinor: { gt: 0 } },
    orderBy: { orderId: 'asc' },
    take: sampleMax,
    select: { amountMinor: true },
  });
  const members = await database.member.findMany({
    where: { programmeId },
    orderBy: { externalId: 'asc' },
    take: sampleMax,
    select: { externalId: true },
  });
  const cast = {
    seed,
    newcomers,
    startsAt: dayOne,
    currency: programme.currency,
    amountsMinor: orders.map(({ amountMinor }) => Number(amountMinor)),
  };
  const memberIds = members.map(({ externalId }) => externalId);
  const last = dayOne.getTime() + days * 86_400_000;
  const events = [...castNewcomers(cast), ...castRegulars({ ...cast, days, perDay: ordersPerDay, memberIds })]
    .filter(({ occurredAt }) => occurredAt.getTime() < last - 86_400_000)
    .sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || (a.id < b.id ? -1 : 1));
  const redemptions = await planRedemptions(database, { programmeId, seed, startsAt: dayOne, days });
  return { events, redemptions };
}
