import { setTimeout as sleep } from 'node:timers/promises';

/** What a worker says of itself. */
export interface WorkerWatch {
  /** Cohorts that woke cold so far: they had been put out of the cache meanwhile. */
  coldWakes(): number;
  /** Looks at /readyz again and again until the work is done; the work begins when the worker is ready. */
  readinessDuring(work: () => Promise<unknown>): Promise<Readiness>;
  stop(): void;
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
  let coldWakes = 0;
  let before = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const look = async () => {
    const seen = await fetch(`http://127.0.0.1:${ports.metrics}/metrics`)
      .then((answer) => answer.text())
      .then(coldWakesIn)
      // It is being started.
      .catch(() => undefined);
    if (seen !== undefined) {
      coldWakes += seen < before ? seen : seen - before;
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
    coldWakes: () => coldWakes,
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

/** Workflow tasks for which the cache no longer had what the server took for known. */
function coldWakesIn(text: string): number {
  const counts = [...text.matchAll(/^temporal_sticky_cache_miss(?:_total)?\{[^}]*\} (\d+)/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}
