import { isCheckIn } from '../../domain/intake/check-ins.ts';
import type { CheckInDesk, PlannedCheckIn } from '../../domain/intake/desk.ts';
import type { Fact } from '../../domain/intake/facts.ts';
import { daysReadMax, type StreakBook, type StreakRules } from '../../domain/streaks.ts';
import type { Db } from '../database.ts';

/** The check-in campaign that runs, live or paused; a programme has one at most. */
export interface CheckInCampaign {
  readonly versionId: number;
  readonly rules: StreakRules;
  readonly paused: boolean;
}

/** The rules check-ins are decided by: those of the campaign's current version, whatever version a member's story has. */
export async function readCheckInCampaign(db: Db, programmeId: number): Promise<CheckInCampaign | undefined> {
  const [row] = await db.$queryRaw<{ versionId: number; status: string; rules: StreakRules }[]>`
    SELECT v.id AS "versionId", c.status, v.definition -> 'settings' AS rules
    FROM campaign c JOIN campaign_version v ON v.campaign_id = c.id AND v.version = c.current_version
    WHERE c.programme_id = ${programmeId}::smallint AND c.lifecycle = 'check-in-streak' AND c.status IN ('live', 'paused')`;
  return row && { versionId: row.versionId, rules: row.rules, paused: row.status === 'paused' };
}

/** A member's check-ins and zone. */
export interface StreakRow {
  /** The shop's id of the member. */
  readonly name: string;
  readonly zone: string | null;
  readonly book: StreakBook;
}

/** What is remembered of these members' check-ins, by their row ids. */
export async function readStreakBooks(db: Db, memberIds: readonly string[]): Promise<Map<string, StreakRow>> {
  const rows = await db.$queryRaw<(StreakRow & { member_id: bigint })[]>`
    SELECT member_id, external_id AS name, zone, book
    FROM check_in_books(${memberIds as string[]}::bigint[], ${daysReadMax}::int)`;
  return new Map(rows.map(({ member_id: id, ...row }) => [String(id), row]));
}

async function readBooksOf(db: Db, programmeId: number, names: readonly string[]): Promise<Map<string, StreakRow>> {
  const rows = await db.$queryRaw<StreakRow[]>`
    SELECT external_id AS name, zone, book
    FROM check_in_books(ARRAY(SELECT id FROM member
      WHERE programme_id = ${programmeId}::smallint AND external_id = ANY (${names as string[]}::text[])), ${daysReadMax}::int)`;
  return new Map(rows.map((row) => [row.name, row]));
}

/** What deciding on the check-ins of a batch needs; undefined when it has none, or no campaign runs. Its members are locked. */
export async function readCheckInDesk(
  db: Db,
  programmeId: number,
  facts: readonly Fact[],
): Promise<CheckInDesk | undefined> {
  const members = [...new Set(facts.filter(({ type }) => isCheckIn(type)).map(({ memberId }) => memberId))];
  if (members.length === 0) return undefined;
  const campaign = await readCheckInCampaign(db, programmeId);
  if (!campaign) return undefined;
  const { versionId, rules, paused } = campaign;
  const heldOut = await readHeldOut(db, { programmeId, versionId, names: members });
  return { rules, paused, heldOut, books: await readBooksOf(db, programmeId, members) };
}

/** Which of these members, by the shop's ids, get nothing from a version of the check-in campaign. */
export async function readHeldOut(
  db: Db,
  { programmeId, versionId, names }: { programmeId: number; versionId: number; names: readonly string[] },
): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT name FROM check_in_held_out(${programmeId}::smallint, ${versionId}::int, ${names as string[]}::text[]) AS name`;
  return new Set(rows.map(({ name }) => name));
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
