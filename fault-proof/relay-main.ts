// A relay in a process of its own, to be killed beside the worker's. Arguments: Temporal address, task queue; DATABASE_URL.
import { Client, Connection } from '@temporalio/client';
import { openClock } from '../platform/clock.ts';
import { createLogger } from '../platform/logger.ts';
import { createMetrics } from '../platform/metrics.ts';
import { openDatabase } from '../platform/database.ts';
import { startRelay } from '../worker/relay.ts';

const [, , address = '', taskQueue = ''] = process.argv;
const logger = createLogger({ name: 'relay', level: 'warn' });
const database = openDatabase(process.env.DATABASE_URL ?? '', { poolSizeMax: 6 });
const client = new Client({ connection: await Connection.connect({ address }) });
const relay = startRelay({
  database,
  clock: await openClock(database),
  client,
  taskQueue,
  logger,
  metrics: createMetrics(),
});
process.on('SIGTERM', () => void relay.stop().finally(() => process.exit(0)));
