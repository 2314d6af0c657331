import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { simpleParser } from 'mailparser';
import { type CaughtMail, readMail, readMailbox } from '../../devstack/mailbox.ts';
import { readEnv } from '../../platform/env.ts';
import { PerennialError } from '../../platform/errors.ts';
import { readStackFile } from '../../platform/stack-file.ts';
import { wholeNumber, withExamples } from '../arguments.ts';
import { globalOptions } from '../context.ts';
import { createOutput, type Output } from '../../platform/terminal/output.ts';
import { renderPairs, renderTable } from '../../platform/terminal/table.ts';
import { counted } from '../../values/plural.ts';

const limitDefault = 30;
const limitMax = 20_000;

interface ShowOptions {
  readonly html?: boolean;
  readonly source?: boolean;
}

/** `perennial mail list | show`: what the catcher of the embedded stack has caught. */
export function mailCommand(): Command {
  return new Command('mail')
    .description('mails that the embedded stack has caught instead of sending them on')
    .addCommand(listCommand())
    .addCommand(showCommand());
}

function listCommand(): Command {
  const command = new Command('list')
    .description('the latest mails')
    .option('--to <text>', 'only those to addresses with this in them')
    .option('--limit <mails>', 'mails to show', wholeNumber({ min: 1, max: limitMax }), limitDefault)
    .action(async ({ to, limit }: { to?: string; limit: number }, self: Command) => {
      const out = createOutput(globalOptions(self));
      const all = await readMailbox(mailDir());
      const found = to === undefined ? all : all.filter((mail) => mail.to.some((address) => address.includes(to)));
      const shown = found.slice(-limit).reverse();
      out.result({ data: shown, total: found.length }, () => renderMails(shown, found.length));
      notePage(out);
    });
  return withExamples(command, [
    ['perennial mail list', 'the latest'],
    ['perennial mail list --to anna@', 'those to one member'],
    ['perennial mail show 12', 'read one'],
  ]);
}

function showCommand(): Command {
  return new Command('show')
    .description('one mail: headers and text')
    .argument('<mail>', 'its number, as `mail list` shows it, or its Message-ID')
    .option('--html', 'its html instead of its text')
    .option('--source', 'the mail as it came in')
    .action(async (which: string, { html, source }: ShowOptions, self: Command) => {
      const out = createOutput(globalOptions(self));
      const mail = (await readMailbox(mailDir())).findLast(({ id, messageId }) => id === which || messageId === which);
      const raw = mail && (await readMail(mailDir(), mail.id));
      if (!mail || !raw) {
        throw new PerennialError('MESSAGE_NOT_FOUND', `No caught mail is called ${which}.`, {
          field: 'mail',
          fix: 'See `perennial mail list`.',
        });
      }
      if (source) return out.result({ ...mail, source: raw.toString('utf8') }, () => raw.toString('utf8'));
      const parsed = await simpleParser(raw);
      const body = { text: parsed.text ?? '', html: parsed.html === false ? '' : parsed.html };
      out.result({ ...mail, ...body }, () => (html ? body.html : renderMail(mail, body.text, out)));
    });
}

/** The stack's folder has them, whether it runs or not. */
function mailDir(): string {
  return join(resolve(readEnv().PERENNIAL_DIR), 'mail');
}

function notePage(out: Output): void {
  const stack = readStackFile(readEnv().PERENNIAL_DIR);
  if (stack) out.note(`To read them in a browser: ${stack.mailPageUrl}`);
}

function renderMails(mails: readonly CaughtMail[], total: number): string {
  if (total === 0) return 'No mails caught.';
  const rows = mails.map(({ id, date, to, subject }) => [id, date, to.join(', '), subject]);
  const columns = ['Mail', 'Date', 'To', 'Subject'].map((title) => ({ title }));
  return `${counted(total, 'mail', 'mails')}, the latest first\n\n${renderTable(columns, rows)}`;
}

function renderMail(mail: CaughtMail, text: string, out: Output): string {
  const pairs: (readonly [string, string])[] = [
    ['From', mail.from],
    ['To', mail.to.join(', ')],
    ['Date', mail.date],
    ['Message-ID', mail.messageId],
  ];
  return `${out.paint('bold', mail.subject)}\n${renderPairs(pairs)}\n\n${text}`;
}
