import type { Database } from '../../platform/database.ts';
import { purgePage, purgeRemovedPage } from './rows-notifications.ts';

/** The feed goes back so far (real time). */
export const keptDays = 30;
/** What an endpoint has not got yet is kept so much longer; every try is over long before. */
const openKeptDays = 35;
/** A page is one transaction of a few hundredths of a second. */
const rowsMax = 1_000;

/** Removes a page of what is older than the feed goes back; how many rows, 0 when nothing is left to remove. */
export async function purgeNotifications(database: Database, programmeId: number): Promise<number> {
  const told = await purgePage(database, programmeId, { keptDays, openKeptDays, rowsMax });
  return told > 0 ? told : await purgeRemovedPage(database, programmeId, rowsMax);
}
