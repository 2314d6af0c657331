import { isDataFault } from './database-faults.ts';

const firstPauseMs = 100;
const pauseMsMax = 2_000;

/**
 * Repeats a statement while the database is away, for `patienceMs` at most: what a mail server has answered must be written
 * down, or the mail is sent twice. The work must bear being done again.
 */
export async function retryWhileDown<T>(work: () => Promise<T>, patienceMs: number): Promise<T> {
  const startedAt = performance.now();
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMsMax, pauseMs * 2)) {
    try {
      return await work();
    } catch (error) {
      if (isDataFault(error) || performance.now() - startedAt + pauseMs > patienceMs) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
