import {
  type ActivityInterfaceFor,
  CancellationScope,
  log,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';

type Activity = (...args: unknown[]) => Promise<unknown>;

/**
 * Activities that are asked until they answer, so they must be safe to repeat. First inside the workflow task: no trip to
 * the server and back, and after a crash tried again as soon as another worker takes over. What two tries don't answer is an
 * outage, and that is waited for on the server's account, where hours add nothing to the history. A day without an answer
 * is reported and then asked again: a cohort must not die of an outage with 500 members aboard.
 */
export function retryingActivities<Activities>(): ActivityInterfaceFor<Activities> {
  const near = proxyLocalActivities<Record<string, Activity>>({
    startToCloseTimeout: '10s',
    scheduleToCloseTimeout: '20s',
    retry: { initialInterval: '200ms', maximumAttempts: 2 },
  });
  const patient = proxyActivities<Record<string, Activity>>({
    startToCloseTimeout: '30s',
    scheduleToCloseTimeout: '24h',
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
  });
  const insist = async (name: string, args: unknown[]): Promise<unknown> => {
    try {
      return await near[name]?.(...args);
    } catch (error) {
      log.warn(`${name} gave no answer at once; waiting for one`, { error });
    }
    for (;;) {
      try {
        return await patient[name]?.(...args);
      } catch (error) {
        log.error(`${name} gave no answer for a day; asking again`, { error });
      }
    }
  };
  // A call under way is finished even when the workflow is cancelled. It also keeps memory down: a cancellable scope would
  // hold on to the arguments of every call, 500 steps each, for as long as the run lasts.
  return new Proxy({} as ActivityInterfaceFor<Activities>, {
    get:
      (_, name) =>
      (...args: unknown[]) =>
        CancellationScope.nonCancellable(() => insist(String(name), args)),
  });
}
