import { Command } from 'commander';
import { join, relative } from 'node:path';
import { isFreePort } from '../../devstack/ports.ts';
import { startStack, type Stack } from '../../devstack/stack.ts';
import { type Env, readEnv } from '../../platform/env.ts';
import { PerennialError } from '../../platform/errors.ts';
import { createLogger } from '../../platform/logger.ts';
import { packageRoot } from '../../platform/package-root.ts';
import { onShutdown } from '../../platform/shutdown.ts';
import { stackFilePath } from '../../platform/stack-file.ts';
import { wholeNumber, withExamples } from '../arguments.ts';
import { globalOptions } from '../context.ts';
import { createOutput, type Output } from '../../platform/terminal/output.ts';
import { memberPageSettings } from '../../api/my-page.ts';
import { servePublicRoutes } from '../../api/public-routes.ts';
import { connectLimitsOf } from '../../api/v1/connect/limits.ts';
import { keepWorker } from '../../devstack/worker-process.ts';

interface UpOptions {
  readonly worker: boolean;
  readonly fresh?: boolean;
  readonly postgresPort?: number;
  readonly temporalPort?: number;
  readonly temporalUiPort?: number;
}

const port = wholeNumber({ min: 1, max: 65_535 });

/** `perennial up`: the embedded stack with a worker, until Ctrl-C. */
export function upCommand(): Command {
  const command = new Command('up')
    .description('start PostgreSQL, Temporal, a mail catcher, the HTTP API and a worker on this machine, until Ctrl-C')
    .option('--no-worker', 'servers only; run `perennial worker` in another terminal')
    .option('--fresh', 'throw away the data of earlier runs first')
    .option('--postgres-port <port>', 'a free one when absent', port)
    .option('--temporal-port <port>', 'a free one when absent', port)
    .option('--temporal-ui-port <port>', 'a free one when absent', port);
  withExamples(command, [
    ['perennial up', 'everything a programme needs; data is kept in .perennial'],
    ['perennial up --no-worker', 'the servers alone'],
    ['PERENNIAL_DIR=/tmp/trial perennial up --fresh', 'another stack beside it, from nothing'],
  ]);
  return command.action((options: UpOptions, self: Command) => runStack(options, createOutput(globalOptions(self))));
}

async function runStack(options: UpOptions, out: Output): Promise<void> {
  const env = readEnv();
  refuseOtherDatabase(env);
  const note = (text: string) => out.note(text);
  const shutdown = onShutdown({ starting: true });
  const { PERENNIAL_DIR: dir } = env;
  const stack = await startStack({
    dir,
    env,
    fresh: options.fresh ?? false,
    leastPrivilege: true,
    ports: { ...portsOf(options), ...(await publicPort(env)) },
    onProgress: note,
  });
  shutdown.started();
  const stops: (() => Promise<void>)[] = [];
  try {
    const { hostname, port: publicPort } = new URL(stack.publicUrl);
    const logger = createLogger({ name: 'api', level: env.LOG_LEVEL });
    const routes = await servePublicRoutes({
      ...stack,
      mailReportSecret: env.MAIL_REPORT_SECRET,
      proxies: env.TRUSTED_PROXIES,
      connectLimits: connectLimitsOf(env),
      memberPage: memberPageSettings(env),
      webhooksToThisMachine: env.WEBHOOKS_TO_THIS_MACHINE === 'on',
      diagnose: async () => (await import('../../devstack/doctor/diagnose.ts')).diagnose(env),
      host: hostname,
      port: Number(publicPort),
      logger,
    });
    stops.push(() => routes.stop());
    if (options.worker) {
      const worker = keepWorker({ note });
      stops.push(() => worker.stop());
    }
    out.result(summary(dir, stack), () => describe(out, dir, stack));
    await Promise.race([shutdown.requested, stack.lost]);
    note('stopping');
  } finally {
    // The worker and the routes first: they need the servers.
    await Promise.all(stops.map((stop) => stop()));
    await stack.stop();
    shutdown.dispose();
  }
}

/** With DATABASE_URL set, every other command would use that database and not this stack's. */
function refuseOtherDatabase({ DATABASE_URL }: Env): void {
  if (DATABASE_URL === undefined) return;
  throw new PerennialError('USAGE', 'DATABASE_URL is set: commands would use that database and not the stack.', {
    field: 'DATABASE_URL',
    fix: 'Unset it (also in .env) to use the embedded stack, or run `perennial worker` and `perennial api` on that database.',
  });
}

/** PORT, where links in mails stay good and a shop in development finds the API; a free one where another stack has that. */
const publicPort = async ({ PORT }: Env): Promise<{ readonly public?: number }> =>
  PORT > 0 && (await isFreePort(PORT)) ? { public: PORT } : {};

function portsOf({
  postgresPort,
  temporalPort,
  temporalUiPort,
}: UpOptions): Partial<Record<'postgres' | 'temporal' | 'temporalUi', number>> {
  return {
    ...(postgresPort === undefined ? {} : { postgres: postgresPort }),
    ...(temporalPort === undefined ? {} : { temporal: temporalPort }),
    ...(temporalUiPort === undefined ? {} : { temporalUi: temporalUiPort }),
  };
}

function summary(dir: string, stack: Stack) {
  const { databaseUrl, temporalAddress, temporalUiUrl, smtpUrl, mailPageUrl, publicUrl } = stack;
  return {
    publicUrl,
    databaseUrl,
    temporalAddress,
    temporalUiUrl: temporalUiUrl ?? null,
    smtpUrl,
    mailPageUrl,
    stackFile: stackFilePath(dir),
  };
}

function describe(out: Output, dir: string, stack: Stack): string {
  const lines = [
    ['PostgreSQL', `${new URL(stack.databaseUrl).host} (address and password in ${join(dir, 'stack.json')})`],
    ['Temporal', `${stack.temporalAddress} (${stack.temporalSource})`],
    ...(stack.temporalUiUrl === undefined ? [] : [['Temporal UI', stack.temporalUiUrl]]),
    ['Console', `${stack.publicUrl}/console (sign in with a key of \`perennial key create\`)`],
    ["Member's page", `${stack.publicUrl}/my (by a link of \`perennial member link <member>\`)`],
    ['HTTP API', `${stack.publicUrl}/v1 (to try at ${stack.publicUrl}/docs)`],
    ['Caught mails', stack.mailPageUrl],
  ];
  // Beside a clone's package.json, or where npm has put them.
  const playbooks = relative('', join(packageRoot(), 'playbooks'));
  return [
    ...lines.map(([name = '', value = '']) => `${out.paint('bold', name.padEnd(14))} ${value}`),
    '',
    'Commands in this folder find the stack by themselves. Next, in another terminal:',
    `  perennial programme apply ${join(playbooks, 'reference', 'programme.yaml')}`,
    `  perennial campaign launch ${join(playbooks, 'onboarding-gift')}`,
    'Ctrl-C stops everything.',
  ].join('\n');
}
