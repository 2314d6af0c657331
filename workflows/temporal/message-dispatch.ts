import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { type DispatchActivities, type DispatchInput, notifySignalName } from '../contract.ts';
import { workflowClock } from './workflow-clock.ts';

export const notifySignal = defineSignal(notifySignalName);

/** What is due within a minute is waited for; for what is due later the relay starts the workflow again. */
const nearMs = 60_000;
/** Before a page that is due but gave nothing is asked for again: another worker holds it, or the channel is at its limit. */
const pauseMs = 1_000;
/** At about six events a page, 600 events a run. */
const pagesMax = 100;

/**
 * A page is claimed under a lease: one that is asked for again after a crash gives what is left. It says every second that it
 * lives, so another worker takes over soon after one has died; while it lives it takes as long as its mail server, and no second
 * one is asked for beside it.
 */
const pages = (heartbeatTimeout: '3s' | '10s') =>
  proxyActivities<DispatchActivities>({
    ...{ heartbeatTimeout, startToCloseTimeout: '1h', scheduleToCloseTimeout: '24h' },
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
  });
/** A busy machine is silent for some seconds; on a stepped clock everybody waits for a worker that has died. */
const [patient, impatient] = [pages('10s'), pages('3s')];

/** Sends what is due on one channel, page by page, and ends when nothing more is due soon. */
export async function messageDispatch(input: DispatchInput): Promise<void> {
  let isPoked = false;
  setHandler(notifySignal, () => void (isPoked = true));

  const { programmeId, channel } = input;
  const clock = workflowClock(input.clock);
  const { dispatchPage } = input.clock.scale === 0 ? impatient : patient;
  for (let page = 0; page < pagesMax && !workflowInfo().continueAsNewSuggested; page++) {
    isPoked = false;
    const { handled, nextDueAt } = await dispatchPage({ programmeId, channel });
    if (handled > 0 || isPoked) continue;
    if (nextDueAt === null) return;
    const now = await clock.now();
    if (isPoked) continue;
    const delayMs = nextDueAt > now ? clock.delayMs(now, nextDueAt) : pauseMs;
    // On a clock that is moved in steps no time passes here.
    if (delayMs === undefined || delayMs > nearMs) return;
    await condition(() => isPoked, delayMs);
  }
  await continueAsNew<typeof messageDispatch>(input);
}
