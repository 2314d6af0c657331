import { Command, Option } from 'commander';
import { createKey } from '../../modules/keys/create.ts';
import { listKeys } from '../../modules/keys/list.ts';
import { revokeKey } from '../../modules/keys/revoke.ts';
import { rotateKey } from '../../modules/keys/rotate.ts';
import type { KeySummary } from '../../modules/keys/rows.ts';
import { type Scope, scopes } from '../../modules/keys/rules-token.ts';
import { PerennialError } from '../../platform/errors.ts';
import { actor } from '../actor.ts';
import { wholeNumber, withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';
import { renderKey, renderKeys } from '../key/render.ts';

const limitDefault = 50;
const limitMax = 1_000;
const overlapHoursDefault = 24;
const overlapHoursMax = 168;
const perMinuteMax = 10_000_000;

/** `perennial key create | list | revoke | rotate` */
export function keyCommand(): Command {
  return new Command('key')
    .description('keys of the HTTP API: one for each person and each system')
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(rotateCommand())
    .addCommand(revokeCommand());
}

interface CreateOptions {
  readonly scopes: readonly Scope[];
  readonly days?: number;
  readonly reads?: number;
  readonly writes?: number;
  readonly events?: number;
}

function createCommand(): Command {
  const perMinute = wholeNumber({ min: 1, max: perMinuteMax });
  const command = new Command('create')
    .description('make a key; printed without --json, it is the key alone, for a variable of the shell')
    .argument('<name>', 'whose it is')
    .addOption(
      new Option('--scopes <list>', `what it may do, of ${scopes.join(', ')}`)
        .argParser(readScopes)
        .makeOptionMandatory(),
    )
    .option('--days <days>', 'it ends after so many', wholeNumber({ min: 1, max: 3_650 }))
    .option('--reads <count>', 'reads a minute, where it is not the usual 6,000', perMinute)
    .option('--writes <count>', 'writes a minute, where it is not the usual 6,000', perMinute)
    .option('--events <count>', 'events a minute, where it is not the usual 60,000', perMinute)
    .action((name: string, options: CreateOptions, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        const { id: programmeId } = await programme();
        const { days, reads: read, writes: write, events } = options;
        // A key goes by real time, whatever the programme clock says.
        const expiresAt = days === undefined ? null : new Date(Date.now() + days * 86_400_000);
        const limits = { read, write, events };
        const key = await createKey(database, programmeId, {
          ...{ name, scopes: options.scopes, expiresAt, actor: actor() },
          limits: JSON.parse(JSON.stringify(limits)) as typeof limits,
        });
        out.result(key, () => key.secret);
        out.note(`${key.id}: keep the key, it is shown this once.`);
      }),
    );
  return withExamples(command, [
    ['export KEY=$(perennial key create checkout --scopes read,write)', 'for a checkout'],
    ['perennial key create anna --scopes read,finance --days 90', 'for a person'],
  ]);
}

function listCommand(): Command {
  return new Command('list')
    .description('the keys of the programme, latest first, without their secrets')
    .option('--limit <keys>', 'keys to show', wholeNumber({ min: 1, max: limitMax }), limitDefault)
    .action(({ limit }: { limit: number }, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        const { id } = await programme();
        const { keys } = await listKeys(database, id, { limit });
        out.result({ data: keys }, () => renderKeys(keys, out));
      }),
    );
}

function rotateCommand(): Command {
  const hours = wholeNumber({ min: 0, max: overlapHoursMax });
  const command = new Command('rotate')
    .description('give a key a new secret; the one of before is taken for a while')
    .argument('<key>', 'its id, key_…')
    .option('--hours <hours>', 'how long the one of before is taken', hours, overlapHoursDefault)
    .action((id: string, options: { hours: number }, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        const { id: programmeId } = await programme();
        const overlapSeconds = options.hours * 3_600;
        const key = await rotateKey(database, programmeId, id, { overlapSeconds, actor: actor() });
        out.result(key, () => key.secret);
      }),
    );
  return withExamples(command, [['perennial key rotate key_4n8b2v6c1m0x --hours 0', 'at once: somebody has seen it']]);
}

function revokeCommand(): Command {
  return new Command('revoke')
    .description('end a key, and the member tokens that were made with it')
    .argument('<key>', 'its id, key_…')
    .action((id: string, _: object, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        const key: KeySummary = await revokeKey(database, (await programme()).id, id, { actor: actor() });
        out.result(key, () => renderKey(key, out));
      }),
    );
}

function readScopes(text: string): Scope[] {
  const named = text.split(',').map((each) => each.trim());
  const wrong = named.find((each) => !scopes.some((scope) => scope === each));
  if (wrong !== undefined) {
    throw new PerennialError('USAGE', `There is no scope "${wrong}".`, {
      field: '--scopes',
      fix: `Name some of ${scopes.join(', ')}.`,
    });
  }
  return named as Scope[];
}
