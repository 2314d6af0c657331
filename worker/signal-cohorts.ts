import { WorkflowNotFoundError } from '@temporalio/client';
import {
  type BroughtSignal,
  markCanWait,
  markDelivered,
  noteSignalsRefused,
  type UndeliveredSignal,
  undeliveredSignals,
} from '../modules/enrolments/rows-signals.ts';
import { groupBy } from '../platform/group-by.ts';
import { utf8Bytes } from '../values/utf8.ts';
import { cohortWorkflowId, enrolmentSignalName } from '../workflows/contract.ts';
import { signalBatchMax } from '../workflows/engine/protocol.ts';
import { carryEach } from './carry-each.ts';
import { isServerAway, takeRefusal } from './refusals.ts';
import { inTime, type RelayDeps, type RelayTask } from './relay-task.ts';

const name = 'signal cohorts';
/** Signals read in one round: 4 MB when every event is of 1 kB. */
const signalsAtOnceMax = 4_000;
/** Cohorts signalled at once; one cohort's signals go one after the other and keep their order. */
const cohortsAtOnceMax = 8;
/** A signal stays far below the server's limits of 2 MB a payload and 4 MB a request. */
const signalBytesMax = 512 * 1024;

/** Signals of one cohort, in their order. */
interface Bundle {
  readonly cohortId: string;
  readonly batches: UndeliveredSignal[][];
}

/**
 * Signals to cohorts what happened to their members: events, a resume, a cancel. At least once; a cohort drops what it has seen.
 * An event that its story does not wait for is left in the outbox, and its cohort reads it when it next wakes.
 */
export function signalTask({ database, client, clock, taskQueue, logger, metrics }: RelayDeps): RelayTask {
  const refuse = (cohortId: string, batch: readonly UndeliveredSignal[], error: unknown) => {
    const ids = batch.map(({ id }) => id);
    const attempts = Math.max(...batch.map((signal) => signal.attempts));
    const about = { cohortId, signals: { first: String(ids[0]), count: ids.length } };
    return takeRefusal(
      { logger, metrics },
      {
        ...{ task: name, error, attempts, about, says: 'signals were refused and are tried again later' },
        note: (refusal) => noteSignalsRefused(database, ids, refusal),
      },
    );
  };

  /** One after the other; a batch that is refused holds up none of those behind it. */
  const deliver = async ({ cohortId, batches }: Bundle, arrived: (batch: readonly UndeliveredSignal[]) => void) => {
    const handle = client.workflow.getHandle(cohortWorkflowId(taskQueue, cohortId));
    for (const batch of batches) {
      const signals = batch.map(({ signal }) => signal);
      try {
        await inTime(client, () => handle.signal(enrolmentSignalName, signals));
        metrics.signalsDelivered.inc(batch.length);
      } catch (error) {
        if (isServerAway(error)) throw error;
        if (!(error instanceof WorkflowNotFoundError)) {
          await refuse(cohortId, batch, error);
          continue;
        }
        logger.warn({ cohortId, signals: batch.length }, 'a cohort has no workflow any more; its signals are dropped');
      }
      arrived(batch);
    }
  };

  return {
    name,
    carries: 'signals',
    async perform(goOn) {
      const { calling: pending, waiting } = await readOutbox({ database, metrics });
      let done: BroughtSignal[] = pending.filter(({ cohortId }) => cohortId === null);
      let recorded = 0;
      const mark = async () => {
        const brought = done;
        done = [];
        await markDelivered(database, brought, clock.now());
        recorded += brought.length;
      };
      try {
        await carryEach(bundlesOf(pending), {
          ...{ atOnceMax: cohortsAtOnceMax, goOn, mark },
          carry: (bundle) => deliver(bundle, (batch) => void done.push(...batch)),
          refuse: ({ cohortId, batches }, error) => refuse(cohortId, batches.flat(), error),
        });
      } finally {
        await mark();
        metrics.signalsWaiting.set(pending.length - recorded);
      }
      return waiting + recorded;
    },
  };
}

/** Signals to bring now, and how many more need not be brought; it is recorded that those wait. */
async function readOutbox({ database, metrics }: Pick<RelayDeps, 'database' | 'metrics'>) {
  const pending = await undeliveredSignals(database, signalsAtOnceMax);
  const waiting = pending.filter(({ calls }) => !calls).map(({ id }) => id);
  await markCanWait(database, waiting);
  metrics.signalsThatWait.inc(waiting.length);
  return { calling: pending.filter(({ calls }) => calls), waiting: waiting.length };
}

/** Signals by cohort, in batches of bounded number and size. */
function bundlesOf(pending: readonly UndeliveredSignal[]): Bundle[] {
  const byCohort = groupBy(pending, ({ cohortId }) => cohortId);
  return [...byCohort].flatMap(([cohortId, signals]) =>
    cohortId === null ? [] : [{ cohortId, batches: signalBatches(signals) }],
  );
}

/** Cuts what is to be delivered into batches of bounded number and size. */
export function signalBatches<Signal extends Pick<UndeliveredSignal, 'signal'>>(
  signals: readonly Signal[],
): Signal[][] {
  const batches: Signal[][] = [];
  let bytes = Infinity;
  for (const one of signals) {
    const size = utf8Bytes(JSON.stringify(one.signal));
    const batch = batches.at(-1);
    if (batch === undefined || batch.length >= signalBatchMax || bytes + size > signalBytesMax) {
      batches.push([one]);
      bytes = size;
    } else {
      batch.push(one);
      bytes += size;
    }
  }
  return batches;
}
