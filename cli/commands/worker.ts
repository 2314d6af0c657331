import { Command } from 'commander';
import { mailServerOf, workerSettings } from '../../embedding/worker-settings.ts';
import { openClock } from '../../platform/clock.ts';
import { findConnections } from '../../platform/connections.ts';
import { type Env, readEnv } from '../../platform/env.ts';
import { requireIdentityKeys, useIdentityKeys } from '../../platform/identity-keys.ts';
import { createLogger } from '../../platform/logger.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { warnOfSchema } from '../../platform/schema-state.ts';
import { refusePlaceholders } from '../../platform/secrets.ts';
import { onShutdown } from '../../platform/shutdown.ts';
import { openDatabase } from '../../platform/database.ts';
import { waitForServers } from '../../platform/wait-for-servers.ts';
import { cacheRoom } from '../../worker/cache-room.ts';
import { bridgeTemporalLogs } from '../../worker/temporal-logs.ts';
import { startWorker } from '../../worker/worker.ts';
import { wholeNumber, withExamples } from '../arguments.ts';
import { waitMsOf, waitOption } from '../wait-option.ts';

interface WorkerFlags {
  readonly wait?: number;
  readonly grace: number;
}

/** `perennial worker`: carries campaigns until Ctrl-C. */
export function workerCommand(): Command {
  const command = new Command('worker')
    .description('carry campaigns: run stories, sweep, send messages')
    .option('--grace <seconds>', 'how long work at hand may take when it stops', wholeNumber({ min: 1, max: 600 }), 30);
  command.option(...waitOption);
  withExamples(command, [
    ['perennial worker', 'with the stack that runs in this folder, or the servers of the environment'],
    ['WORKER_PORT=0 perennial worker', 'a second one on this machine, its health on a free port'],
  ]);
  return command.action(async ({ grace, wait }: WorkerFlags) =>
    runWorker(readEnv(), { graceMs: grace * 1_000, waitMs: waitMsOf(wait) }),
  );
}

interface RunOptions {
  readonly graceMs: number;
  readonly waitMs: number | undefined;
}

async function runWorker(env: Env, { graceMs, waitMs }: RunOptions): Promise<void> {
  const shutdown = onShutdown({ starting: true });
  const logger = createLogger({ name: 'worker', level: env.LOG_LEVEL });
  bridgeTemporalLogs(logger);
  const connections = findConnections(env);
  const settings = workerSettings(env, connections);
  useIdentityKeys(connections.identityKeys);
  requireIdentityKeys();
  refusePlaceholders(env, connections);
  const { temporal } = settings;
  const { databaseUrl } = connections;
  await waitForServers({ databaseUrl, temporal }, { waitMs, note: (text) => logger.warn(text) });
  await warnOfSchema(connections.databaseUrl, logger);
  const database = openDatabase(connections.databaseUrl, { poolSizeMax: env.DATABASE_POOL_SIZE });
  const clock = await openClock(database);
  const room = cacheRoom(env.WORKFLOW_CACHE_MB);
  const mailServer = mailServerOf(connections, logger);
  try {
    const worker = await startWorker({
      database,
      databaseUrl: connections.directUrl,
      clock,
      logger,
      metrics: createMetrics(),
      mailServer,
      ...settings,
      http: { host: env.HOST, port: env.WORKER_PORT },
      graceMs,
    });
    const { port: healthPort, buildId: build, isVersioned } = worker;
    shutdown.started();
    logger.info({ healthPort, build, isVersioned, cache: room }, 'the worker is ready');

    await Promise.race([worker.finished, shutdown.requested]);
    logger.info('the worker stops');
    await worker.stop();
  } finally {
    await mailServer.close();
    clock.close();
    await database.$disconnect();
    shutdown.dispose();
  }
}
