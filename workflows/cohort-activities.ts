import { isCancellation, log, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { CohortActivities, PerformInput, PerformResult } from './contract.ts';

/**
 * Inside the workflow task: no trip to the server and back, and after a crash tried again as soon as another worker takes
 * over. Two tries within seconds; what takes longer is an outage.
 */
const near = proxyLocalActivities<CohortActivities>({
  startToCloseTimeout: '10s',
  scheduleToCloseTimeout: '20s',
  retry: { initialInterval: '200ms', maximumAttempts: 2 },
});

/** On the server's account: an outage of hours adds nothing to the history while it waits. */
const patient = proxyActivities<CohortActivities>({
  startToCloseTimeout: '30s',
  scheduleToCloseTimeout: '24h',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
});

/** Performs steps and records endings. Their keys make it safe to ask again, so it is asked until it answers. */
export async function perform(input: PerformInput): Promise<PerformResult> {
  return insist(
    'perform',
    () => near.perform(input),
    () => patient.perform(input),
  );
}

/** The programme clock as it stands. */
export async function readClock(): ReturnType<CohortActivities['readClock']> {
  return insist(
    'readClock',
    () => near.readClock(),
    () => patient.readClock(),
  );
}

/** A day without an answer is reported and then asked again: a cohort must not die of an outage with 500 members aboard. */
async function insist<Result>(
  name: string,
  quick: () => Promise<Result>,
  slow: () => Promise<Result>,
): Promise<Result> {
  try {
    return await quick();
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.warn(`${name} found no answer at once and waits for one`, { error });
  }
  for (;;) {
    try {
      return await slow();
    } catch (error) {
      if (isCancellation(error)) throw error;
      log.error(`${name} found no answer for a day and is asked again`, { error });
    }
  }
}
