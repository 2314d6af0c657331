import type { InjectedSinks } from '@temporalio/worker';
import type { Metrics } from '../platform/metrics.ts';
import type { CacheSinks } from '../workflows/temporal/cache-use.ts';

export interface CacheCounter {
  /** For the worker whose cache is counted. */
  readonly sinks: InjectedSinks<CacheSinks>;
  /** Takes down how many workflows are in memory now, and how many were put out of it. */
  note(cached: number): void;
}

/** Counts what a worker's workflows tell of the memory they are kept in. */
export function countCacheUse(metrics: Metrics): CacheCounter {
  let brought = 0;
  let ended = 0;
  let evicted = 0;
  const sinks = sinksTo({
    found: (how) => {
      if (how !== 'new') (how === 'kept' ? metrics.workflowCacheHits : metrics.workflowCacheMisses).inc();
      if (how !== 'kept') brought += 1;
    },
    ended: () => void (ended += 1),
  });
  return {
    sinks,
    note: (cached) => {
      metrics.workflowCacheSize.set(cached);
      // The SDK tells nobody of an eviction; who came, has not ended and is not there was put out.
      const more = brought - ended - cached - evicted;
      if (more <= 0) return;
      evicted += more;
      metrics.workflowCacheEvictions.inc(more);
    },
  };
}

/** For a replay that only asks whether a history can be read. */
export const uncounted = sinksTo({ found: () => undefined, ended: () => undefined });

function sinksTo({ found, ended }: CacheSinks['workflowCache']): InjectedSinks<CacheSinks> {
  return { workflowCache: { found: { fn: (_, how) => found(how) }, ended: { fn: () => ended() } } };
}
