// A worker as `perennial worker` starts it, but for a cache of a few cohorts and the SDK's own figures on a port.
// Arguments: cohorts in the cache, port of the figures; the rest is in the environment.
import { mailPatienceMs } from './mail-patience.ts';
import { openMailServer } from '../modules/messaging/sending/mail-server.ts';
import { openClock } from '../platform/clock.ts';
import { identityKeysOf } from '../platform/connections.ts';
import { openDatabase } from '../platform/database.ts';
import { readEnv } from '../platform/env.ts';
import { useIdentityKeys } from '../platform/identity-keys.ts';
import { createLogger } from '../platform/logger.ts';
import { createMetrics } from '../platform/metrics.ts';
import { bridgeTemporalLogs } from '../worker/temporal-logs.ts';
import { startWorker } from '../worker/worker.ts';

const [, , cachedWorkflowsMax = '', metricsPort = ''] = process.argv;
const graceMs = 2_000;

const env = readEnv();
useIdentityKeys(identityKeysOf(env) ?? []);
const logger = createLogger({ name: 'worker', level: env.LOG_LEVEL });
bridgeTemporalLogs(logger, { metricsAt: `127.0.0.1:${metricsPort}` });
const database = openDatabase(env.DATABASE_URL ?? '', { poolSizeMax: env.DATABASE_POOL_SIZE });
const clock = await openClock(database);
const mailServer = openMailServer({ url: env.SMTP_URL ?? '', answerMs: mailPatienceMs });
const worker = await startWorker({
  ...{ database, clock, logger, metrics: createMetrics(), mailServer, graceMs },
  unsubscribe: { secret: env.UNSUBSCRIBE_SECRET ?? '', publicUrl: env.PUBLIC_URL ?? '' },
  temporal: { connection: { address: env.TEMPORAL_ADDRESS ?? '' }, namespace: env.TEMPORAL_NAMESPACE },
  taskQueue: env.TEMPORAL_TASK_QUEUE,
  http: { host: env.HOST, port: env.WORKER_PORT },
  poolSizeMax: env.DATABASE_POOL_SIZE,
  cachedWorkflowsMax: Number(cachedWorkflowsMax),
});
process.on('SIGTERM', () => void worker.stop().finally(() => process.exit(0)));
// One that breaks ends, and is started again.
worker.finished.catch(() => process.exit(1));
