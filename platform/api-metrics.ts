import type { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { createRegistry, secondsBuckets } from './metrics.ts';

/** What a process of the API counts; labels are routes and outcomes, never ids, keys or addresses. */
export interface ApiMetrics {
  readonly registry: Registry;
  /** Requests by route, as its pattern, and status; `other` is what no route takes. */
  readonly requests: Counter<'route' | 'method' | 'status'>;
  /** Seconds until the answer began. */
  readonly requestSeconds: Histogram<'route' | 'method'>;
  /** Requests answered with 429, by the limit that was used up. */
  readonly rateLimited: Counter<'limit'>;
  /** Answers given again under their Idempotency-Key. */
  readonly idempotentReplays: Counter;
  /** Events by what became of them: accepted, duplicate, parked, refused. */
  readonly events: Counter<'outcome'>;
  /** Streams of notifications that are open. */
  readonly eventStreams: Gauge;
  /** Connections to PostgreSQL: those that work, those there may be, and requests that wait for one. */
  readonly poolInUse: Gauge;
  readonly poolMax: Gauge;
  readonly poolWaiting: Gauge;
  /** 1 while the database is a later version's than this process. */
  readonly schemaLater: Gauge;
}

/** An API's registry with everything it counts. */
export function createApiMetrics(): ApiMetrics {
  const { registry, counter, gauge, histogram } = createRegistry();
  return {
    registry,
    requests: counter('http_requests', 'Requests answered', 'route', 'method', 'status'),
    requestSeconds: histogram(
      'http_request_seconds',
      'Time until an answer began',
      secondsBuckets,
      ...(['route', 'method'] as const),
    ),
    rateLimited: counter('http_rate_limited', 'Requests that came too often', 'limit'),
    idempotentReplays: counter('http_idempotent_replays', 'Answers given again under their Idempotency-Key'),
    events: counter('events', 'Events taken, by what became of them', 'outcome'),
    eventStreams: gauge('event_streams_open', 'Streams of notifications that are open'),
    poolInUse: gauge('database_pool_in_use', 'Connections to PostgreSQL that work'),
    poolMax: gauge('database_pool_max', 'Connections to PostgreSQL at most'),
    poolWaiting: gauge('database_pool_waiting', 'Requests that wait for a connection'),
    schemaLater: gauge('schema_later', 'Whether the database is of a later version than this process'),
  };
}
