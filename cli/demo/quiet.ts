import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../store/database.ts';

const pollMs = 250;
/** Work follows work within a second; nothing for this long means that all that was due is done. */
const stillMs = 4_000;
const patienceMs = 180_000;

/** What is under way: anything but zeros means that something due has not been done. */
export interface Backlog {
  readonly wakeUps: number;
  readonly enrolments: number;
  readonly mails: number;
  /** Lots past their expiry that no sweep has expired yet. */
  readonly lots: number;
}

/** Resolves when nothing due is left and nothing has happened for a while; the clock must stand still by then. */
export async function untilQuiet(
  database: Database,
  programmeId: number,
  now: () => Date,
  onWait: (backlog: Backlog) => void,
): Promise<void> {
  const deadline = performance.now() + patienceMs;
  let before = '';
  let stillSince = performance.now();
  for (;;) {
    const { backlog, trace } = await look(database, programmeId, now());
    const busy = Object.values(backlog).some((count) => count > 0);
    if (busy || trace !== before) stillSince = performance.now();
    before = trace;
    if (!busy && performance.now() - stillSince >= stillMs) return;
    if (performance.now() > deadline) {
      throw new Error(`The month is over, but work is left after ${patienceMs / 1000} s: ${JSON.stringify(backlog)}.`);
    }
    onWait(backlog);
    await sleep(pollMs);
  }
}

async function look(database: Database, programmeId: number, now: Date): Promise<{ backlog: Backlog; trace: string }> {
  const [row] = await database.$queryRaw<Record<keyof Backlog | 'steps' | 'txns' | 'ended', bigint>[]>`
    SELECT
      (SELECT count(*) FROM wake_up w WHERE w.programme_id = ${programmeId}::int AND w.delivered_at IS NULL) AS "wakeUps",
      (SELECT count(*) FROM enrolment e WHERE e.programme_id = ${programmeId}::int AND e.cohort_id IS NULL AND e.status = 'active') AS enrolments,
      (SELECT count(*) FROM message m WHERE m.programme_id = ${programmeId}::int
         AND m.status IN ('reserved', 'sending') AND m.not_before <= ${now}::timestamptz) AS mails,
      (SELECT count(*) FROM ledger.lot l WHERE l.programme_id = ${programmeId}::int
         AND l.state = 'ACTIVE' AND l.remaining > 0 AND l.expires_at <= ${now}::timestamptz) AS lots,
      (SELECT coalesce(max(id), 0) FROM step) AS steps,
      (SELECT coalesce(max(id), 0) FROM ledger.txn) AS txns,
      (SELECT count(*) FROM enrolment e WHERE e.ended_at IS NOT NULL) AS ended`;
  const count = (value: bigint | undefined) => Number(value ?? 0);
  return {
    backlog: {
      wakeUps: count(row?.wakeUps),
      enrolments: count(row?.enrolments),
      mails: count(row?.mails),
      lots: count(row?.lots),
    },
    trace: `${row?.steps}/${row?.txns}/${row?.ended}`,
  };
}
