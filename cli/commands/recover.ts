import { Command } from 'commander';
import { connectTemporal, temporalTarget } from '../../platform/temporal-client.ts';
import { findConnections } from '../../platform/connections.ts';
import { recover, type Recovery } from '../../worker/recover.ts';
import { actor } from '../actor.ts';
import { withExamples } from '../arguments.ts';
import { confirmOrStop } from '../confirm.ts';
import { type CommandContext, globalOptions, withDatabase } from '../context.ts';
import { startProgress } from '../../platform/terminal/progress.ts';
import { counted } from '../../values/plural.ts';

interface RecoverFlags {
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly yes?: boolean;
}

/** `perennial recover`: makes good what Temporal has lost, from what PostgreSQL knows. */
export function recoverCommand(): Command {
  const command = new Command('recover')
    .description('rebuild the cohorts that Temporal has lost, from the events and steps in PostgreSQL')
    .option('--dry-run', 'say what is lost and change nothing')
    .option('--force', 'end cohorts that run, too, and rebuild all: after the database was restored from a backup')
    .option('--yes', 'go ahead without asking');
  withExamples(command, [
    ['perennial recover --dry-run', 'which cohorts have no workflow any more, and how many members they carry'],
    ['perennial recover --yes', 'rebuild these; cohorts that run are left alone'],
  ]);
  return command.action((flags: RecoverFlags, self: Command) =>
    withDatabase(self, (context) => runRecovery(context, flags, globalOptions(self).json ?? false)),
  );
}

async function runRecovery(context: CommandContext, flags: RecoverFlags, quiet: boolean): Promise<void> {
  const { out, env, database, clock } = context;
  const { dryRun = false, force = false } = flags;
  const { client, close } = await connectTemporal(temporalTarget(env, findConnections(env)));
  try {
    const deps = { database, clock, client, taskQueue: env.TEMPORAL_TASK_QUEUE };
    const look = (title: string, wet: boolean) => {
      const progress = startProgress({ title, unit: 'cohorts', quiet });
      const options = { dryRun: !wet, force, actor: actor() };
      return recover(deps, { ...options, onProgress: (done) => progress.update(done) }).finally(() => progress.stop());
    };
    const found = await look('Looking', false);
    const isAnythingToDo = force ? found.cohorts + found.unknown > 0 : found.lost > 0;
    if (dryRun || !isAnythingToDo) return out.result(found, () => describeFound(found, force));
    await confirmOrStop(question(found, force), flags);
    const done = await look('Rebuilding', true);
    out.result(done, () => describeDone(done));
  } finally {
    await close();
  }
}

const count = (value: number, noun: string) => counted(value, noun, `${noun}s`);

function question({ lost, running, unknown, enrolments }: Recovery, force: boolean): string {
  const which = force && running > 0 ? `${count(lost, 'lost cohort')} and ${running} that run` : count(lost, 'cohort');
  const ends =
    force && unknown > 0 ? ` and end ${count(unknown, 'workflow')} of cohorts that the database does not know` : '';
  return `Rebuild ${which} with ${count(enrolments, 'active enrolment')}${ends}?`;
}

function describeFound(found: Recovery, force: boolean): string {
  const { unknown } = found;
  if (unknown === 0) return describeCohorts(found, force);
  const fix = force ? '' : ' Was it restored from a backup? Stop the workers and use --force.';
  return `${describeCohorts(found, force)}\n${count(unknown, 'workflow')} of cohorts that the database does not know.${fix}`;
}

function describeCohorts({ cohorts, running, lost, enrolments }: Recovery, force: boolean): string {
  if (cohorts === 0) return 'No cohort is under way: there is nothing to recover.';
  if (lost === 0 && !force) return `Nothing to recover: the workflows of all ${count(cohorts, 'cohort')} run.`;
  return `${count(lost, 'cohort')} of ${cohorts} have no workflow any more, ${running} run. ${count(enrolments, 'active enrolment')} would be rebuilt.`;
}

function describeDone({ enrolments, made, running }: Recovery): string {
  return [
    `${count(enrolments, 'active enrolment')} now in ${count(made, 'new cohort')}; the worker starts them where their members stand.`,
    ...(running > 0 ? [`${count(running, 'cohort')} ran already.`] : []),
    'Look with `perennial recover --dry-run` once a worker runs.',
  ].join('\n');
}
