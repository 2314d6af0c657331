import { once } from 'node:events';
import { Command, Option } from 'commander';
import { checkSecret } from '../../modules/connect/create.ts';
import { type Failure, startReferenceReceiver } from '../../modules/connect/channel/reference-receiver.ts';
import { wholeNumber, withExamples } from '../arguments.ts';
import { givenSecret, secretOption } from './given.ts';

const portDefault = 8_090;

interface Options {
  readonly secret: string;
  readonly port: number;
  readonly fail?: number;
  readonly loseAnswers?: boolean;
}

/** `perennial connection receiver`: takes texts as a provider's side has to, and prints them. */
export function receiverCommand(): Command {
  const command = new Command('receiver')
    .description('take texts of a channel as its provider has to, and print them: to try it out, and to copy from')
    .addOption(secretOption().makeOptionMandatory())
    .option('--port <port>', 'where it listens', wholeNumber({ min: 1, max: 65_535 }), portDefault)
    .addOption(
      new Option('--fail <status>', 'answer so and take nothing').argParser(wholeNumber({ min: 400, max: 599 })),
    )
    .option('--lose-answers', 'take texts and break the connection before the answer')
    .action(async ({ secret, port, fail, loseAnswers }: Options) => {
      const key = await givenSecret(secret);
      checkSecret({ kind: 'channel', secret: key });
      const receiver = await startReferenceReceiver({
        ...{ secret: key, port },
        onMessage: ({ channel, to, title, text, url }) =>
          process.stdout.write(`${[`${channel} to ${to}:`, title, text, url].filter(Boolean).join(' ')}\n`),
        failWith: () => failureOf(fail, loseAnswers),
      });
      process.stderr.write(`Texts are taken at ${receiver.url}; Ctrl-C ends it.\n`);
      await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
      await receiver.stop();
    });
  return withExamples(command, [
    ['perennial connection receiver --secret - < secret.txt', 'then connect it: --set url=http://localhost:8090/'],
    [
      'perennial connection receiver --secret - --fail 503 < secret.txt',
      'see texts wait, and go once it is well again',
    ],
  ]);
}

function failureOf(status: number | undefined, loseAnswers = false): Failure | undefined {
  if (status !== undefined) return { kind: 'answer', status };
  return loseAnswers ? { kind: 'lose-answer' } : undefined;
}
