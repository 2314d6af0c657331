import type { Logger } from '../platform/logger.ts';
import type { MailServer } from '../modules/messaging/sending/mail-server.ts';
import { openMailServer } from '../modules/messaging/sending/mail-server.ts';
import type { UnsubscribeSettings } from '../modules/messaging/reachability/unsubscribe-link.ts';
import type { Connections } from '../platform/connections.ts';
import type { Env } from '../platform/env.ts';
import { PerennialError } from '../platform/errors.ts';
import { temporalTarget } from '../platform/temporal-client.ts';
import { cacheRoom } from '../worker/cache-room.ts';

/** What the environment says of a worker. */
export function workerSettings(env: Env, connections: Connections) {
  return {
    unsubscribe: unsubscribeSettings(connections),
    temporal: temporalTarget(env, connections),
    taskQueue: env.TEMPORAL_TASK_QUEUE,
    poolSizeMax: env.DATABASE_POOL_SIZE,
    cachedWorkflowsMax: cacheRoom(env.WORKFLOW_CACHE_MB).workflowsMax,
    webhookReach: { allowsThisMachine: env.WEBHOOKS_TO_THIS_MACHINE === 'on' },
    ...(env.PERENNIAL_BUILD_ID === undefined ? {} : { buildId: env.PERENNIAL_BUILD_ID }),
    versioning: env.PERENNIAL_WORKER_VERSIONING === 'on',
  };
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

/** The mail server of the environment; without one messages wait, and everything else goes on. */
export function mailServerOf({ smtpUrl }: Connections, logger: Logger): MailServer {
  if (smtpUrl !== undefined) return openMailServer({ url: smtpUrl });
  logger.warn('SMTP_URL is not set: messages wait until a worker has it');
  return {
    connectionsMax: 1,
    send: () => Promise.resolve({ kind: 'unreachable', problem: 'SMTP_URL is not set' }),
    check: () => Promise.resolve(undefined),
    close: () => Promise.resolve(),
  };
}
