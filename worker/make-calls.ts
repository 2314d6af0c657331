import { createCalls } from '../activities/journey/send-calls.ts';
import type { RelayDeps, RelayTask } from './relay-task.ts';

/** Makes the calls by which journeys ask systems of the shop. */
export function callTask({ database, clock, webhookReach }: RelayDeps): RelayTask {
  const calls = createCalls({ database, clock, ...(webhookReach === undefined ? {} : { webhookReach }) });
  return {
    name: 'make calls',
    carries: 'calls',
    async perform(goOn) {
      const begun = await calls.send();
      if (!goOn()) await calls.settle();
      return begun;
    },
  };
}
