import { parseArgs } from 'node:util';
import { describeError } from '../platform/errors.ts';
import { onShutdown, type Shutdown } from '../platform/shutdown.ts';
import type { Bench } from './bench.ts';
import { asleepBench } from './asleep.ts';
import { cohortBench } from './cohort.ts';
import { earnBench } from './earn.ts';
import type { Finding } from './harness/finding.ts';
import { openLab } from './harness/lab.ts';
import { describeMachine } from './harness/machine.ts';
import { findPgbench, howToGetPgbench } from './harness/pgbench.ts';
import { renderReport, reportJson, writeReport } from './harness/report.ts';
import { httpBench } from './http.ts';
import { historyBench } from './history.ts';
import { importBench } from './import.ts';
import { mailsBench } from './mails.ts';
import { recoverBench } from './recover.ts';
import { segmentsBench } from './segments.ts';
import { spendBench } from './spend.ts';
import { sweepBench } from './sweep.ts';
import { wakeBench } from './wake.ts';

const benches: readonly Bench[] = [
  earnBench,
  httpBench,
  importBench,
  spendBench,
  sweepBench,
  mailsBench,
  cohortBench,
  asleepBench,
  wakeBench,
  historyBench,
  recoverBench,
  segmentsBench,
];

const help = `npm run bench -- [--only <name>]... [--quick] [--json]

Measures this machine, each figure beside its limit in the same run, and writes bench/results.

  --only <name>  one of ${benches.map(({ name }) => name).join(', ')}; may be given several times
  --quick        shorter rounds and fewer of them: about four minutes in place of twenty-five
  --json         the report as JSON on stdout
`;

const say = (text: string) => void process.stderr.write(`${text}\n`);

interface Options {
  readonly only: readonly string[];
  readonly quick: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [] },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const unknown = values.only.find((name) => !benches.some((bench) => bench.name === name));
  if (unknown !== undefined) throw new Error(`--only ${unknown}: there is no such benchmark.`);
  return values;
}

/** Runs the benchmarks one after the other; one that breaks is told of at the end and does not stop the others. */
async function runBenches(chosen: readonly Bench[], quick: boolean, shutdown: Shutdown) {
  const pgbench = await findPgbench();
  if (pgbench === undefined) say(`${howToGetPgbench}: its ratios are skipped.`);
  const command = ['npm run bench', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' ');
  const machine = describeMachine({ postgres: '', pgbench: pgbench?.version ?? 'no pgbench' }, command);
  const startedAt = performance.now();
  const findings: Finding[] = [];
  const broken: string[] = [];
  const lab = await openLab({ quick, pgbench, say: (text) => say(`  ${text}`) });
  void shutdown.requested.then(() => lab.stop()).finally(() => process.exit(exitCodeOfCtrlC));
  try {
    for (const bench of chosen) {
      say(`${bench.name}: ${bench.title}`);
      try {
        findings.push(...(await bench.run(lab)));
      } catch (error) {
        // Everything fails once the servers are gone.
        if (shutdown.isRequested()) await new Promise(() => undefined);
        broken.push(`${bench.name}: ${describeError(error)}`);
        say(`  failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
    }
  } finally {
    await lab.stop();
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  return { report: { machine: { ...machine, postgres: lab.postgresVersion }, quick, seconds, findings }, broken };
}

const exitCodeOfCtrlC = 130;

async function main(): Promise<number> {
  const options = readOptions();
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  const { only, quick, json } = options;
  const chosen = benches.filter(({ name }) => only.length === 0 || only.includes(name));
  const { report, broken } = await runBenches(chosen, quick, onShutdown());
  process.stdout.write(json ? reportJson(report) : `\n${renderReport(report)}\n`);
  if (report.findings.length > 0) say(`\nWritten to ${writeReport(report).join(' and ')}`);
  for (const text of broken) say(`Not measured: ${text}`);
  return broken.length > 0 ? 1 : 0;
}

// A shortfall is a figure like another and no error: exit code 1 is for a benchmark that broke or a ledger that did.
process.exit(
  await main().catch((error: unknown) => {
    say(describeError(error));
    return 2;
  }),
);
