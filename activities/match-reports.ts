import { ingestIn } from '../modules/intake/ingest.ts';
import { reportEvents } from '../modules/messaging/reachability/report-events.ts';
import { giveUpReports, matchReports } from '../modules/messaging/reachability/take-mail-report.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';

/** A page of the reports that came before their mail was known: taken where it is known by now, given up where it was too long ago. */
export async function matchReportsPage(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  programmeId: number,
): Promise<{ readonly matched: number; readonly givenUp: number }> {
  const now = clock.now();
  const matched = await matchReports(database, programmeId, now, async (tx, given, taken) => {
    await ingestIn(tx, { clock }, programmeId, reportEvents(given, taken, now));
  });
  return { matched: matched.length, givenUp: await giveUpReports(database, programmeId, now) };
}
