/** Lets `perSecond` callers through in a second, evenly; everybody at once when it is undefined. */
export function createRateLimit(perSecond: number | undefined): () => Promise<void> {
  if (perSecond === undefined) return () => Promise.resolve();
  const gapMs = 1_000 / perSecond;
  let free = 0;
  return async () => {
    const now = Date.now();
    const at = Math.max(now, free);
    free = at + gapMs;
    if (at > now) await new Promise((resolve) => setTimeout(resolve, at - now));
  };
}
