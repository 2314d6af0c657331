import { heldOutRules, type StreakStanding, streakStanding } from './rules.ts';
import type { Db } from '../../platform/database.ts';
import { readCheckInCampaign, readHeldOut, readStreakBooks } from './rows.ts';
import { loadProgramme } from '../programme/rows.ts';

/** How a streak stands, with the days it had when it is lost. */
export interface MemberStreak extends StreakStanding {
  readonly alive: boolean;
  /** True for who gets nothing for check-ins, so that what they add can be measured: no points and no cards. */
  readonly heldOut: boolean;
  /** Points of the latest check-in. */
  readonly points: number;
}

/** How the streaks of these members stand now, by row id; without those who never checked in, and empty while no campaign runs. */
export async function streaksOf(
  db: Db,
  programmeId: number,
  memberIds: readonly string[],
  now: Date,
): Promise<Map<string, MemberStreak>> {
  const campaign = await readCheckInCampaign(db, programmeId);
  if (!campaign || memberIds.length === 0) return new Map();
  const { zone: programmeZone, quietHours } = (await loadProgramme(db, programmeId)).definition;
  const books = await readStreakBooks(db, memberIds);
  const names = [...books.values()].map(({ name }) => name);
  const held = await readHeldOut(db, { programmeId, versionId: campaign.versionId, names });
  const streaks = new Map<string, MemberStreak>();
  for (const [memberId, { name, zone, book }] of books) {
    const last = book.days.at(-1);
    if (!last) continue;
    const heldOut = held.has(name);
    const rules = heldOut ? heldOutRules(campaign.rules) : campaign.rules;
    const moment = { at: now.getTime(), zone: zone ?? programmeZone, quietHours };
    const standing = streakStanding(book, rules, moment);
    streaks.set(memberId, {
      ...standing,
      streak: last.streak,
      points: last.points,
      alive: standing.streak > 0,
      heldOut,
    });
  }
  return streaks;
}
