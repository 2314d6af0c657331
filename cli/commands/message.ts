import { Command, Option } from 'commander';
import { PerennialError } from '../../platform/errors.ts';
import {
  countMessages,
  listMessages,
  type MessageFilter,
  messageStatuses,
} from '../../modules/messaging/sending/list.ts';
import { readMessage } from '../../modules/messaging/sending/show.ts';
import { wholeNumber, withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';
import { csvAbout, printCsv } from '../list/csv.ts';
import { previewCommand } from '../message/preview-command.ts';
import { retryCommand } from '../message/retry-command.ts';
import { renderMessage, renderMessages } from '../message/render.ts';
import { unmatchedCommand } from '../message/unmatched-command.ts';
import { suppressCommand, suppressedCommand, unsuppressCommand } from '../message/suppression-commands.ts';

const limitDefault = 30;
const limitMax = 1_000;
type ListOptions = Omit<MessageFilter, 'programmeId'> & { readonly csv?: boolean };

/** `perennial message list | show | preview | retry | suppress | unsuppress | suppressed | unmatched` */
export function messageCommand(): Command {
  return new Command('message')
    .description('messages: what was sent, what waits, and what was not sent and why')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(previewCommand())
    .addCommand(retryCommand())
    .addCommand(suppressCommand())
    .addCommand(unsuppressCommand())
    .addCommand(suppressedCommand())
    .addCommand(unmatchedCommand());
}

function listCommand(): Command {
  const command = new Command('list')
    .description('the latest messages, with their subjects or the reasons why they did not leave')
    .addOption(new Option('--status <status>', 'only these').choices(messageStatuses))
    .option('--campaign <code>', 'only those of a campaign')
    .option('--member <id>', "only those to a member, by the shop's id")
    .option('--template <name>', 'only those of a template')
    .option('--before <message>', 'only older ones than this message: the next page')
    .option('--limit <messages>', 'messages to show', wholeNumber({ min: 1, max: limitMax }), limitDefault)
    .option('--csv', csvAbout)
    .action((options: ListOptions, self: Command) =>
      withDatabase(self, async (context) => {
        const { out, database, programme } = context;
        const { status, campaign, template, member: memberId } = options;
        if (options.csv) return printCsv(context, 'messages', { status, campaign, template, memberId });
        const { id: programmeId, definition } = await programme();
        const messages = await listMessages(database, { ...options, programmeId });
        const counts = await countMessages(database, programmeId);
        const next = messages.length === options.limit ? messages.at(-1)?.id : undefined;
        const byStatus = Object.fromEntries(counts.map(({ status, count }) => [status, count]));
        const estimated = counts.filter((each) => each.estimated).map(({ status }) => status);
        out.result({ data: messages, nextCursor: next ?? null, counts: byStatus, estimated }, () =>
          renderMessages(messages, counts, { zone: definition.zone, out }),
        );
        if (next !== undefined) out.note(`Older ones: perennial message list --before ${next}`);
      }),
    );
  return withExamples(command, [
    ['perennial message list', 'the latest'],
    ['perennial message list --status bounced', 'what came back'],
    ['perennial message list --member 17850 --json', "a member's, for a program"],
  ]);
}

function showCommand(): Command {
  return new Command('show')
    .description('one message: status with its reason, times, variables')
    .argument('<message>', 'its id, as `message list` shows it')
    .action((id: string, _: object, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        const { id: programmeId, definition } = await programme();
        const message = await readMessage(database, programmeId, id);
        if (!message) {
          throw new PerennialError('MESSAGE_NOT_FOUND', `There is no message ${id}.`, {
            field: 'message',
            fix: 'See `perennial message list`.',
          });
        }
        out.result(message, () => renderMessage(message, { zone: definition.zone, out }));
        if (message.sentAt) out.note(`On the embedded stack: perennial mail show '${message.messageId}'`);
      }),
    );
}
