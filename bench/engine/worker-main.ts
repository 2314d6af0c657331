// A worker as a process of its own, started by worker-process.ts. It ends with the process that started it.
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { BroadcastChannel } from 'node:worker_threads';
import { DefaultLogger, makeTelemetryFilterString, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createActivities } from '../../activities/index.ts';
import type { MailServer } from '../../modules/messaging/sending/mail-server.ts';
import { openClock } from '../../platform/clock.ts';
import { createLogger } from '../../platform/logger.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { openDatabase } from '../../platform/database.ts';
import { bundleWorkflows } from '../../worker/bundle.ts';
import { startWorker } from '../../worker/worker.ts';
import { storyOf } from './stories.ts';
import type { WorkerMessage, WorkerOrder, WorkerReply } from './worker-process.ts';

const tell = (reply: WorkerReply) => process.send?.(reply);

/** No story of the benchmarks sends a message. */
const noMail: MailServer = {
  connectionsMax: 1,
  send: () => Promise.resolve({ kind: 'unreachable', problem: 'benchmarks send no mail' }),
  check: () => Promise.resolve(undefined),
  close: () => Promise.resolve(),
};

async function start(order: WorkerOrder) {
  const { kind, runs, databaseUrl, temporalAddress, taskQueue, poolSizeMax, cachedWorkflowsMax, metricsPort } = order;
  // A workflow for each member makes the SDK warn of slow tasks by the hundred; that it is slow is told by its figure.
  const logging = { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) };
  const metrics = metricsPort && { metrics: { prometheus: { bindAddress: `127.0.0.1:${metricsPort}` } } };
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging, ...metrics } });
  const database = openDatabase(databaseUrl, { poolSizeMax });
  const deps = {
    database,
    clock: await openClock(database),
    storyOf,
    // No mail leaves, and a warning of every try would say so.
    logger: createLogger({ name: 'bench-worker', level: 'error' }),
    metrics: createMetrics(),
    mailServer: noMail,
    unsubscribe: { publicUrl: 'http://localhost', secret: 'not used: no mail leaves' },
  };
  const bundle = await bundleWorkflows(
    fileURLToPath(new URL(runs === undefined ? './workflows.ts' : `./${runs}-runs.ts`, import.meta.url)),
  );
  const temporal = { connection: { address: temporalAddress }, namespace: 'default' };
  if (kind === 'product') {
    const worker = await startWorker({
      ...{ ...deps, temporal, taskQueue, poolSizeMax, bundle },
      ...(cachedWorkflowsMax === undefined ? {} : { cachedWorkflowsMax }),
    });
    return () => worker.stop();
  }
  // The SDK's own defaults: no cache or slot of the product's holds the usual way back.
  const connection = await NativeConnection.connect(temporal.connection);
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowBundle: bundle,
    activities: createActivities(deps),
  });
  const finished = worker.run();
  return async () => {
    worker.shutdown();
    await finished;
    await connection.close();
  };
}

/** Garbage is collected in every thread first. */
async function measureMemory(): Promise<WorkerReply> {
  const channel = new BroadcastChannel('perennial-bench-heap');
  const heaps = new Map<number, number>();
  channel.onmessage = (message) => {
    const { data } = message as { data: { threadId: number; heapBytes: number } };
    heaps.set(data.threadId, data.heapBytes);
  };
  // Twice: what the first collection frees is given back to the system by the second.
  for (let round = 0; round < 2; round++) {
    channel.postMessage('tell');
    await sleep(3_000);
  }
  channel.close();
  const heapBytes = [...heaps.values()].reduce((sum, bytes) => sum + bytes, 0);
  return { kind: 'memory', rssBytes: process.memoryUsage.rss(), heapBytes, threads: heaps.size };
}

let stop: (() => Promise<void>) | undefined;
process.on('message', (message: WorkerMessage) => {
  const work = async () => {
    switch (message.kind) {
      case 'memory':
        return tell(await measureMemory());
      case 'stop':
        await stop?.();
        return process.exit(0);
      default:
        stop = await start(message);
        return tell({ kind: 'ready' });
    }
  };
  work().catch((error: unknown) => {
    tell({ kind: 'broken', problem: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    process.exit(1);
  });
});
process.on('disconnect', () => process.exit(0));
