import type { Database } from '../../platform/database.ts';
import { until } from './engine.ts';

/** Waits until so many sessions wait for a lock that another one holds. */
export async function untilWaitingForLocks(database: Database, sessions = 1): Promise<void> {
  const waiting = async () => {
    const [row] = await database.$queryRaw<[{ waiting: bigint }]>`
      SELECT count(*) AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return row.waiting;
  };
  await until(waiting, (count) => count >= sessions, { everyMs: 10 });
}
