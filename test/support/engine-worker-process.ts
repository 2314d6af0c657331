import { openMailServer } from '../../modules/messaging/sending/mail-server.ts';
import { openClock } from '../../platform/clock.ts';
import { createLogger } from '../../platform/logger.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { openDatabase } from '../../platform/database.ts';
import { bridgeTemporalLogs } from '../../worker/temporal-logs.ts';
import { startWorker } from '../../worker/worker.ts';
import { testStoryOf } from './engine-stories.ts';

// A worker with the tests' stories in a process of its own, for tests that kill it.
// Arguments: database, Temporal's address, task queue.
const [, , databaseUrl = '', address = '', taskQueue = ''] = process.argv;
const logger = createLogger({ name: 'worker', level: 'error', pretty: false });
bridgeTemporalLogs(logger);
const database = openDatabase(databaseUrl, { poolSizeMax: 20 });
await startWorker({
  database,
  clock: await openClock(database),
  logger,
  metrics: createMetrics(),
  mailServer: openMailServer({ url: 'smtp://127.0.0.1:9' }),
  unsubscribe: { publicUrl: 'http://localhost:3000', secret: 'a secret for the tests' },
  temporal: { connection: { address }, namespace: 'default' },
  taskQueue,
  poolSizeMax: 20,
  storyOf: testStoryOf,
  ...(process.env.STORY_BUILD === undefined ? {} : { buildId: process.env.STORY_BUILD }),
});
process.stdout.write('ready\n');
