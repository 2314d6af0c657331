import { readFigures } from '../modules/webhooks/rows-deliveries.ts';
import type { Database } from '../platform/database.ts';
import type { Metrics } from '../platform/metrics.ts';

/** Of each endpoint, counted no further: more than that is no other alarm. */
const countMax = 10_000;

/** Brings what is told of deliveries up to date; while PostgreSQL is away it stays as it was. */
export async function noteWebhooks(database: Database, metrics: Metrics): Promise<void> {
  const figures = await readFigures(database, countMax).catch(() => undefined);
  if (figures === undefined) return;
  metrics.webhooksWaiting.set(figures.waiting);
  metrics.webhooksDead.set(figures.dead);
  metrics.webhookOldestDueSeconds.set(figures.oldestDueSeconds);
}
