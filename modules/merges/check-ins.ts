import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows, vouchedFor } from '../../platform/rows.ts';
import type { JsonObject } from '../../values/json.ts';
import { readCheckInCampaign } from '../check-ins/rows.ts';
import type { StreakDay } from '../check-ins/rules.ts';
import { uniteDays } from '../check-ins/rules-united.ts';
import type { MovedCheckIns } from './moved.ts';

/** Days of an account that are looked at: more than a year of them. */
const daysMax = 400;

const dayRow = z.object({
  ...{ isOwn: z.boolean(), day: z.string(), kind: z.enum(['done', 'repaired']), zone: z.string() },
  ...{ at: z.number(), streak: z.int(), points: z.int() },
});
const standingRow = z.object({ standing: vouchedFor<JsonObject>() });

/** Makes the check-ins of two accounts those of one, and counts its streak over the days of both. */
export async function uniteCheckIns(
  tx: Db,
  { programmeId, fromId, intoId }: { programmeId: number; fromId: bigint; intoId: bigint },
): Promise<MovedCheckIns> {
  const all = await readRows(
    dayRow,
    tx.$queryRaw`
      SELECT d.* FROM unnest(ARRAY[${intoId}, ${fromId}]::bigint[]) m (id) CROSS JOIN LATERAL (
        SELECT m.id = ${intoId} AS "isOwn", c.day::text, c.kind, c.zone, (extract(epoch FROM c.at) * 1000)::float8 AS at, c.streak, c.points
        FROM check_in c WHERE c.member_id = m.id ORDER BY c.day DESC LIMIT ${daysMax}::int) d`,
  );
  const [standing] = await readRows(
    standingRow,
    tx.$queryRaw`SELECT to_jsonb(s) AS standing FROM check_in_streak s WHERE s.member_id = ${intoId}`,
  );
  const dayOf = ({ isOwn: _, ...day }: (typeof all)[number]): StreakDay => day;
  const own = all.filter(({ isOwn }) => isOwn).map(dayOf);
  const others = all.filter(({ isOwn }) => !isOwn).map(dayOf);
  const counted = ({ day, streak }: StreakDay) => ({ day, streak });
  const before = own.map(counted);
  const known = new Set(own.map(({ day }) => day));
  const days = others.filter(({ day }) => !known.has(day)).map(counted);
  const moving = days.map(({ day }) => day);
  const moved = { days, before, standing: standing?.standing ?? null };
  if (others.length === 0) return moved;
  const graceDays = (await readCheckInCampaign(tx, programmeId))?.rules.graceDays ?? 0;
  const united = uniteDays(own, others, { graceDays });
  await tx.$executeRaw`
    UPDATE check_in SET member_id = ${intoId} WHERE member_id = ${fromId} AND day = ANY (${moving}::text[]::date[])`;
  await tx.$executeRaw`
    UPDATE check_in c SET streak = u.streak
    FROM unnest(${united.map(({ day }) => day)}::text[]::date[], ${united.map(({ streak }) => streak)}::int[]) u (day, streak)
    WHERE c.member_id = ${intoId} AND c.day = u.day AND c.streak <> u.streak`;
  await writeStanding(tx, { programmeId, fromId, intoId }, united);
  return moved;
}

/** The longest of both is the best; of a month the cards that both used are used. */
async function writeStanding(
  tx: Db,
  { programmeId, fromId, intoId }: { programmeId: number; fromId: bigint; intoId: bigint },
  united: readonly StreakDay[],
): Promise<void> {
  const last = united.at(-1);
  if (last === undefined) return;
  const best = Math.max(...united.map(({ streak }) => streak));
  await tx.$executeRaw`
    INSERT INTO check_in_streak (member_id, programme_id, streak, best, last_day, cards_month, cards_used)
    SELECT ${intoId}, ${programmeId}::smallint, ${last.streak}::int, greatest(${best}::int, max(s.best)), ${last.day}::text::date,
      max(s.cards_month), coalesce(sum(s.cards_used) FILTER (WHERE s.cards_month = (
        SELECT max(o.cards_month) FROM check_in_streak o WHERE o.member_id IN (${fromId}, ${intoId}))), 0)
    FROM check_in_streak s WHERE s.member_id IN (${fromId}, ${intoId})
    ON CONFLICT (member_id) DO UPDATE SET streak = excluded.streak, best = excluded.best, last_day = excluded.last_day,
      cards_month = excluded.cards_month, cards_used = excluded.cards_used`;
}

/** Gives each account its own days back; false when the streak that stays could not be what it was, for days came since. */
export async function partCheckIns(
  tx: Db,
  { fromId, intoId }: { fromId: bigint; intoId: bigint },
  { days, before, standing }: MovedCheckIns,
): Promise<boolean> {
  if (days.length === 0) return true;
  await tx.$executeRaw`
    UPDATE check_in c SET member_id = ${fromId}, streak = u.streak
    FROM unnest(${days.map(({ day }) => day)}::text[]::date[], ${days.map(({ streak }) => streak)}::int[]) u (day, streak)
    WHERE c.member_id = ${intoId} AND c.day = u.day`;
  const known = before.map(({ day }) => day);
  await tx.$executeRaw`
    UPDATE check_in c SET streak = u.streak
    FROM unnest(${known}::text[]::date[], ${before.map(({ streak }) => streak)}::int[]) u (day, streak)
    WHERE c.member_id = ${intoId} AND c.day = u.day`;
  const since = await tx.checkIn.count({ where: { memberId: intoId, NOT: { day: { in: known.map(dateOf) } } } });
  if (since > 0) return false;
  await tx.$executeRaw`DELETE FROM check_in_streak WHERE member_id = ${intoId}`;
  if (standing !== null) {
    await tx.$executeRaw`
      INSERT INTO check_in_streak SELECT * FROM jsonb_populate_record(null::check_in_streak, ${JSON.stringify(standing)}::jsonb)`;
  }
  return true;
}

const dateOf = (day: string) => new Date(`${day}T00:00:00Z`);
