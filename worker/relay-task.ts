import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Clock } from '../platform/clock.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Backlog } from './backlog.ts';
import type { Database, Db } from '../platform/database.ts';

/** What the relay and its tasks work with. */
export interface RelayDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly client: Client;
  readonly taskQueue: string;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** One of the relay's jobs: carries something from PostgreSQL to Temporal. */
export interface RelayTask {
  readonly name: string;
  /** What it is called for. */
  readonly carries: keyof Backlog;
  /** Runs in a transaction that holds the task's lock, and says how much it carried; what it writes commits then. */
  perform(tx: Db): Promise<number>;
}
