import { Command } from 'commander';
import type { Logger } from 'pino';
import { type MailServer, openMailServer } from '../../modules/messaging/sending/mail-server.ts';
import type { UnsubscribeSettings } from '../../modules/messaging/reachability/unsubscribe-link.ts';
import { openClock } from '../../platform/clock.ts';
import { type Connections, findConnections } from '../../platform/connections.ts';
import { type Env, readEnv } from '../../platform/env.ts';
import { PerennialError } from '../../platform/errors.ts';
import { requireIdentityKeys, useIdentityKeys } from '../../platform/identity-keys.ts';
import { createLogger } from '../../platform/logger.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { warnOfSchema } from '../../platform/schema-state.ts';
import { refusePlaceholders } from '../../platform/secrets.ts';
import { onShutdown } from '../../platform/shutdown.ts';
import { temporalTarget } from '../../platform/temporal-client.ts';
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
  const unsubscribe = unsubscribeSettings(connections);
  useIdentityKeys(connections.identityKeys);
  requireIdentityKeys();
  refusePlaceholders(env, connections);
  const temporal = temporalTarget(env, connections);
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
      clock,
      logger,
      metrics: createMetrics(),
      mailServer,
      unsubscribe,
      temporal,
      taskQueue: env.TEMPORAL_TASK_QUEUE,
      http: { host: env.HOST, port: env.WORKER_PORT },
      poolSizeMax: env.DATABASE_POOL_SIZE,
      graceMs,
      cachedWorkflowsMax: room.workflowsMax,
      webhookReach: { allowsThisMachine: env.WEBHOOKS_TO_THIS_MACHINE === 'on' },
      ...(env.PERENNIAL_BUILD_ID === undefined ? {} : { buildId: env.PERENNIAL_BUILD_ID }),
      versioning: env.PERENNIAL_WORKER_VERSIONING === 'on',
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

/** Every mail but the transactional ones carries a signed link: a worker that can't make one sends none. */
function unsubscribeSettings({ unsubscribeSecret: secret, publicUrl }: Connections): UnsubscribeSettings {
  if (secret === undefined) {
    throw new PerennialError('ENV_INVALID', 'UNSUBSCRIBE_SECRET is not set: the links in mails could not be signed.', {
      field: 'UNSUBSCRIBE_SECRET',
      fix: 'Set it to a random text of at least 16 characters, the same for `perennial worker` and `perennial api`.',
    });
  }
  if (publicUrl === undefined) {
    throw new PerennialError('ENV_INVALID', 'PUBLIC_URL is not set: the links in mails would lead nowhere.', {
      field: 'PUBLIC_URL',
      fix: 'Set it to where members reach `perennial api`, such as https://loyalty.example.com.',
    });
  }
  return { secret, publicUrl };
}

/** Without a mail server messages wait, and everything else goes on. */
function mailServerOf({ smtpUrl }: Connections, logger: Logger): MailServer {
  if (smtpUrl !== undefined) return openMailServer({ url: smtpUrl });
  logger.warn('SMTP_URL is not set: messages wait until a worker has it');
  return {
    connectionsMax: 1,
    send: () => Promise.resolve({ kind: 'unreachable', problem: 'SMTP_URL is not set' }),
    check: () => Promise.resolve(undefined),
    close: () => Promise.resolve(),
  };
}
