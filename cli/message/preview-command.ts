import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { suppressionOf } from '../../modules/messaging/reachability/suppress.ts';
import { openMailServer } from '../../modules/messaging/sending/mail-server.ts';
import { findConnections } from '../../platform/connections.ts';
import type { Env } from '../../platform/env.ts';
import { PerennialError } from '../../platform/errors.ts';
import { withExamples } from '../arguments.ts';
import { type CommandContext, withDatabase } from '../context.ts';
import type { Output } from '../../platform/terminal/output.ts';
import { renderPairs } from '../../platform/terminal/table.ts';
import { givenCampaign } from '../campaign/given.ts';
import { checkAddress } from './address.ts';
import { type Preview, previewMessage } from '../../modules/campaigns/preview-message.ts';
import { readEmail } from '../../values/contact.ts';
import { counted } from '../../values/plural.ts';

interface PreviewOptions {
  readonly member?: string;
  readonly locale?: string;
  readonly html?: string;
  readonly text?: boolean;
  readonly sendTo?: string;
}

/** `perennial message preview`: what a member would get, with nothing reserved and nothing counted. */
export function previewCommand(): Command {
  const command = new Command('preview')
    .description('what a member would get: subject, headers, text; reserves nothing, counts against no cap')
    .argument('<campaign>', "a campaign file, a playbook's folder, or the code of a campaign that was applied")
    .argument('<template>', 'the message, as `campaign settings` names it')
    .option('--member <id>', "with the data of this member, by the shop's id or e-mail; otherwise somebody made up")
    .option('--locale <locale>', "in this language; otherwise the member's, or the programme's")
    .addOption(new Option('--html <file>', 'write the html to this file').conflicts('text'))
    .option('--text', 'the text part and nothing else')
    .option('--send-to <address>', 'send one mail to this address, marked [preview]')
    .action((campaign: string, template: string, options: PreviewOptions, self: Command) =>
      withDatabase(self, async (context) => {
        const { member, locale, sendTo } = options;
        const to = sendTo === undefined ? undefined : checkAddress(sendTo, '--send-to');
        const programme = await context.programme();
        const request = {
          campaign: await givenCampaign(campaign),
          template,
          ...(member && { member }),
          ...(locale && { locale }),
        };
        const { publicUrl } = findConnections(context.env);
        const preview = await previewMessage({ ...context, publicUrl }, programme, request);
        // A file that can't be written stops it before anything has left.
        if (options.html !== undefined) await write(options.html, preview.email.html);
        if (to !== undefined) await send(context, programme.id, preview, to);
        report(context.out, preview, options, to);
      }),
    );
  return withExamples(command, [
    ['perennial message preview playbooks/win-back win-back-coupon', 'a file, before it is applied'],
    ['perennial message preview win-back win-back-coupon --member 17850', "with a member's own data"],
    ['perennial message preview win-back win-back-coupon --html coupon.html', 'to open in a browser'],
    ['perennial message preview win-back win-back-coupon --send-to me@shop.example', 'in a real mail program'],
  ]);
}

function report(out: Output, preview: Preview, { html, text }: PreviewOptions, sentTo: string | undefined): void {
  const { email, texts, notes, ...about } = preview;
  const { subject, headers } = email;
  const body = { text: email.text, html: email.html };
  out.result({ ...about, subject, headers, ...body, texts, notes, sentTo: sentTo ?? null }, () =>
    text ? email.text : render(preview, out),
  );
  for (const note of notes) out.note(note);
  if (html !== undefined) out.note(`The html is in ${html}.`);
  if (sentTo !== undefined) out.note(`Sent to ${sentTo}.`);
}

function render({ from, to, template, locale, class: messageClass, email, texts }: Preview, out: Output): string {
  const short = texts.map((text) => renderText(text, out)).join('\n\n');
  if (email.html === '') return short;
  const pairs: (readonly [string, string])[] = [
    ['From', from],
    ['To', to],
    ['Template', `${template} (${locale}), ${messageClass} by email`],
    ...Object.entries(email.headers),
  ];
  const mail = `${out.paint('bold', email.subject)}\n${renderPairs(pairs)}\n\n${email.text}`;
  return short === '' ? mail : `${mail}\n${short}`;
}

/** A short text, with what it takes. */
function renderText({ channel, text, title, url, sms, problem }: Preview['texts'][number], out: Output): string {
  const size =
    sms === null
      ? counted(text.length, 'character', 'characters')
      : `${sms.segments} SMS: ${sms.units} places in ${sms.encoding}${sms.outside.length === 0 ? '' : `, because of ${sms.outside.join(' ')}`}`;
  return [
    `${out.paint('bold', `By ${channel}`)} (${size})`,
    ...(title === null ? [] : [title]),
    text,
    ...(url === null ? [] : [url]),
    ...(problem === null ? [] : [out.paint('red', `It would not be sent: it ${problem}.`)]),
  ].join('\n');
}

async function write(path: string, html: string): Promise<void> {
  await writeFile(path, html).catch((error: unknown) => {
    throw new PerennialError('USAGE', `${path} can't be written: ${error instanceof Error ? error.message : ''}.`, {
      field: '--html',
      fix: 'Name a file in a folder that is there.',
    });
  });
}

async function send(
  { database, env }: Pick<CommandContext, 'database'> & { env: Env },
  programmeId: number,
  { from, email }: Preview,
  address: string,
): Promise<void> {
  const suppressed = await suppressionOf(database, { programmeId, address });
  if (suppressed) throw refusal(`Nothing goes to ${address}: ${suppressed.reason}`, 'Choose another address.');
  const { smtpUrl } = findConnections(env);
  if (smtpUrl === undefined) throw serverAway('SMTP_URL is not set');
  const server = openMailServer({ url: smtpUrl, connectionsMax: 1 });
  try {
    const sender = /<([^<>]+)>$/.exec(from)?.[1] ?? from;
    const to = readEmail(address) ?? address;
    const result = await server.send({ from: sender, to, raw: await email.mailTo(to) });
    if (result.kind === 'accepted') return;
    if (result.kind === 'impossible') throw refusal(`It can't be sent: ${result.problem}`, 'Choose another address.');
    if (result.kind === 'refused') {
      throw refusal(`The mail server refused it: ${result.response}`, 'Choose another address, or mend what it names.');
    }
    throw serverAway(result.kind === 'withheld' ? 'it was not sent' : result.problem);
  } finally {
    await server.close();
  }
}

function refusal(message: string, fix: string): PerennialError {
  return new PerennialError('REQUEST_INVALID', `${message}.`, { field: '--send-to', fix });
}

function serverAway(problem: string): PerennialError {
  return new PerennialError('SMTP_UNAVAILABLE', `The preview was not sent: ${problem}.`, {
    field: 'SMTP_URL',
    fix: 'Start the mail server or correct SMTP_URL, and send it again.',
  });
}
