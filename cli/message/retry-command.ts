import { Command } from 'commander';
import { type RetryReport, retryMessages } from '../../modules/messaging/sending/retry.ts';
import { PerennialError } from '../../platform/errors.ts';
import { actor } from '../actor.ts';
import { withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';
import { counted } from '../../values/plural.ts';

interface RetryOptions {
  readonly campaign?: string;
  readonly template?: string;
  readonly all?: boolean;
}

/** `perennial message retry`: what failed goes again, after its cause was mended. */
export function retryCommand(): Command {
  const command = new Command('retry')
    .description('send failed messages again, with the texts their campaigns have by now, if it is not too late')
    .argument('[message]', 'one of them, as `message list --status failed` shows it')
    .option('--campaign <code>', 'those of a campaign')
    .option('--template <name>', 'those of a template')
    .option('--all', 'all that have failed')
    .action((message: string | undefined, { campaign, template, all }: RetryOptions, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        if (message === undefined && campaign === undefined && template === undefined && !all) {
          throw new PerennialError('USAGE', 'Nothing says which messages are to go again.', {
            field: 'message',
            fix: 'Name one, or those of --campaign or --template, or say --all.',
          });
        }
        const which = { ...(message && { message }), ...(campaign && { campaign }), ...(template && { template }) };
        const report = await retryMessages({ database, clock }, await programme(), { ...which, actor: actor() });
        out.result(report, () => render(report));
      }),
    );
  return withExamples(command, [
    ['perennial message retry 4711', 'one message'],
    ['perennial message retry --template welcome', 'what failed before its text was mended'],
    ['perennial message retry --all', 'everything that has failed'],
  ]);
}

function render({ again, tooLate }: RetryReport): string {
  if (again + tooLate === 0) return 'No such message has failed.';
  const late = tooLate === 0 ? '' : ` ${counted(tooLate, 'message', 'messages')} not: too late by their deadline.`;
  return `${counted(again, 'message goes', 'messages go')} again.${late}`;
}
