import { setTimeout as sleep } from 'node:timers/promises';
import { asError } from '../../platform/errors.ts';

/** Callers that call again as soon as they are answered; answers how many calls came back true a second. */
export async function closedLoop(
  { callers, seconds }: { callers: number; seconds: number },
  call: () => Promise<boolean>,
): Promise<number> {
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1_000;
  let done = 0;
  let failure: Error | undefined;
  const caller = async () => {
    while (performance.now() < endsAt && failure === undefined) if (await call()) done += 1;
  };
  const one = () => caller().catch((error: unknown) => (failure ??= asError(error)));
  // All of them: whoever closes the database under a call that is still open waits for ever.
  await Promise.all(Array.from({ length: callers }, one));
  if (failure !== undefined) throw failure;
  return done / ((performance.now() - startedAt) / 1_000);
}

/**
 * Calls that come by themselves, at random with a steady mean, whether or not the earlier ones have been answered. Answers
 * the latency of each, in ms, from the moment it was due: a stall counts against every call that should have come in it.
 */
export async function openLoop(
  { perSecond, seconds, random = Math.random }: { perSecond: number; seconds: number; random?: () => number },
  call: () => Promise<unknown>,
): Promise<number[]> {
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1_000;
  const latencies: number[] = [];
  const calls: Promise<void>[] = [];
  let dueAt = startedAt;
  while (dueAt < endsAt) {
    for (const now = performance.now(); dueAt <= now; dueAt += (-Math.log(1 - random()) * 1_000) / perSecond) {
      const since = dueAt;
      calls.push(call().then(() => void latencies.push(performance.now() - since)));
    }
    await sleep(1);
  }
  await Promise.all(calls);
  return latencies;
}
