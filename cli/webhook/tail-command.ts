import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { memberIdOf } from '../../modules/members/find.ts';
import { listNotifications, type NotificationPage } from '../../modules/webhooks/notifications.ts';
import { PerennialError } from '../../platform/errors.ts';
import { onShutdown } from '../../platform/shutdown.ts';
import { instant, wholeNumber, withExamples } from '../arguments.ts';
import { type CommandContext, withDatabase } from '../context.ts';
import { renderNotification } from './render.ts';
import { listed } from './words.ts';

const limitDefault = 30;
const limitMax = 1_000;
/** Between looks for what is new. */
const lookMs = 500;

interface TailOptions {
  readonly after: number;
  readonly types?: readonly string[];
  readonly member?: string;
  readonly from?: Date;
  readonly limit: number;
  readonly follow?: boolean;
}

/** `perennial webhook tail` */
export function tailCommand(): Command {
  const command = new Command('tail')
    .description('what happened, oldest first: what webhooks tell')
    .option('--after <sequence>', 'only behind this number', wholeNumber({ min: 0, max: Number.MAX_SAFE_INTEGER }), 0)
    .option('--types <types>', 'only these, by commas', listed)
    .option('--member <id>', "only of a member, by the shop's id")
    .option('--from <time>', 'only what happened from then on', instant)
    .option('--limit <notifications>', 'notifications of a page', wholeNumber({ min: 1, max: limitMax }), limitDefault)
    .option('-f, --follow', 'go on as more happens, until Ctrl-C')
    .action((options: TailOptions, self: Command) => withDatabase(self, (context) => tail(context, options)));
  return withExamples(command, [
    ['perennial webhook tail --follow', 'as it happens'],
    ['perennial webhook tail --member 17850 --json', "a member's, for a program"],
  ]);
}

async function tail(
  context: CommandContext,
  { after, follow, member, types, from, limit }: TailOptions,
): Promise<void> {
  const { out, database } = context;
  const { id: programmeId } = await context.programme();
  const filter = {
    limit,
    ...(types === undefined ? {} : { types }),
    ...(from === undefined ? {} : { from }),
    ...(member === undefined ? {} : { memberId: await requireMember(context, programmeId, member) }),
  };
  const shutdown = follow ? onShutdown() : undefined;
  let isStopped = false;
  void shutdown?.requested.then(() => (isStopped = true));
  try {
    for (let place = after; ;) {
      const page = await listNotifications({ database }, programmeId, { ...filter, after: place });
      if (page.data.length > 0 || !follow) show(context, page);
      if (!follow || isStopped) {
        if (!follow && page.data.length > 0) out.note(`More: perennial webhook tail --after ${page.last}`);
        return;
      }
      if (page.last === place) await Promise.race([sleep(lookMs), shutdown?.requested]);
      place = page.last;
    }
  } finally {
    shutdown?.dispose();
  }
}

function show({ out }: CommandContext, { data, last }: NotificationPage): void {
  out.result({ data, last }, () =>
    data.length === 0 ? 'Nothing.' : data.map((each) => renderNotification(each, out)).join('\n'),
  );
}

async function requireMember({ database }: CommandContext, programmeId: number, externalId: string): Promise<bigint> {
  const memberId = await memberIdOf(database, programmeId, externalId);
  if (memberId !== undefined) return memberId;
  throw new PerennialError('MEMBER_NOT_FOUND', `No member has the id "${externalId}".`, { field: '--member' });
}
