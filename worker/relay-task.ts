import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Clock } from '../platform/clock.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Backlog } from './backlog.ts';
import type { WebhookReach } from '../modules/webhooks/reach.ts';
import type { Database } from '../platform/database.ts';

/** What the relay and its tasks work with. */
export interface RelayDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly client: Client;
  readonly taskQueue: string;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Where systems of the shop may be asked; the internet alone when absent. */
  readonly webhookReach?: WebhookReach;
}

/** A call of Temporal that takes longer is given up; a server that answers after half of it is slow, and not away. */
const callPatienceMs = 70_000;

/** What a call of Temporal answers, given up when it takes too long. */
export function inTime<T>(client: Client, call: () => Promise<T>): Promise<T> {
  return client.withDeadline(Date.now() + callPatienceMs, call);
}

/** One of the relay's jobs: carries something from PostgreSQL to Temporal. */
export interface RelayTask {
  readonly name: string;
  /** What it is called for. */
  readonly carries: keyof Backlog;
  /**
   * Carries as long as `goOn` says so, and says how much. Reads in one transaction, calls Temporal outside of any, marks in
   * another: no connection waits for Temporal. Throws when a server is away; what one row met is noted beside that row.
   */
  perform(goOn: () => boolean): Promise<number>;
}
