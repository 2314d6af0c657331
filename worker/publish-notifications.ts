import { publishNotifications } from '../modules/webhooks/publish.ts';
import { readWaiting } from '../modules/webhooks/rows-notifications.ts';
import { taskTimeout } from '../platform/task-timeout.ts';
import { notifySignalName, webhookDispatchWorkflowId } from '../workflows/contract.ts';
import type { webhookDispatch } from '../workflows/temporal/index.ts';
import { inTime, type RelayDeps, type RelayTask } from './relay-task.ts';

/** A dispatch that runs looks for more by itself: it is notified again after this, and more and more rarely while something stays due. */
const notifyFirstMs = 500;
const notifyMaxMs = 8_000;

/** Gives what was committed its place in the feed, and starts the dispatch of webhooks, or notifies it, when a delivery is due. */
export function publishTask({ database, client, clock, taskQueue }: RelayDeps): RelayTask {
  let nextAt = 0;
  let waitMs = notifyFirstMs;
  const notify = () =>
    inTime(client, () =>
      client.workflow.signalWithStart<typeof webhookDispatch>('webhookDispatch', {
        workflowId: webhookDispatchWorkflowId(taskQueue),
        taskQueue,
        args: [],
        signal: notifySignalName,
        ...taskTimeout(clock.kind()),
      }),
    );
  return {
    name: 'publish notifications',
    carries: 'notifications',
    async perform(goOn) {
      const published = await publishNotifications(database, goOn);
      const { deliveries } = await readWaiting(database);
      if (!deliveries) waitMs = notifyFirstMs;
      if (deliveries && performance.now() >= nextAt) {
        await notify();
        nextAt = performance.now() + waitMs;
        waitMs = Math.min(notifyMaxMs, 2 * waitMs);
      }
      return published;
    },
  };
}
