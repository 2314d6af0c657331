import { Command } from 'commander';
import { findConnections } from '../../platform/connections.ts';
import { readEnv } from '../../platform/env.ts';
import { PerennialError } from '../../platform/errors.ts';
import { requireIdentityKeys, useIdentityKeys } from '../../platform/identity-keys.ts';
import { createLogger } from '../../platform/logger.ts';
import { warnOfSchema } from '../../platform/schema-state.ts';
import { refusePlaceholders } from '../../platform/secrets.ts';
import { onShutdown } from '../../platform/shutdown.ts';
import { waitForServers } from '../../platform/wait-for-servers.ts';
import { withExamples } from '../arguments.ts';
import { waitMsOf, waitOption } from '../wait-option.ts';
import { memberPageSettings } from '../../api/my-page.ts';
import { servePublicRoutes } from '../../api/public-routes.ts';
import { connectLimitsOf } from '../../api/v1/connect/limits.ts';

/** `perennial api`: the HTTP routes, until Ctrl-C. */
export function apiCommand(): Command {
  const command = new Command('api').description(
    'serve the HTTP API /v1, the links in mails, and what shops and mail providers send, on HOST and PORT, until Ctrl-C',
  );
  command.option(...waitOption);
  withExamples(command, [
    ['PORT=3000 PUBLIC_URL=https://loyalty.example.com perennial api', 'behind a proxy with TLS'],
    ['PORT=3010 API_HEALTH_PORT=0 perennial api', 'a second one on this machine, its health on a free port'],
  ]);
  return command.action(async ({ wait }: { wait?: number }) => {
    const env = readEnv();
    const connections = findConnections(env);
    const { databaseUrl, unsubscribeSecret } = connections;
    if (unsubscribeSecret === undefined) {
      throw new PerennialError('ENV_INVALID', 'UNSUBSCRIBE_SECRET is not set: no link could be checked.', {
        field: 'UNSUBSCRIBE_SECRET',
        fix: 'Set it to the secret of the worker, at least 16 characters.',
      });
    }
    useIdentityKeys(connections.identityKeys);
    requireIdentityKeys();
    refusePlaceholders(env, connections);
    const logger = createLogger({ name: 'api', level: env.LOG_LEVEL });
    const shutdown = onShutdown({ starting: true });
    await waitForServers({ databaseUrl }, { waitMs: waitMsOf(wait), note: (text) => logger.warn(text) });
    await warnOfSchema(databaseUrl, logger);
    const routes = await servePublicRoutes({
      databaseUrl,
      unsubscribeSecret,
      mailReportSecret: env.MAIL_REPORT_SECRET,
      proxies: env.TRUSTED_PROXIES,
      webhooksToThisMachine: env.WEBHOOKS_TO_THIS_MACHINE === 'on',
      diagnose: async () => (await import('../../devstack/doctor/diagnose.ts')).diagnose(env),
      host: env.HOST,
      port: env.PORT,
      healthPort: env.API_HEALTH_PORT,
      poolSizeMax: env.DATABASE_POOL_SIZE,
      connectLimits: connectLimitsOf(env),
      memberPage: memberPageSettings(env),
      logger,
    });
    shutdown.started();
    logger.info({ url: routes.url, healthPort: routes.healthPort }, 'serving the routes for members');
    await shutdown.requested;
    await routes.stop();
    shutdown.dispose();
  });
}
