import type { Logger } from 'pino';
import { readStep } from '../platform/clock.ts';
import { readBacklog } from './backlog.ts';
import { createRelayLease } from './relay-lease.ts';
import type { RelayDeps } from './relay-task.ts';
import { bringInTask } from './bring-in.ts';
import { launchTask } from './launch-scheduled.ts';
import { formTask } from './form-cohorts.ts';
import { lookAfterTask } from './look-after.ts';
import { callTask } from './make-calls.ts';
import { notifyTask } from './notify-dispatch.ts';
import { publishTask } from './publish-notifications.ts';
import { editTask } from './carry-edits.ts';
import { reversalTask } from './carry-reversals.ts';
import { startTask } from './start-cohorts.ts';
import { segmentTask } from './review-segments.ts';
import { signalTask } from './signal-cohorts.ts';
import { verifyTask } from './verify-asked.ts';

export interface Relay {
  /** False while something fails again and again: PostgreSQL or Temporal is away. */
  healthy(): boolean;
  /** Ends after the work at hand. */
  stop(): Promise<void>;
}

/** How often the relay looks for work: a member waits half of it on average. */
const lookEveryMs = 100;
/** On a stepped clock everybody waits for what is left to be done. */
const lookEverySteppedMs = 25;
/** Waits between failures: 0.2, 0.4, ... 5 s. */
const backoffFirstMs = 200;
const backoffMaxMs = 5_000;
/** Failures in a row after which the relay calls itself unhealthy. */
const failuresMax = 3;

/**
 * Carries what the database holds ready to Temporal: gathers enrolments into cohorts, starts their workflows, wakes them with
 * events, notifies the dispatch of messages; publishes what webhooks tell, and proves the ledger when asked. Everything is at least once: the database forgets a task only after Temporal has it.
 */
export function startRelay(deps: RelayDeps): Relay {
  const { database, clock, logger } = deps;
  const tasks = [
    ...[formTask, startTask, signalTask, notifyTask, publishTask, verifyTask, reversalTask, segmentTask],
    ...[launchTask, bringInTask, lookAfterTask, callTask, editTask],
  ].map((taskOf) => {
    const task = taskOf(deps);
    const notifier = createNotifier();
    const lease = createRelayLease(database, task.name, clock.kind());
    const turn = async () => {
      await notifier.rung();
      // As long as there is something to carry, and then until the next look finds more.
      while (!loop.isStopping()) if (!(await lease.during(() => task.perform(() => !loop.isStopping())))) break;
    };
    const loop: Loop = runLoop(turn, { name: task.name, logger });
    return { task, lease, notifier, loop, isWanted: false };
  });
  const look = runLoop(
    async () => {
      await readStep(clock);
      const backlog = await readBacklog(database, clock.now());
      for (const each of tasks) {
        each.isWanted = backlog[each.task.carries];
        if (each.isWanted) each.notifier.ring();
      }
      const everyMs = clock.kind() === 'stepped' ? lookEverySteppedMs : lookEveryMs;
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    },
    { name: 'look', logger },
  );
  const loops = [look, ...tasks.map(({ loop }) => loop)];
  return {
    // A task that failed and then had nothing to do any more has not failed.
    healthy: () =>
      look.failures() < failuresMax && tasks.every(({ loop, isWanted }) => !isWanted || loop.failures() < failuresMax),
    stop: async () => {
      const ended = loops.map((loop) => loop.stop());
      for (const { notifier } of tasks) notifier.ring();
      await Promise.all(ended);
      await Promise.allSettled(tasks.map(({ lease }) => lease.release()));
    },
  };
}

interface Loop {
  failures(): number;
  isStopping(): boolean;
  stop(): Promise<void>;
}

/** Takes turns until it is stopped; one that fails is taken again after a while. */
function runLoop(turn: () => Promise<void>, { name, logger }: { name: string; logger: Logger }): Loop {
  let failures = 0;
  let stopping = false;
  const run = async () => {
    while (!stopping) {
      try {
        await turn();
        failures = 0;
      } catch (error) {
        failures += 1;
        logger.warn({ err: error, task: name, failures }, 'the relay could not do its task and will try again');
        const backoffMs = Math.min(backoffMaxMs, backoffFirstMs * 2 ** (failures - 1));
        if (!stopping) await new Promise((resolve) => setTimeout(resolve, backoffMs));
      }
    }
  };
  const running = run();
  return {
    failures: () => failures,
    isStopping: () => stopping,
    stop: () => {
      stopping = true;
      return running;
    },
  };
}

/** Rung once or many times before somebody listens, it is heard once. */
function createNotifier() {
  let isRung = false;
  let wake = () => {};
  return {
    ring: () => {
      isRung = true;
      wake();
    },
    rung: async () => {
      if (!isRung) await new Promise<void>((resolve) => (wake = resolve));
      isRung = false;
    },
  };
}
