import { clockInput, dispatchWorkflowId, notifySignalName } from '../workflows/contract.ts';
import type { messageDispatch } from '../workflows/temporal/index.ts';
import { dueQueues } from '../modules/messaging/sending/rows-queue.ts';
import type { RelayTask, RelayDeps } from './relay-task.ts';
import { taskTimeout } from '../platform/task-timeout.ts';

/** A dispatch that runs is notified again at most this often; it looks for more by itself until nothing is due. */
const notifyEveryMs = 1_000;
/** On a stepped clock everybody waits for what is left to be done. */
const notifyEverySteppedMs = 200;

/** Starts the dispatch of a channel that has messages due, or notifies it that there are more. */
export function notifyTask({ client, clock, taskQueue }: RelayDeps): RelayTask {
  const notifiedAt = new Map<string, number>();

  return {
    name: 'notify dispatch',
    carries: 'messages',
    async perform(tx) {
      const real = Date.now();
      const everyMs = clock.kind() === 'real' ? notifyEveryMs : notifyEverySteppedMs;
      let notified = 0;
      for (const { programmeId, channel } of await dueQueues(tx, clock.now())) {
        const workflowId = dispatchWorkflowId(taskQueue, programmeId, channel);
        if (real - (notifiedAt.get(workflowId) ?? 0) < everyMs) continue;
        await client.workflow.signalWithStart<typeof messageDispatch>('messageDispatch', {
          workflowId,
          taskQueue,
          args: [{ programmeId, channel, clock: clockInput(clock.kind()) }],
          signal: notifySignalName,
          ...taskTimeout(clock.kind()),
        });
        notifiedAt.set(workflowId, real);
        notified += 1;
      }
      return notified;
    },
  };
}
