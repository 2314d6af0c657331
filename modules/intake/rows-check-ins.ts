import type { Db } from '../../platform/database.ts';
import { readBooksOf, readCheckInCampaign, readHeldOut } from '../check-ins/rows.ts';
import type { StreakBook } from '../check-ins/rules.ts';
import { isCheckIn } from './rules/check-ins.ts';
import type { CheckInContext, PlannedCheckIn } from './rules/context.ts';
import type { Fact } from './rules/facts.ts';

/** What deciding on the check-ins of a batch needs; undefined when it has none, or no campaign runs. Its members are locked. */
export async function readCheckInContext(
  db: Db,
  programmeId: number,
  facts: readonly Fact[],
): Promise<CheckInContext | undefined> {
  const members = [...new Set(facts.filter(({ type }) => isCheckIn(type)).map(({ memberId }) => memberId))];
  if (members.length === 0) return undefined;
  const campaign = await readCheckInCampaign(db, programmeId);
  if (!campaign) return undefined;
  const { versionId, rules, paused } = campaign;
  const heldOut = await readHeldOut(db, { programmeId, versionId, names: members });
  return { rules, paused, heldOut, books: await readBooksOf(db, programmeId, members) };
}

/** Writes the check-ins of a plan in the transaction that wrote its events. */
export async function writeCheckIns(
  db: Db,
  programmeId: number,
  planned: readonly PlannedCheckIn[],
  eventIds: readonly string[],
): Promise<void> {
  if (planned.length === 0) return;
  const days: object[] = [];
  const restated = new Map<string, object>();
  for (const { member, place, entry, restated: later } of planned) {
    if (entry) {
      const { at, ...facts } = entry;
      days.push({ member_id: member.id, ...facts, at: new Date(at), event_id: eventIds[place] });
    }
    for (const again of later) {
      restated.set(`${member.id} ${again.day}`, { ...again, member_id: member.id, at: undefined });
    }
  }
  const streaks = new Map(planned.map(({ member, book }) => [member.id, streakRow(member.id, book)]));
  const batch = { days, restated: [...restated.values()], streaks: [...streaks.values()] };
  await db.$executeRaw`SELECT write_check_ins(${programmeId}::int, ${JSON.stringify(batch)}::jsonb)`;
}

function streakRow(memberId: string, { days, best, cards }: StreakBook) {
  const last = days.at(-1);
  if (!last) throw new Error(`member ${memberId} has a streak without a day`);
  const { month, used } = cards;
  return { member_id: memberId, streak: last.streak, best, last_day: last.day, cards_month: month, cards_used: used };
}
