import { setTimeout as sleep } from 'node:timers/promises';

/** What a worker says of itself. */
export interface WorkerWatch {
  /** What became of its cache so far. */
  cache(): CacheCounts;
  /** Looks at /readyz again and again until the work is done; the work begins when the worker is ready. */
  readinessDuring(work: () => Promise<unknown>): Promise<Readiness>;
  stop(): void;
}

/** Workflows put out of the cache, and those that woke cold because they had been. */
export interface CacheCounts {
  readonly evicted: number;
  readonly coldWakes: number;
}

/** How often the worker was asked whether it is ready, and what it said when it was not. */
export interface Readiness {
  readonly looks: number;
  readonly problems: readonly string[];
}

const lookEveryMs = 250;
/** A worker that was killed is there again by then, also on a busy machine. */
const readyPatienceMs = 60_000;

/** Watches a worker that is killed now and then: its counts begin anew each time. */
export function watchWorker(ports: { readonly health: number; readonly metrics: number }): WorkerWatch {
  const sum = { evicted: 0, coldWakes: 0 };
  let before: CacheCounts = { ...sum };
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const look = async () => {
    const seen = await fetch(`http://127.0.0.1:${ports.metrics}/metrics`)
      .then((answer) => answer.text())
      .then(countsIn)
      // It is being started.
      .catch(() => undefined);
    if (seen !== undefined) {
      const isAnew = seen.evicted < before.evicted;
      sum.evicted += isAnew ? seen.evicted : seen.evicted - before.evicted;
      sum.coldWakes += isAnew ? seen.coldWakes : Math.max(0, seen.coldWakes - before.coldWakes);
      before = seen;
    }
    if (!stopped) timer = setTimeout(() => void look(), lookEveryMs);
  };
  void look();
  const problem = async (): Promise<string | undefined> => {
    const answer = await fetch(`http://127.0.0.1:${ports.health}/readyz`).catch(() => undefined);
    if (answer === undefined) return 'no answer';
    return answer.status === 200 ? undefined : (await answer.text()).trim();
  };
  return {
    cache: () => ({ ...sum }),
    readinessDuring: async (work) => {
      const giveUpAt = performance.now() + readyPatienceMs;
      while ((await problem()) !== undefined && performance.now() < giveUpAt) await sleep(lookEveryMs);
      const problems: string[] = [];
      let looks = 0;
      let isDone = false;
      const looking = (async () => {
        while (!isDone) {
          const found = await problem();
          looks += 1;
          if (found !== undefined) problems.push(found);
          await sleep(lookEveryMs);
        }
      })();
      try {
        await work();
      } finally {
        isDone = true;
      }
      await looking;
      return { looks, problems };
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

function countsIn(text: string): CacheCounts {
  const countOf = (name: string) =>
    [...text.matchAll(new RegExp(`^temporal_${name}\\{[^}]*\\} (\\d+)`, 'gm'))].reduce(
      (sum, [, n]) => sum + Number(n),
      0,
    );
  return { evicted: countOf('sticky_cache_total_forced_eviction'), coldWakes: countOf('sticky_cache_miss') };
}
