import { join } from 'node:path';
import { Command } from 'commander';
import { PerennialError } from '../../platform/errors.ts';
import { readEnv } from '../../platform/env.ts';
import { onShutdown } from '../../platform/shutdown.ts';
import { runDemo } from '../../demo/run.ts';
import { consoleOf, renderSummary } from '../demo-summary.ts';
import { hasDisplay, openInBrowser } from '../open-in-browser.ts';
import { globalOptions } from '../context.ts';
import { createOutput } from '../../platform/terminal/output.ts';

interface DemoFlags {
  readonly days: string;
  readonly seed: string;
  readonly newcomers: string;
  readonly killWorkerOn?: string;
  readonly exit?: boolean;
  readonly open: boolean;
}

/** `perennial demo`: a month of the reference programme on this machine, in a few minutes. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('live a month of the reference programme on real orders, in a few minutes')
    .option('--days <number>', 'length of the month', '31')
    .option('--seed <number>', 'decides what members do', '7')
    .option('--newcomers <number>', 'people who join in the month', '240')
    .option('--kill-worker-on <days>', 'kill -9 the worker on these days, e.g. 5,12: nothing is lost or doubled')
    .option('--exit', 'end when the summary is printed instead of staying up to be looked at')
    .option(
      '--no-open',
      'do not open the console in the browser (nor is it without a terminal and a display, or in CI)',
    )
    .action(async (flags: DemoFlags, command: Command) => {
      const out = createOutput(globalOptions(command));
      const shutdown = onShutdown();
      const dir = join(readEnv().PERENNIAL_DIR, 'demo');
      const { report, stop } = await runDemo({
        dir,
        days: wholeNumber('--days', flags.days, 3, 120),
        seed: wholeNumber('--seed', flags.seed, 0, 2 ** 31),
        newcomers: wholeNumber('--newcomers', flags.newcomers, 0, 5_000),
        killOnDays: (flags.killWorkerOn ?? '')
          .split(',')
          .filter(Boolean)
          .map((day) => wholeNumber('--kill-worker-on', day, 0, 120, false)),
        quiet: out.json,
        shutdown,
      });
      out.result(report, () => renderSummary(report, dir, out));
      if (report.violations.length > 0) process.exitCode = 1;
      if (!flags.exit && !out.json && process.stdin.isTTY) {
        const url = consoleOf(report);
        const isInteractive = process.stdout.isTTY;
        const opens = flags.open && hasDisplay({ isInteractive, platform: process.platform, env: process.env });
        if (opens && (await openInBrowser(url))) out.note(`\nThe console is open in the browser: ${url}`);
        out.note('\nEverything stays up until Ctrl-C.');
        await shutdown.requested;
        return;
      }
      await stop();
      shutdown.dispose();
    });
}

function wholeNumber(option: string, text: string, min: number, max: number, whole = true): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= min && value <= max && (!whole || Number.isInteger(value))) return value;
  throw new PerennialError('USAGE', `${option} is "${text}".`, {
    field: option,
    fix: `Give a number from ${min} to ${max}.`,
  });
}
