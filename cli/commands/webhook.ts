import { Command } from 'commander';
import { createEndpoint, type EndpointInput } from '../../modules/webhooks/create.ts';
import { listEndpoints, showEndpoint } from '../../modules/webhooks/list.ts';
import { showNotification } from '../../modules/webhooks/notifications.ts';
import { removeEndpoint } from '../../modules/webhooks/remove.ts';
import { replayNotifications } from '../../modules/webhooks/replay.ts';
import { overlapSecondsDefault, overlapSecondsMax, rotateSecret } from '../../modules/webhooks/rotate-secret.ts';
import { updateEndpoint } from '../../modules/webhooks/update.ts';
import { actor } from '../actor.ts';
import { instant, wholeNumber, withExamples } from '../arguments.ts';
import { type CommandContext, withDatabase } from '../context.ts';
import { deliveriesCommand, retryCommand } from '../webhook/delivery-commands.ts';
import { renderEndpoint, renderEndpoints, renderNotification } from '../webhook/render.ts';
import { tailCommand } from '../webhook/tail-command.ts';
import { listed } from '../webhook/words.ts';

/** `perennial webhook create | list | show | update | remove | rotate | replay | deliveries | retry | tail` */
export function webhookCommand(): Command {
  return new Command('webhook')
    .description('notifications to your own servers: where they go, what arrived, what happened')
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(updateCommand())
    .addCommand(removeCommand())
    .addCommand(rotateCommand())
    .addCommand(replayCommand())
    .addCommand(deliveriesCommand())
    .addCommand(retryCommand())
    .addCommand(tailCommand());
}

const reachOf = ({ env }: CommandContext) => ({ allowsThisMachine: env.WEBHOOKS_TO_THIS_MACHINE === 'on' });
const onceNote = 'The secret is shown this once. What is sent is signed with it: https://www.standardwebhooks.com';

interface CreateOptions {
  readonly types?: readonly string[];
  readonly name?: string;
}

function createCommand(): Command {
  const command = new Command('create')
    .description('have what happens from now on sent to a URL')
    .argument('<url>', 'https, and reached over the internet')
    .option('--types <types>', 'only these, by commas; without it all, new ones too', listed)
    .option('--name <text>', 'for people')
    .action((url: string, { types = [], name }: CreateOptions, self: Command) =>
      withDatabase(self, async (context) => {
        const { out, database, clock } = context;
        const { id: programmeId } = await context.programme();
        const input = { url, types, ...(name === undefined ? {} : { name }) };
        const made = await createEndpoint(
          { database, clock, by: { actor: actor() }, reach: reachOf(context) },
          programmeId,
          input,
        );
        out.result(made, () => renderEndpoint(made, out));
        out.note(onceNote);
      }),
    );
  return withExamples(command, [
    ['perennial webhook create https://shop.example/hooks', 'everything'],
    ['perennial webhook create https://shop.example/hooks --types points.earned,tier.changed', 'only these'],
  ]);
}

function listCommand(): Command {
  return new Command('list').description('where notifications are sent').action((_: object, self: Command) =>
    withDatabase(self, async ({ out, database, programme }) => {
      const { id: programmeId } = await programme();
      const { endpoints } = await listEndpoints({ database }, programmeId);
      out.result({ data: endpoints, nextCursor: null }, () => renderEndpoints(endpoints, out));
    }),
  );
}

function showCommand(): Command {
  return new Command('show')
    .description('an endpoint, or a notification')
    .argument('<id>', 'whe_… or ntf_…')
    .action((id: string, _: object, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        const { id: programmeId } = await programme();
        if (id.startsWith('ntf_')) {
          const notification = await showNotification({ database }, programmeId, id);
          out.result(notification, () => renderNotification(notification, out));
          return;
        }
        const endpoint = await showEndpoint({ database }, programmeId, id);
        out.result(endpoint, () => renderEndpoint(endpoint, out));
      }),
    );
}

interface UpdateOptions extends Partial<EndpointInput> {
  readonly enable?: boolean;
  readonly disable?: boolean;
  readonly all?: boolean;
}

function updateCommand(): Command {
  const command = new Command('update')
    .description('change an endpoint; disabled it gets nothing that happens meanwhile')
    .argument('<endpoint>', 'whe_…')
    .option('--url <url>', 'where to')
    .option('--types <types>', 'only these, by commas', listed)
    .option('--all', 'all types, new ones too')
    .option('--name <text>', 'for people')
    .option('--enable', 'send again: also after it answered 410, or took nothing for five days')
    .option('--disable', 'send nothing')
    .action((id: string, { enable, disable, all, ...patch }: UpdateOptions, self: Command) =>
      withDatabase(self, async (context) => {
        const { out, database } = context;
        const { id: programmeId } = await context.programme();
        const status = enable ? 'enabled' : disable ? 'disabled' : undefined;
        const changes = {
          ...patch,
          ...(all ? { types: [] } : {}),
          ...(status === undefined ? {} : ({ status } as const)),
        };
        const endpoint = await updateEndpoint(
          { database, by: { actor: actor() }, reach: reachOf(context) },
          programmeId,
          id,
          changes,
        );
        out.result(endpoint, () => renderEndpoint(endpoint, out));
      }),
    );
  return withExamples(command, [['perennial webhook update whe_1a5s9d3f --enable', 'its server is well again']]);
}

function removeCommand(): Command {
  return new Command('remove')
    .alias('delete')
    .description('send nothing there any more; what waits for it is dropped')
    .argument('<endpoint>', 'whe_…')
    .action((id: string, _: object, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const { id: programmeId } = await programme();
        await removeEndpoint({ database, clock, by: { actor: actor() } }, programmeId, id);
        out.result({ id, removed: true }, () => `${id} is removed.`);
      }),
    );
}

function rotateCommand(): Command {
  const command = new Command('rotate')
    .description('give an endpoint a new secret; the old one signs too for a while')
    .argument('<endpoint>', 'whe_…')
    .option(
      '--overlap <seconds>',
      'how long the old one signs too',
      wholeNumber({ min: 0, max: overlapSecondsMax }),
      overlapSecondsDefault,
    )
    .action((id: string, { overlap }: { readonly overlap: number }, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const { id: programmeId } = await programme();
        const made = await rotateSecret({ database, clock, by: { actor: actor() } }, programmeId, id, {
          overlapSeconds: overlap,
        });
        out.result(made, () => renderEndpoint(made, out));
        out.note(onceNote);
      }),
    );
  return withExamples(command, [
    ['perennial webhook rotate whe_1a5s9d3f', 'a day to change it over'],
    ['perennial webhook rotate whe_1a5s9d3f --overlap 0', 'the old one is known to others'],
  ]);
}

interface ReplayOptions {
  readonly notifications?: readonly string[];
  readonly from?: Date;
  readonly to?: Date;
  readonly types?: readonly string[];
}

function replayCommand(): Command {
  const command = new Command('replay')
    .description('send an endpoint once more what happened, each under its own webhook-id')
    .argument('<endpoint>', 'whe_…')
    .option('--notifications <ids>', 'these, by commas: ntf_…', listed)
    .option('--from <time>', 'or all that happened from then on', instant)
    .option('--to <time>', 'before then', instant)
    .option('--types <types>', 'only these, by commas', listed)
    .action((id: string, { notifications, ...rest }: ReplayOptions, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        const { id: programmeId } = await programme();
        const input = { ...rest, ...(notifications === undefined ? {} : { notificationIds: notifications }) };
        const replay = await replayNotifications({ database, by: { actor: actor() } }, programmeId, id, input);
        out.result(replay, () => `${replay.notifications} sent once more to ${id}.`);
      }),
    );
  return withExamples(command, [
    ['perennial webhook replay whe_1a5s9d3f --from 2026-12-08T09:00:00Z --to 2026-12-08T15:00:00Z', 'an outage'],
  ]);
}
