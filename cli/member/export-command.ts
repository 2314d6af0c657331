import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { readPerson } from '../../modules/exports/person.ts';
import { personPage } from '../../modules/exports/person-html.ts';
import { type Locale, locales } from '../../values/wording.ts';
import { withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';
import { requireWritable } from '../writable.ts';

interface ExportOptions {
  readonly html?: boolean;
  readonly to?: string;
  readonly locale?: Locale;
}

/** `perennial member export` */
export function exportCommand(): Command {
  const command = new Command('export')
    .description('everything that is held about a member: as JSON, or as a page to read')
    .argument('<member>', "the shop's id of the member")
    .option('--html', 'a page to read and print, in the language of the member')
    .option('--to <file>', 'write it there and not to stdout')
    .addOption(new Option('--locale <locale>', "the language of the texts (default: the member's)").choices(locales))
    .action((memberId: string, { html, to, locale }: ExportOptions, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        if (to !== undefined) await requireWritable(to, '--to');
        const source = { db: database, programme: await programme(), now: clock.now() };
        const person = await readPerson(source, memberId, locale);
        const text = html ? personPage(person) : `${JSON.stringify(person, null, 2)}\n`;
        if (to === undefined) process.stdout.write(text);
        else {
          // It is about a person: for nobody else on this machine.
          await writeFile(to, text, { mode: 0o600 });
          out.result({ file: to }, () => `Wrote ${to}.`);
        }
      }),
    );
  return withExamples(command, [
    ['perennial member export anna-1 > anna.json', 'for a program'],
    ['perennial member export anna-1 --html --to anna.html', 'for her'],
  ]);
}
