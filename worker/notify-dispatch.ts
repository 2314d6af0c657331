import { type Queue, dueQueues } from '../modules/messaging/sending/rows-queue.ts';
import { taskTimeout } from '../platform/task-timeout.ts';
import { clockInput, dispatchWorkflowId, notifySignalName } from '../workflows/contract.ts';
import type { messageDispatch } from '../workflows/temporal/index.ts';
import { carryEach } from './carry-each.ts';
import { refusalOf } from './refusals.ts';
import { callPatienceMs, type RelayDeps, type RelayTask } from './relay-task.ts';

/** A dispatch that runs is notified again at most this often; it looks for more by itself until nothing is due. */
const notifyEveryMs = 1_000;
/** On a stepped clock everybody waits for what is left to be done. */
const notifyEverySteppedMs = 200;
/** Dispatches notified at once. */
const queuesAtOnceMax = 8;

/** Starts the dispatch of a channel that has messages due, or notifies it that there are more. */
export function notifyTask({ database, client, clock, taskQueue, logger, metrics }: RelayDeps): RelayTask {
  const everyMs = clock.kind() === 'real' ? notifyEveryMs : notifyEverySteppedMs;
  /** By workflow: when it may be notified again, and how often in a row it was refused. */
  const nextAt = new Map<string, { readonly at: number; readonly refused: number }>();
  const idOf = ({ programmeId, channel }: Queue) => dispatchWorkflowId(taskQueue, programmeId, channel);
  const isDue = (queue: Queue) => (nextAt.get(idOf(queue))?.at ?? 0) <= performance.now();

  const notify = ({ programmeId, channel }: Queue) =>
    client.withDeadline(Date.now() + callPatienceMs, () =>
      client.workflow.signalWithStart<typeof messageDispatch>('messageDispatch', {
        workflowId: idOf({ programmeId, channel }),
        taskQueue,
        args: [{ programmeId, channel, clock: clockInput(clock.kind()) }],
        signal: notifySignalName,
        ...taskTimeout(clock.kind()),
      }),
    );

  const refuse = (queue: Queue, error: unknown) => {
    const refused = (nextAt.get(idOf(queue))?.refused ?? 0) + 1;
    const refusal = refusalOf(error, refused);
    nextAt.set(idOf(queue), { at: performance.now() + refusal.retryMs, refused });
    metrics.relayRefusals.inc({ task: 'notify dispatch' });
    logger.error({ ...queue, attempts: refused, ...refusal }, 'a dispatch was refused and is notified again later');
    return Promise.resolve();
  };

  return {
    name: 'notify dispatch',
    carries: 'messages',
    async perform(goOn) {
      const queues = (await dueQueues(database, clock.now())).filter(isDue);
      return carryEach(queues, {
        ...{ atOnceMax: queuesAtOnceMax, goOn, carry: notify, refuse },
        mark: (notified) => {
          for (const queue of notified) nextAt.set(idOf(queue), { at: performance.now() + everyMs, refused: 0 });
          return Promise.resolve();
        },
      });
    },
  };
}
