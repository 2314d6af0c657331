import { Command, Option } from 'commander';
import { createConnection } from '../../modules/connect/create.ts';
import { deleteConnection } from '../../modules/connect/delete.ts';
import { listConnections } from '../../modules/connect/list.ts';
import { connectionKinds, type ConnectionKind } from '../../modules/connect/settings.ts';
import { showConnection } from '../../modules/connect/show.ts';
import { updateConnection } from '../../modules/connect/update.ts';
import { actor } from '../actor.ts';
import { wholeNumber, withExamples } from '../arguments.ts';
import { confirmOrStop } from '../confirm.ts';
import { type CommandContext, withDatabase } from '../context.ts';
import { givenSecret, givenSettings, secretOption, settingOption } from '../connection/given.ts';
import { renderConnection, renderConnections } from '../connection/render.ts';
import { receiverCommand } from '../connection/receiver-command.ts';
import { sendCommand } from '../connection/send-command.ts';

const limitDefault = 30;
const limitMax = 100;

/** `perennial connection create | list | show | update | delete | send | receiver` */
export function connectionCommand(): Command {
  return new Command('connection')
    .description('shops and providers that are connected: orders, refunds, bounces; SMS, WeChat and push')
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(updateCommand())
    .addCommand(deleteCommand())
    .addCommand(sendCommand())
    .addCommand(receiverCommand());
}

const reachOf = ({ env }: CommandContext) => ({ allowsThisMachine: env.WEBHOOKS_TO_THIS_MACHINE === 'on' });

interface Given {
  readonly secret?: string;
  readonly name?: string;
  readonly set?: readonly string[];
}

function createCommand(): Command {
  const command = new Command('create')
    .description('connect a shop, a mail provider, or who sends texts; it sends its webhooks to the path that is shown')
    .addOption(new Option('--kind <kind>', 'of the shop or provider').choices(connectionKinds).makeOptionMandatory())
    .addOption(secretOption())
    .option('--name <text>', 'for people')
    .addOption(settingOption())
    .action(({ kind, secret, name, set }: Given & { kind: ConnectionKind }, self: Command) =>
      withDatabase(self, async (context) => {
        const { database, clock, programme } = context;
        const { id: programmeId } = await programme();
        const wanted = { kind, settings: givenSettings(set), actor: actor(), ...(name === undefined ? {} : { name }) };
        const signed = secret === undefined ? {} : { secret: await givenSecret(secret) };
        const made = { ...wanted, ...signed, reach: reachOf(context) };
        const { id, secret: own } = await createConnection(database, programmeId, made, clock.now());
        await show(context, id, own);
      }),
    );
  return withExamples(command, [
    ['perennial connection create --kind shopify --secret - < secret.txt', 'the signing secret that Shopify shows'],
    [
      'perennial connection create --kind woocommerce --secret - --set guests=by_email',
      'typed or pasted, ended by Ctrl-D',
    ],
    [
      'perennial connection create --kind channel --set url=https://texts.example.com/perennial --set channels=sms,push',
      'who sends SMS and push; its secret is made and shown once',
    ],
  ]);
}

function listCommand(): Command {
  return new Command('list')
    .description('the connections of the programme, the newest first')
    .option('--limit <connections>', 'connections to show', wholeNumber({ min: 1, max: limitMax }), limitDefault)
    .action(({ limit }: { limit: number }, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        const { id: programmeId, definition } = await programme();
        const connections = await listConnections(database, programmeId, { limit });
        out.result({ data: connections }, () => renderConnections(connections, { ...definition, out }));
      }),
    );
}

function showCommand(): Command {
  return new Command('show')
    .description('one connection: its settings, its last call, and orders that could not be taken')
    .argument('<connection>', 'its id, as `list` shows it')
    .action((id: string, _: object, self: Command) => withDatabase(self, (context) => show(context, id)));
}

function updateCommand(): Command {
  const command = new Command('update')
    .description('change a connection; orders that were taken before stay as they are')
    .argument('<connection>', 'its id, as `list` shows it')
    .addOption(secretOption())
    .option('--name <text>', 'for people; empty for none')
    .addOption(settingOption())
    .action((id: string, { secret, name, set }: Given, self: Command) =>
      withDatabase(self, async (context) => {
        const { database, clock, programme } = context;
        const { id: programmeId } = await programme();
        const change = {
          ...{ settings: givenSettings(set), actor: actor(), reach: reachOf(context) },
          ...(secret === undefined ? {} : { secret: await givenSecret(secret) }),
          ...(name === undefined ? {} : { name: name === '' ? null : name }),
        };
        await updateConnection(database, programmeId, id, change, clock.now());
        await show(context, id);
      }),
    );
  return withExamples(command, [
    ['perennial connection update cnx_7h2k9m4q --set taxes=excluded', 'points for the price without tax'],
    ['perennial connection update cnx_7h2k9m4q --secret - < secret.txt', 'after the shop made a new one'],
  ]);
}

function deleteCommand(): Command {
  return new Command('delete')
    .description('end a connection: its calls are refused from now on; what its orders brought stays')
    .argument('<connection>', 'its id, as `list` shows it')
    .option('--yes', 'without asking')
    .action((id: string, { yes }: { yes?: boolean }, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const { id: programmeId } = await programme();
        await confirmOrStop(`End connection ${id}?`, { yes });
        await deleteConnection(database, programmeId, id, { actor: actor(), now: clock.now() });
        out.result({ id, deleted: true }, () => `Connection ${id} is ended.`);
      }),
    );
}

/** `secret` is one that was made just now: nobody sees it again. */
async function show({ out, database, programme }: CommandContext, id: string, secret?: string): Promise<void> {
  const { id: programmeId, definition } = await programme();
  const connection = await showConnection(database, programmeId, id);
  const once = secret === undefined ? '' : `\nSecret, shown this once: ${secret}`;
  out.result(
    { ...connection, ...(secret === undefined ? {} : { secret }) },
    () => `${renderConnection(connection, { ...definition, out })}${once}`,
  );
}
