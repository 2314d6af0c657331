import { z } from 'zod';
import type { Db } from '../platform/database.ts';
import { readOnlyRow } from '../platform/rows.ts';
import { launchesWait } from '../modules/campaigns/schedule.ts';
import { editsWait } from '../modules/enrolments/rows-edits.ts';
import { isVerificationAsked } from '../modules/invariants/ask.ts';
import { journeysWait } from '../modules/journeys/bring-in.ts';
import { watchesWait } from '../modules/journeys/rows-watches.ts';
import { reversalsWait } from '../modules/reversals/rows.ts';
import { segmentsWait } from '../modules/segments/rows-members.ts';
import { dueQueues } from '../modules/messaging/sending/rows-queue.ts';
import { webhookCallsWait } from '../modules/webhooks/rows-calls.ts';
import { readWaiting } from '../modules/webhooks/rows-notifications.ts';

/** What waits in the database to be carried to Temporal. */
export interface Backlog {
  readonly enrolments: boolean;
  readonly cohorts: boolean;
  readonly signals: boolean;
  readonly messages: boolean;
  /** What has no place in the feed yet, or a delivery that is due. */
  readonly notifications: boolean;
  /** Somebody asked that the ledger be proved. */
  readonly verifications: boolean;
  /** What campaigns granted and is to be taken back. */
  readonly reversals: boolean;
  /** Members whom segments that are watched have to look at. */
  readonly segments: boolean;
  /** What has come to the doors of journeys. */
  readonly entries: boolean;
  /** What journeys look after and time alone may have made true. */
  readonly watches: boolean;
  /** What journeys ask systems of the shop. */
  readonly calls: boolean;
  /** Campaigns whose time to go live has come. */
  readonly launches: boolean;
  /** Edits of journeys that have not come to everybody inside. */
  readonly edits: boolean;
}

const backlogRow = z.object({ enrolments: z.boolean(), cohorts: z.boolean(), signals: z.boolean() });

/** Looks whether there is anything to carry; cheap enough to ask ten times a second. */
export async function readBacklog(db: Db, now: Date): Promise<Backlog> {
  const [row, queues, told, verifications, reversals, segments, entries, watches, calls, launches, edits] =
    await Promise.all([
      readOnlyRow(backlogRow, db.$queryRaw`SELECT enrolments, cohorts, signals FROM relay_backlog()`),
      dueQueues(db, now),
      readWaiting(db),
      isVerificationAsked(db),
      reversalsWait(db),
      segmentsWait(db, now),
      journeysWait(db, now),
      watchesWait(db, now),
      webhookCallsWait(db),
      launchesWait(db, now),
      editsWait(db),
    ]);
  return {
    ...row,
    messages: queues.length > 0,
    notifications: told.notifications || told.deliveries,
    verifications,
    reversals,
    segments,
    entries,
    watches,
    calls,
    launches,
    edits,
  };
}
