import { Command } from 'commander';
import { join } from 'node:path';
import { startStack, type Stack } from '../../runtime/embedded/stack.ts';
import { readEnv } from '../../runtime/env.ts';
import { onShutdown } from '../../runtime/shutdown.ts';
import { stackFilePath } from '../../runtime/stack-file.ts';
import { wholeNumber, withExamples } from '../arguments.ts';
import { globalOptions } from '../context.ts';
import { createOutput, type Output } from '../output.ts';
import { keepWorker } from '../worker-process.ts';

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
    .description('start PostgreSQL, Temporal, a mail catcher and a worker on this machine, until Ctrl-C')
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
  return command.action(async (options: UpOptions, self: Command) => {
    const out = createOutput(globalOptions(self));
    const shutdown = onShutdown();
    const env = readEnv();
    const stack = await startStack({
      dir: env.PERENNIAL_DIR,
      env,
      fresh: options.fresh ?? false,
      ports: portsOf(options),
      onProgress: (text) => out.note(text),
    });
    const worker = options.worker ? keepWorker({ note: (text) => out.note(text) }) : undefined;
    out.result(summary(env.PERENNIAL_DIR, stack), () => describe(out, env.PERENNIAL_DIR, stack));
    await shutdown.requested;
    out.note('stopping');
    await worker?.stop();
    await stack.stop();
  });
}

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
  const { databaseUrl, temporalAddress, temporalUiUrl, smtpUrl, mailPageUrl } = stack;
  return {
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
    ['Caught mails', stack.mailPageUrl],
  ];
  return [
    ...lines.map(([name = '', value = '']) => `${out.paint('bold', name.padEnd(14))} ${value}`),
    '',
    'Commands in this folder find the stack by themselves. Next, in another terminal:',
    '  perennial programme apply playbooks/reference/programme.yaml',
    '  perennial campaign launch playbooks/onboarding-gift',
    'Ctrl-C stops everything.',
  ].join('\n');
}
