import { Command } from 'commander';
import { type Check, diagnose } from '../../devstack/doctor/diagnose.ts';
import { type Env, readEnv } from '../../platform/env.ts';
import { withExamples } from '../arguments.ts';
import { globalOptions } from '../context.ts';
import { createOutput, type Output } from '../../platform/terminal/output.ts';

/** `perennial doctor`: exit code 0 when nothing failed. */
export function doctorCommand(): Command {
  const command = new Command('doctor').description(
    'check Node, PostgreSQL, Temporal, SMTP, migrations and SQL functions',
  );
  withExamples(command, [
    ['perennial doctor', 'what is there, where it came from, how to mend what is missing'],
    ['perennial doctor --json', 'the same for a program'],
  ]);
  return command.action(async (_options, self: Command) => {
    const out = createOutput(globalOptions(self));
    const env = readEnv();
    const checks = await diagnose(env, () => ownBuild(env));
    out.result({ checks, healthy: isHealthy(checks) }, () => checks.map((check) => line(out, check)).join('\n'));
    if (!isHealthy(checks)) process.exitCode = 1;
  });
}

/** Loaded when it is asked for: the doctor must also speak where Temporal's native library does not load. */
async function ownBuild({ PERENNIAL_BUILD_ID }: Env): Promise<string> {
  const [{ buildIdOf }, { workflowBundle }] = await Promise.all([
    import('../../worker/build-id.ts'),
    import('../../worker/bundle.ts'),
  ]);
  return buildIdOf(await workflowBundle(), PERENNIAL_BUILD_ID);
}

function isHealthy(checks: readonly Check[]): boolean {
  return checks.every((check) => check.status !== 'failed');
}

const marks = { ok: ['green', '✓'], ready: ['cyan', '·'], warning: ['yellow', '!'], failed: ['red', '✗'] } as const;

function line(out: Output, { name, status, found, fix }: Check): string {
  const [colour, mark] = marks[status];
  const first = `${out.paint(colour, mark)} ${name.padEnd(18)} ${found}`;
  return fix === undefined ? first : `${first}\n  ${' '.repeat(18)} ${out.paint('yellow', fix)}`;
}
