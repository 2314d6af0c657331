import { setTimeout as sleep } from 'node:timers/promises';

const pauseMs = 100;
const patienceMs = 120_000;

/** Asks until there is an answer: the servers come and go. What is asked must be safe to repeat. */
export async function retryWhileDown<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await sleep(pauseMs);
    }
  }
}
