import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Clock } from '../runtime/clock.ts';
import type { Metrics } from '../runtime/metrics.ts';
import { type Database, type Db, inTransaction } from '../store/database.ts';
import { formDuty } from './form-cohorts.ts';
import { pokeDuty } from './poke-dispatch.ts';
import { startDuty } from './start-cohorts.ts';
import { wakeDuty } from './wake-cohorts.ts';

export interface RelayDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly client: Client;
  readonly taskQueue: string;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** One of the relay's jobs: carries something from PostgreSQL to Temporal and says how much. */
export interface Duty {
  readonly name: string;
  /** Runs in a transaction that holds the duty's lock; what it writes commits when it returns. */
  perform(tx: Db): Promise<number>;
}

export interface Relay {
  /** False while a duty fails again and again: PostgreSQL or Temporal is away. */
  healthy(): boolean;
  /** Ends after the work at hand. */
  stop(): Promise<void>;
}

/** How long a duty that found nothing waits before it looks again: a member waits half of it on average. */
const pollMs = 100;
/** Waits between failures: 0.2, 0.4, ... 5 s. */
const backoffFirstMs = 200;
const backoffMaxMs = 5_000;
/** Failures in a row after which the relay calls itself unhealthy. */
const failuresMax = 3;
/** Class of the locks that let one relay at a time do a duty, however many workers there are. */
const dutyLockClass = 7002;

/**
 * Carries what the database holds ready to Temporal: gathers enrolments into cohorts, starts their workflows, wakes them with
 * events, pokes the dispatch of messages. Everything is at least once: the database forgets a task only after Temporal has it.
 */
export function startRelay(deps: RelayDeps): Relay {
  const duties = [formDuty(deps), startDuty(deps), wakeDuty(deps), pokeDuty(deps)];
  const loops = duties.map((duty, place) => runDuty(deps, duty, place));
  return {
    healthy: () => loops.every((loop) => loop.healthy()),
    stop: async () => void (await Promise.all(loops.map((loop) => loop.stop()))),
  };
}

function runDuty({ database, logger }: RelayDeps, duty: Duty, place: number): Relay {
  let failures = 0;
  let stopped = false;
  let rested = () => {};
  const rest = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      rested = () => (clearTimeout(timer), resolve());
    });

  const loop = async () => {
    while (!stopped) {
      try {
        const done = await inTransaction(database, async (tx) => ((await holdsDuty(tx, place)) ? duty.perform(tx) : 0));
        failures = 0;
        if (done === 0) await rest(pollMs);
      } catch (error) {
        failures += 1;
        logger.warn({ err: error, duty: duty.name, failures }, 'the relay could not do its duty and will try again');
        if (!stopped) await rest(Math.min(backoffMaxMs, backoffFirstMs * 2 ** (failures - 1)));
      }
    }
  };
  const running = loop();
  return {
    healthy: () => failures < failuresMax,
    stop: () => {
      stopped = true;
      rested();
      return running;
    },
  };
}

/** True for the one relay that does this duty now; the lock ends with the transaction, even with the process. */
async function holdsDuty(tx: Db, place: number): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ held: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(${dutyLockClass}::int, ${place}::int) AS held`;
  return row?.held === true;
}
