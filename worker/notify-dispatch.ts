import { type Queue, dueQueues } from '../modules/messaging/sending/rows-queue.ts';
import { taskTimeout } from '../platform/task-timeout.ts';
import { clockInput, dispatchWorkflowId, notifySignalName } from '../workflows/contract.ts';
import type { messageDispatch } from '../workflows/temporal/index.ts';
import { carryEach } from './carry-each.ts';
import { takeRefusal } from './refusals.ts';
import { inTime, type RelayDeps, type RelayTask } from './relay-task.ts';

const name = 'notify dispatch';
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
    inTime(client, () =>
      client.workflow.signalWithStart<typeof messageDispatch>('messageDispatch', {
        workflowId: idOf({ programmeId, channel }),
        taskQueue,
        args: [{ programmeId, channel, clock: clockInput(clock.kind()) }],
        signal: notifySignalName,
        ...taskTimeout(clock.kind()),
      }),
    );

  const refuse = (queue: Queue, error: unknown) => {
    const attempts = nextAt.get(idOf(queue))?.refused ?? 0;
    return takeRefusal(
      { logger, metrics },
      {
        ...{ task: name, error, attempts, about: queue, says: 'a dispatch was refused and is notified again later' },
        note: ({ retryMs }) => nextAt.set(idOf(queue), { at: performance.now() + retryMs, refused: attempts + 1 }),
      },
    );
  };

  return {
    name,
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
