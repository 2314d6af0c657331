import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { openMailServer } from '../../modules/messaging/sending/mail-server.ts';
import { openClock } from '../../platform/clock.ts';
import { openDatabase } from '../../platform/database.ts';
import { createLogger } from '../../platform/logger.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { bridgeTemporalLogs } from '../../worker/temporal-logs.ts';
import { startWorker } from '../../worker/worker.ts';

// Starts a worker whose health port is taken, closes what is its own and says so: from then on nothing keeps the process.
// Arguments: database, Temporal's address, task queue.
const [, , databaseUrl = '', address = '', taskQueue = ''] = process.argv;
const logger = createLogger({ name: 'worker', level: 'error', pretty: false });
bridgeTemporalLogs(logger);
const taken = createServer().listen(0, '127.0.0.1');
await once(taken, 'listening');
const database = openDatabase(databaseUrl, { poolSizeMax: 20 });
const clock = await openClock(database);
const mailServer = openMailServer({ url: 'smtp://127.0.0.1:9' });
const problem = await startWorker({
  ...{ database, clock, logger, metrics: createMetrics(), mailServer, taskQueue, poolSizeMax: 20 },
  unsubscribe: { publicUrl: 'http://localhost:3000', secret: 'a secret for the tests' },
  temporal: { connection: { address }, namespace: 'default' },
  http: { host: '127.0.0.1', port: (taken.address() as AddressInfo).port },
}).catch((error: unknown) => error);
await mailServer.close();
clock.close();
await database.$disconnect();
taken.close();
process.stdout.write(`${(problem as NodeJS.ErrnoException).code}\n`);
