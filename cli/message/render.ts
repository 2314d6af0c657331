import { sayCount } from '../../platform/bounded-count.ts';
import { date, timeOfDay } from '../../values/wording.ts';
import type { MessageSummary } from '../../modules/messaging/sending/list.ts';
import type { MessageDetail } from '../../modules/messaging/sending/show.ts';
import type { Output } from '../../platform/terminal/output.ts';
import { renderPairs, renderTable } from '../../platform/terminal/table.ts';

type Style = Parameters<Output['paint']>[0];

const colours: Readonly<Record<string, Style>> = {
  sent: 'green',
  bounced: 'red',
  failed: 'red',
  unknown: 'red',
  reserved: 'yellow',
  sending: 'yellow',
};

/** The counts of all messages, and a line for each of these. */
export function renderMessages(
  messages: readonly MessageSummary[],
  counts: readonly { readonly status: string; readonly count: number; readonly estimated: boolean }[],
  { zone, out }: { readonly zone: string; readonly out: Output },
): string {
  if (messages.length === 0) return 'No such messages.';
  const rows = messages.map((message) => [
    message.id,
    when(message.sentAt ?? message.notBefore, zone),
    message.member,
    message.template,
    paintStatus(message.status, out),
    cut(message.reason ?? message.subject ?? '', reasonWidth(out)),
  ]);
  const total = counts.map(({ status, count, estimated }) => `${sayCount(count, estimated)} ${status}`).join(' · ');
  const columns = ['Message', `When (${zone})`, 'Member', 'Template', 'Status', 'Subject or reason'];
  return `${total}\n\n${renderTable(
    columns.map((title) => ({ title })),
    rows,
  )}`;
}

/** One message with everything that is known of it. */
export function renderMessage(message: MessageDetail, { zone, out }: { zone: string; out: Output }): string {
  const { status, reason } = message;
  const pairs: (readonly [string, string])[] = [
    ['Status', `${paintStatus(status, out)}${reason === null ? '' : `: ${reason}`}`],
    ...(message.subject === null ? [] : [['Subject', message.subject] as const]),
    ['Member', message.member],
    ...(message.campaign === null ? [] : [['Campaign', message.campaign] as const]),
    ['Template', `${message.template} (${message.locale}), ${message.class} by ${message.channel}`],
    ['Reserved', when(message.reservedAt, zone)],
    ...(message.sentAt === null ? [['Not before', when(message.notBefore, zone)] as const] : []),
    ...(message.sentAt === null ? [] : [['Sent', when(message.sentAt, zone)] as const]),
    ...(message.deliveredAt === null ? [] : [['Delivered', when(message.deliveredAt, zone)] as const]),
    ...(message.providerId === null ? [] : [['Its provider calls it', message.providerId] as const]),
    ...(message.deadline === null ? [] : [['Of no use after', when(message.deadline, zone)] as const]),
    ['Attempts', String(message.attempts)],
    ['Variables', JSON.stringify(message.variables)],
    ...(message.live === null ? [] : [['Read when it leaves', JSON.stringify(message.live)] as const]),
    ...(message.onlyIf === null ? [] : [['Sent only if', JSON.stringify(message.onlyIf)] as const]),
    [message.messageId.startsWith('txt_') ? 'Its provider gets it as' : 'Message-ID', message.messageId],
    ['Key', message.key],
  ];
  return `${out.paint('bold', `Message ${message.id}`)}\n${renderPairs(pairs)}`;
}

function when(at: Date, zone: string): string {
  return `${date(at, zone)} ${timeOfDay(at, zone)}`;
}

function paintStatus(status: string, out: Output): string {
  const colour = colours[status];
  return colour === undefined ? status : out.paint(colour, status);
}

/** What the other columns need. */
const otherColumns = 75;

function reasonWidth(out: Output): number {
  return Math.max(30, out.width - otherColumns);
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
