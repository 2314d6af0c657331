import { createMetrics } from '../platform/metrics.ts';
import { bridgeTemporalLogs } from '../worker/temporal-logs.ts';
import { startWorker } from '../worker/worker.ts';
import type { Installation } from './installation.ts';
import type { EmbeddedWorker, EmbeddedWorkerOptions } from './perennial.ts';
import { mailServerOf, workerSettings } from './worker-settings.ts';

/** Starts the worker of an installation; it stops with the installation at the latest. */
export async function startEmbeddedWorker(
  { env, connections, database, clock, logger, opened }: Installation,
  options: EmbeddedWorkerOptions,
): Promise<EmbeddedWorker> {
  const settings = workerSettings(env, connections);
  try {
    bridgeTemporalLogs(logger);
  } catch {
    // There is one runtime of Temporal's in a process: the program has its own, or this is not the first worker.
    logger.debug('the words of Temporal go where they went before');
  }
  const mailServer = mailServerOf(connections, logger);
  opened.add(() => mailServer.close());
  const metrics = createMetrics();
  const worker = await startWorker({ database, clock, logger, metrics, mailServer, ...settings, ...options });
  // Whoever has stopped it before is not stopped again.
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= worker.stop());
  opened.add(() => stop());
  return { buildId: worker.buildId, finished: worker.finished, stop };
}
