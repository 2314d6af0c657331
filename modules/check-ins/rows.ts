import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRow, readRows, vouchedFor } from '../../platform/rows.ts';
import { daysReadMax, type StreakBook, type StreakRules } from './rules.ts';

/** The check-in campaign that runs, live or paused; a programme has one at most. */
export interface CheckInCampaign {
  readonly versionId: number;
  readonly rules: StreakRules;
  readonly paused: boolean;
}

const campaignRow = z.object({
  versionId: z.int(),
  status: z.enum(['live', 'paused']),
  rules: vouchedFor<StreakRules>(),
});

/** The rules check-ins are decided by: those of the campaign's current version, whatever version a member's story has. */
export async function readCheckInCampaign(db: Db, programmeId: number): Promise<CheckInCampaign | undefined> {
  const row = await readRow(
    campaignRow,
    db.$queryRaw`
      SELECT v.id AS "versionId", c.status, v.definition -> 'settings' AS rules
      FROM campaign c JOIN campaign_version v ON v.campaign_id = c.id AND v.version = c.current_version
      WHERE c.programme_id = ${programmeId}::smallint AND c.lifecycle = 'check-in-streak' AND c.status IN ('live', 'paused')`,
  );
  return row && { versionId: row.versionId, rules: row.rules, paused: row.status === 'paused' };
}

/** A member's check-ins and zone. */
export interface StreakRow {
  /** The shop's id of the member. */
  readonly name: string;
  readonly zone: string | null;
  readonly book: StreakBook;
}

const streakRow = z.object({ name: z.string(), zone: z.string().nullable(), book: vouchedFor<StreakBook>() });
const streakOfMemberRow = streakRow.extend({ member_id: z.bigint() });
const nameRow = z.object({ name: z.string() });

/** What is remembered of these members' check-ins, by their row ids. */
export async function readStreakBooks(db: Db, memberIds: readonly string[]): Promise<Map<string, StreakRow>> {
  const rows = await readRows(
    streakOfMemberRow,
    db.$queryRaw`
      SELECT member_id, external_id AS name, zone, book
      FROM check_in_books(${memberIds as string[]}::bigint[], ${daysReadMax}::int)`,
  );
  return new Map(rows.map(({ member_id: id, ...row }) => [String(id), row]));
}

export async function readBooksOf(
  db: Db,
  programmeId: number,
  names: readonly string[],
): Promise<Map<string, StreakRow>> {
  const rows = await readRows(
    streakRow,
    db.$queryRaw`
      SELECT external_id AS name, zone, book
      FROM check_in_books(ARRAY(SELECT id FROM member
        WHERE programme_id = ${programmeId}::smallint AND external_id = ANY (${names as string[]}::text[])), ${daysReadMax}::int)`,
  );
  return new Map(rows.map((row) => [row.name, row]));
}

/** Which of these members, by the shop's ids, get nothing from a version of the check-in campaign. */
export async function readHeldOut(
  db: Db,
  { programmeId, versionId, names }: { programmeId: number; versionId: number; names: readonly string[] },
): Promise<Set<string>> {
  const rows = await readRows(
    nameRow,
    db.$queryRaw`
      SELECT name FROM check_in_held_out(${programmeId}::smallint, ${versionId}::int, ${names as string[]}::text[]) AS name`,
  );
  return new Set(rows.map(({ name }) => name));
}
