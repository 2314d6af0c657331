import { WorkflowNotFoundError } from '@temporalio/client';
import { markDelivered, type UndeliveredSignal, undeliveredSignals } from '../modules/enrolments/rows-signals.ts';
import { forEachConcurrently } from '../platform/each-of.ts';
import { cohortWorkflowId, enrolmentSignalName } from '../workflows/contract.ts';
import { type EnrolmentSignal, signalBatchMax } from '../workflows/engine/protocol.ts';
import type { RelayTask, RelayDeps } from './relay-task.ts';

/** Signals read in one round: 4 MB when every event is of 1 kB. */
const signalsAtOnceMax = 4_000;
/** Cohorts signalled at once; one cohort's signals go one after the other and keep their order. */
const cohortsAtOnceMax = 8;
/** A signal stays far below the server's limits of 2 MB a payload and 4 MB a request. */
const signalBytesMax = 512 * 1024;

/** Signals to cohorts what happened to their members: events, a resume, a cancel. At least once; a cohort drops what it has seen. */
export function signalTask({ client, clock, taskQueue, logger, metrics }: RelayDeps): RelayTask {
  const deliver = async ([cohortId, signals]: [string, UndeliveredSignal[]]) => {
    const handle = client.workflow.getHandle(cohortWorkflowId(taskQueue, cohortId));
    try {
      for (const batch of signalBatches(signals)) await handle.signal(enrolmentSignalName, batch);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      logger.warn({ cohortId, signals: signals.length }, 'a cohort has no workflow any more; its signals are dropped');
    }
  };

  return {
    name: 'signal cohorts',
    carries: 'signals',
    async perform(tx) {
      const pending = await undeliveredSignals(tx, signalsAtOnceMax);
      const byCohort = new Map<string, UndeliveredSignal[]>();
      const unheard: bigint[] = [];
      for (const one of pending) {
        if (one.cohortId === null) unheard.push(one.id);
        else byCohort.set(one.cohortId, [...(byCohort.get(one.cohortId) ?? []), one]);
      }
      const { done, failed } = await forEachConcurrently([...byCohort], cohortsAtOnceMax, deliver);
      const heard = done.flatMap(([, signals]) => signals.map(({ id }) => id));
      await markDelivered(tx, [...unheard, ...heard], clock.now());
      metrics.signalsDelivered.inc(heard.length);
      metrics.signalsWaiting.set(pending.length - heard.length - unheard.length);
      if (heard.length + unheard.length === 0 && failed !== undefined) throw failed;
      return heard.length + unheard.length;
    },
  };
}

/** Cuts what is to be delivered into batches of bounded number and size. */
export function signalBatches(signals: readonly Pick<UndeliveredSignal, 'signal'>[]): EnrolmentSignal[][] {
  const batches: EnrolmentSignal[][] = [];
  let bytes = Infinity;
  for (const { signal } of signals) {
    const size = Buffer.byteLength(JSON.stringify(signal));
    const batch = batches.at(-1);
    if (batch === undefined || batch.length >= signalBatchMax || bytes + size > signalBytesMax) {
      batches.push([signal]);
      bytes = size;
    } else {
      batch.push(signal);
      bytes += size;
    }
  }
  return batches;
}
