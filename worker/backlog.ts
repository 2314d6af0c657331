import type { Db } from '../platform/database.ts';
import { dueQueues } from '../modules/messaging/sending/rows-queue.ts';

/** What waits in the database to be carried to Temporal. */
export interface Backlog {
  readonly enrolments: boolean;
  readonly cohorts: boolean;
  readonly signals: boolean;
  readonly messages: boolean;
}

/** Looks whether there is anything to carry; cheap enough to ask ten times a second. */
export async function readBacklog(db: Db, now: Date): Promise<Backlog> {
  const [[row], queues] = await Promise.all([
    db.$queryRaw<Omit<Backlog, 'messages'>[]>`
      SELECT EXISTS (SELECT FROM enrolment WHERE cohort_id IS NULL AND status = 'active') AS enrolments,
        EXISTS (SELECT FROM cohort WHERE started_at IS NULL AND ended_at IS NULL) AS cohorts,
        EXISTS (SELECT FROM signal_outbox WHERE delivered_at IS NULL) AS signals`,
    dueQueues(db, now),
  ]);
  return { enrolments: false, cohorts: false, signals: false, ...row, messages: queues.length > 0 };
}
