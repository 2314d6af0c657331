import { z } from 'zod';
import type { Database, Db } from '../../platform/database.ts';
import { readOnlyRow, readRows } from '../../platform/rows.ts';
import { transact } from '../../platform/transact.ts';
import { decideEntries } from './decide.ts';
import { findJourney, isLive } from './journey.ts';
import { lockDueEntries } from './rows-entries.ts';

interface BringInDeps {
  readonly database: Database;
  readonly clock: { now(): Date };
}

/** Entries decided in one transaction, under the locks of their members. */
const entriesMax = 500;

const waitRow = z.object({ waits: z.boolean() });

/** Whether a journey that is live has anybody to decide on, or a door to look at. */
export async function journeysWait(db: Db, now: Date): Promise<boolean> {
  return (await readOnlyRow(waitRow, db.$queryRaw`SELECT journeys_wait(${now}::timestamptz) AS waits`)).waits;
}

const campaignRow = z.object({ id: z.int() });

/** Decides a page of what is due of every journey that is live: no launch keeps the others waiting. Answers how many entries it has decided. */
export async function decideDue({ database, clock }: BringInDeps, goOn: () => boolean): Promise<number> {
  let decided = 0;
  const due = await readRows(
    campaignRow,
    database.$queryRaw`SELECT campaign_id AS id FROM journeys_due(${clock.now()}::timestamptz)`,
  );
  for (const { id } of due) if (goOn()) decided += await decidePage({ database, clock }, id);
  return decided;
}

/** Decides a page of due entries of one campaign; answers how many, 0 when none is left or it is not live any more. */
export function decidePage({ database, clock }: BringInDeps, campaignId: number): Promise<number> {
  return transact(database, async (tx) => {
    if (!(await isLive(tx, campaignId))) return 0;
    const now = clock.now();
    const entries = await lockDueEntries(tx, { campaignId, now, limit: entriesMax });
    if (entries.length === 0) return 0;
    const journey = await findJourney(tx, campaignId);
    if (journey === undefined) throw new Error(`campaign ${campaignId} is no journey and has entries`);
    return (await decideEntries(tx, journey, entries, now)).size;
  });
}
