import { Command } from 'commander';
import { findConnections } from '../../platform/connections.ts';
import { type Env, readEnv } from '../../platform/env.ts';
import { migrateDatabase, type MigrateOptions, type MigrateResult } from '../../platform/migrate.ts';
import { readSchemaState, type SchemaState } from '../../platform/schema-state.ts';
import { prepareTemporal, temporalTarget } from '../../platform/temporal-client.ts';
import { renderTable } from '../../platform/terminal/table.ts';
import { withExamples } from '../arguments.ts';
import { globalOptions } from '../context.ts';
import { createOutput, type Output } from '../../platform/terminal/output.ts';
import { counted } from '../../values/plural.ts';

interface MigrateFlags extends MigrateOptions {
  readonly dryRun?: boolean;
}

/** `perennial migrate`: a database's tables and SQL functions as this version needs them. */
export function migrateCommand(): Command {
  const command = new Command('migrate')
    .description('bring the database to this version: migrations, then the SQL functions that changed')
    .option('--dry-run', 'say what would be applied, and apply nothing')
    .option(
      '--replace-later',
      "put this version's functions in the place of a later version's: after going back to this version for good",
    );
  withExamples(command, [
    ['DATABASE_URL=postgresql://... perennial migrate', 'before the processes of a new version start'],
    ['perennial migrate --dry-run', 'what is not applied yet'],
  ]);
  return command.action(async ({ dryRun = false, ...options }: MigrateFlags, self: Command) => {
    const out = createOutput(globalOptions(self));
    const env = readEnv();
    const { ownerUrl } = findConnections(env);
    if (dryRun) {
      const state = await readSchemaState(ownerUrl);
      const { pending: migrations, outdated: functions, later } = state;
      out.result({ migrations, functions, later }, () => renderPlan(state));
      return;
    }
    const result = await migrateDatabase(ownerUrl, options);
    out.result(result, () => renderResult(result, out));
    await registerAttributes(env, out);
  });
}

/** Campaigns are found in Temporal by attributes that a server has to know; without them cohorts start all the same. */
async function registerAttributes(env: Env, out: Output): Promise<void> {
  try {
    const { refused } = await prepareTemporal(temporalTarget(env, findConnections(env)));
    if (refused !== undefined)
      out.note(`Temporal did not take the search attributes: ${refused} See \`perennial doctor\`.`);
  } catch {
    out.note('No Temporal server answers, so its search attributes are not registered; `perennial doctor` tells how.');
  }
}

function renderResult({ migrations, functions, later, inPlace }: MigrateResult, out: Output): string {
  const noted = functions.filter(({ change }) => change === 'noted').length;
  const rows = [
    ...migrations.map((name) => ['migration', name, 'applied']),
    ...functions.filter(({ change }) => change !== 'noted').map(({ name, change }) => ['function', name, change]),
    ...(noted === 0 ? [] : [['function', `${noted} as their sources have them`, 'noted']]),
  ];
  const lines = rows.length === 0 ? [] : [renderTable(columns, rows), ''];
  if (later !== null) lines.push(out.paint('yellow', describeLater(later)));
  else if (rows.length === 0)
    lines.push(
      `Nothing to do: ${count(inPlace.migrations, 'migration')} and ${count(inPlace.functions, 'function')} are in place.`,
    );
  else lines.push(`${count(migrations.length, 'migration')} and ${count(functions.length, 'function')} applied.`);
  return lines.join('\n');
}

function renderPlan({ migrations, functions, pending, outdated, later }: SchemaState): string {
  const rows = [
    ...pending.map((name) => ['migration', name, 'not applied']),
    ...outdated.map(({ name, why }) => ['function', name, why]),
  ];
  if (rows.length > 0) return renderTable(columns, rows);
  if (later !== null) return describeLater(later);
  return `Nothing to do: ${count(migrations.length, 'migration')} and ${count(functions.length, 'function')} are in place.`;
}

const columns = [{ title: 'Kind' }, { title: 'Name' }, { title: 'State' }];

function describeLater(later: string): string {
  return `The functions are a later version's (${later}), and were left alone. After going back for good: \`perennial migrate --replace-later\`.`;
}

const count = (number: number, noun: 'migration' | 'function') => counted(number, noun, `${noun}s`);
