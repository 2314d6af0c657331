import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { notifySignalName, type WebhookActivities } from '../contract.ts';

const notifySignal = defineSignal(notifySignalName);

/** What is due within a minute is waited for; for what is due later the relay starts the workflow again. */
const nearMs = 60_000;
/** At about six events a page, 600 events a run. */
const pagesMax = 100;

/** A page says every second that it lives, so that another worker takes over soon after one has died. */
const { dispatchWebhooks } = proxyActivities<WebhookActivities>({
  ...{ heartbeatTimeout: '5s', startToCloseTimeout: '10m', scheduleToCloseTimeout: '24h' },
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' },
});

/**
 * Sends notifications to the endpoints that asked for them, page by page, and ends when nothing more is due soon. It goes by real time
 * also where the programme clock is stepped: the servers it waits for are other people's.
 */
export async function webhookDispatch(): Promise<void> {
  let isNotified = false;
  setHandler(notifySignal, () => void (isNotified = true));
  for (let page = 0; page < pagesMax && !workflowInfo().continueAsNewSuggested; page++) {
    isNotified = false;
    const { nextDueInMs } = await dispatchWebhooks();
    if (nextDueInMs === 0 || isNotified) continue;
    if (nextDueInMs === null || nextDueInMs > nearMs) return;
    await condition(() => isNotified, nextDueInMs);
  }
  await continueAsNew<typeof webhookDispatch>();
}
