import { readFile } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import { Command } from 'commander';
import { type SentCall, sendToConnection } from '../../modules/connect/send.ts';
import { requireIdentityKeys } from '../../platform/identity-keys.ts';
import { PerennialError } from '../../platform/errors.ts';
import { withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';
import { renderEvent } from './render.ts';

/** `perennial connection send`: what a shop would send, from a file. */
export function sendCommand(): Command {
  const command = new Command('send')
    .description('send a connection what its shop would: one body, or the list of orders of the shop’s API')
    .argument('<connection>', 'its id, as `list` shows it')
    .argument('<file>', 'the body as JSON; - reads standard input')
    .option('--topic <topic>', 'what it is about, such as refunds/create; an order when absent')
    .action((id: string, file: string, { topic }: { topic?: string }, self: Command) =>
      withDatabase(self, async (context) => {
        const { id: programmeId } = await context.programme();
        requireIdentityKeys();
        const sent: SentCall[] = [];
        const body = { text: await read(file), ...(topic === undefined ? {} : { topic }) };
        for await (const call of sendToConnection(context, programmeId, id, body)) sent.push(call);
        context.out.result({ data: sent }, () => sent.map(renderCall).join('\n'));
      }),
    );
  return withExamples(command, [
    [
      'perennial connection send cnx_7h2k9m4q order.json --topic orders/paid',
      'try it out: it is signed and taken like a webhook',
    ],
    ['perennial connection send cnx_7h2k9m4q orders.json', 'past orders; what is known is not taken twice'],
  ]);
}

function renderCall({ place, topic, events, ignored }: SentCall): string {
  if (ignored !== null) return `${place}. ${topic}: ignored, ${ignored}`;
  return [`${place}. ${topic}:`, ...events.map((event) => `   ${renderEvent(event)}`)].join('\n');
}

async function read(file: string): Promise<string> {
  try {
    return file === '-' ? await textOf(process.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    throw new PerennialError('FILE_NOT_FOUND', `${file} can't be read.`, {
      field: 'file',
      fix: 'Give the path of a JSON file.',
      cause: error,
    });
  }
}
