import { setTimeout as sleep } from 'node:timers/promises';

/** What a promise comes to, undefined when it takes longer. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  const patience = new AbortController();
  try {
    return await Promise.race([work, sleep(ms, undefined, { signal: patience.signal }).catch(() => undefined)]);
  } finally {
    patience.abort();
  }
}
