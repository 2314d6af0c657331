import { z } from 'zod';
import type { Db } from '../platform/database.ts';
import { dueQueues } from '../modules/messaging/sending/rows-queue.ts';
import { readOnlyRow } from '../platform/rows.ts';

/** What waits in the database to be carried to Temporal. */
export interface Backlog {
  readonly enrolments: boolean;
  readonly cohorts: boolean;
  readonly signals: boolean;
  readonly messages: boolean;
}

const waitingRow = z.object({ enrolments: z.boolean(), cohorts: z.boolean(), signals: z.boolean() });

/** Looks whether there is anything to carry; cheap enough to ask ten times a second. */
export async function readBacklog(db: Db, now: Date): Promise<Backlog> {
  const [waiting, queues] = await Promise.all([
    readOnlyRow(
      waitingRow,
      db.$queryRaw`
        SELECT EXISTS (SELECT FROM enrolment WHERE cohort_id IS NULL AND status = 'active') AS enrolments,
          EXISTS (SELECT FROM cohort WHERE started_at IS NULL AND ended_at IS NULL) AS cohorts,
          EXISTS (SELECT FROM signal_outbox WHERE delivered_at IS NULL) AS signals`,
    ),
    dueQueues(db, now),
  ]);
  return { ...waiting, messages: queues.length > 0 };
}
