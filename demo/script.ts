import type { Programme } from '../modules/programme/rules.ts';
import type { Database } from '../platform/database.ts';
import { referralCodeOf } from '../modules/referrals/rows-codes.ts';
import { generateNewcomers, generateRegulars } from './cast.ts';
import { castCheckIns } from './cast-checkins.ts';
import type { Script } from './month.ts';
import { castCheckouts, castLastMinute } from './cast-checkouts.ts';

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
/** Members who were there before and check in every day, and who invite friends. */
const checkInMembers = 150;
const inviters = 30;

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
    select: { id: true, externalId: true },
  });
  const referralCodes: string[] = [];
  for (const { id } of everyNth(members, inviters)) {
    referralCodes.push(await referralCodeOf(database, { programmeId, memberId: id, now: dayOne }));
  }
  const cast = {
    seed,
    referralCodes,
    newcomers,
    startsAt: dayOne,
    currency: programme.currency,
    amountsMinor: orders.map(({ amountMinor }) => Number(amountMinor)),
  };
  const memberIds = members.map(({ externalId }) => externalId);
  const last = dayOne.getTime() + days * 86_400_000;
  const checkIns = { ...cast, zone: programme.zone, days, memberIds: everyNth(memberIds, checkInMembers) };
  const { checkouts, others } = castCheckouts(
    generateRegulars({ ...cast, days, perDay: ordersPerDay, memberIds }),
    seed,
  );
  const isInTime = (at: Date) => at.getTime() < last - 86_400_000;
  const events = [...generateNewcomers(cast), ...others, ...castCheckIns(checkIns)]
    .filter(({ occurredAt }) => isInTime(occurredAt))
    .sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || (a.id < b.id ? -1 : 1));
  const lastMinute = await castLastMinute(database, { ...cast, programmeId, days });
  return { events, checkouts: [...checkouts.filter(({ at }) => isInTime(at)), ...lastMinute] };
}

/** So many of a list, spread over all of it. */
function everyNth<T>(list: readonly T[], count: number): T[] {
  const step = Math.max(1, Math.floor(list.length / count));
  return list.filter((_, place) => place % step === 0).slice(0, count);
}
