import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { parseExactly } from '../../values/exact-json.ts';
import { isList, type JsonObject, type JsonValue } from '../../values/json.ts';
import { requireIdentityKeys } from '../../platform/identity-keys.ts';
import { errorRegistry, PerennialError } from '../../platform/errors.ts';
import { type EventAnswer, type EventInput, ingestEvents } from '../../modules/intake/ingest.ts';
import { listParked, type ListedParked } from '../../modules/intake/rows-parked.ts';
import type { Programme } from '../../modules/programme/rules.ts';
import { renderTable } from '../../platform/terminal/table.ts';
import { formatAmount } from '../../values/money.ts';
import { date } from '../../values/wording.ts';
import { instant, wholeNumber, withExamples } from '../arguments.ts';
import { readLines } from '../../modules/imports/reading/lines.ts';
import { type CommandContext, withDatabase } from '../context.ts';
import type { Output } from '../../platform/terminal/output.ts';
import { counted } from '../../values/plural.ts';

interface SendOptions {
  readonly id?: string;
  readonly at?: Date;
  readonly file?: string;
}

/** Events read from a file before they are taken. */
const pageSize = 500;
/** Refusals listed at the end; the rest are counted. */
const refusalsListedMax = 1_000;

/** `perennial event send` */
export function eventCommand(): Command {
  const send = new Command('send')
    .description('tell of something that happened; the same id is taken once')
    .argument(
      '[type]',
      'member.joined, member.updated, order.placed, order.amended, order.returned, order.cancelled, checkin.done, share.opened or your own',
    )
    .argument('[member]', "the shop's id of the member")
    .argument('[fields...]', 'what there is to say, as name=value')
    .option('--id <id>', 'the id of the event (default: a new one)')
    .option('--at <instant>', 'when it happened (default: now, on the programme clock)', instant)
    .option('--file <path>', 'send the events of an NDJSON file; - reads them from stdin')
    .action(sendEvents);
  withExamples(send, [
    ['perennial event send member.joined anna email=anna@example.com', 'a new member'],
    ['perennial event send order.placed anna orderId=1001 amountMinor=13912', 'an order of 139.12'],
    ['perennial event send order.returned anna orderId=1001 amountMinor=5000', 'a part of it came back'],
    ['perennial event send order.amended anna orderId=1001 amountMinor=15000', 'it comes to 150.00 now'],
    ['perennial event send order.cancelled anna orderId=1001', 'as if it had never been placed'],
    ['perennial event send --file events.ndjson', 'one event a line: id, type, memberId, occurredAt, data'],
  ]);
  return new Command('event')
    .description('tell the programme what members did')
    .addCommand(send)
    .addCommand(parkedCommand());
}

/** Orders a list shows unless it is told otherwise, and at most. */
const parkedShown = 50;
const parkedShownMax = 1_000;

function parkedCommand(): Command {
  return new Command('parked')
    .description('orders that came before their member, and wait for member.joined')
    .option('--limit <orders>', 'orders to show', wholeNumber({ min: 1, max: parkedShownMax }), parkedShown)
    .action(({ limit }: { limit: number }, command: Command) =>
      withDatabase(command, async ({ out, database, programme }) => {
        const { id, definition } = await programme();
        const parked = await listParked(database, id, limit);
        out.result({ data: parked }, () => renderParked(parked, definition));
      }),
    );
}

function renderParked(
  parked: readonly ListedParked[],
  { zone, currency }: Pick<Programme, 'zone' | 'currency'>,
): string {
  if (parked.length === 0) return 'No order waits for its member.';
  return renderTable(
    ['Member', 'Event', 'Order', 'Amount', 'Happened', 'Waits until'].map((title) => ({ title })),
    parked.map(({ member, type, orderId, amountMinor, occurredAt, untilAt }) => [
      ...[member, type, orderId ?? '', amountMinor === null ? '' : formatAmount(amountMinor, currency)],
      ...[date(occurredAt, zone), date(untilAt, zone)],
    ]),
  );
}

async function sendEvents(
  type: string | undefined,
  member: string | undefined,
  fields: readonly string[],
  options: SendOptions,
  command: Command,
): Promise<void> {
  if (options.file === undefined && (type === undefined || member === undefined)) {
    throw new PerennialError('USAGE', 'Say what happened and to whom, or give a file.', {
      field: type === undefined ? 'type' : 'member',
      fix: 'For example: perennial event send order.placed anna orderId=1001 amountMinor=13912',
    });
  }
  const data = dataOf(fields);
  await withDatabase(command, async (context) => {
    requireIdentityKeys();
    if (options.file !== undefined) return sendFile(context, options.file);
    const { id } = await context.programme();
    const event = {
      id: options.id ?? `cli:${randomUUID()}`,
      type: type ?? '',
      memberId: member ?? '',
      occurredAt: options.at,
      data,
    };
    const [answer] = await ingestEvents(context, id, [event]);
    if (answer) tellAnswer(answer, event, context.out);
  });
}

function tellAnswer(answer: EventAnswer, event: EventInput, out: Output): void {
  out.result(answer, () => {
    if (answer.kind === 'refused')
      return out.paint('red', `Refused: ${answer.field} ${answer.message}.\n`) + `Fix: ${answer.fix}.`;
    if (answer.kind === 'parked') return parkedWords(answer, event.type, out);
    const points = answer.points === undefined ? '' : `, ${counted(answer.points, 'point', 'points')}`;
    const notes = [answer.result.note, ...warningsOf(answer.result)].filter((text) => typeof text === 'string');
    const note = notes.length === 0 ? '' : ` (${notes.join('; ')})`;
    if (answer.kind === 'duplicate') return `Taken before: ${event.type} of ${event.memberId}${points}${note}`;
    const entered =
      answer.enrolled.length === 0 ? '' : `, entered ${counted(answer.enrolled.length, 'campaign', 'campaigns')}`;
    return `${out.paint('green', '✓')} ${event.type} of ${event.memberId}${points}${note}${entered}`;
  });
  if (answer.kind === 'refused') process.exitCode = errorRegistry[answer.code].exitCode;
}

/** What was taken and is worth a look, and why a quote was not what it was reckoned by. */
function warningsOf({ warnings, quote }: JsonObject): JsonValue[] {
  const details = isList(warnings) ? warnings.map((each) => fieldOf(each, 'detail')) : [];
  const reason = quote === undefined ? undefined : fieldOf(quote, 'reason');
  return [...details, ...(reason === undefined ? [] : [reason])].filter((each) => each !== undefined);
}

const fieldOf = (value: JsonValue, name: string): JsonValue | undefined =>
  typeof value === 'object' && value !== null && !isList(value) ? value[name] : undefined;

function parkedWords({ memberId, status, untilAt }: Parked, type: string, out: Output): string {
  if (status === 'review') return `Kept: ${type} of ${memberId}; a person decides about it (perennial review list).`;
  if (status === 'dropped') return `Dropped on review: ${type} of ${memberId}.`;
  const until = untilAt.toISOString().slice(0, 10);
  return `${out.paint('yellow', 'Kept:')} ${type} of ${memberId} waits for member.joined, until ${until}; then a person decides.`;
}

/** `orderId=1001 amountMinor=13912`: numbers, true, false, null and JSON are what they look like, ids and phones are text. */
function dataOf(fields: readonly string[]): JsonObject {
  const data: Record<string, JsonValue> = {};
  for (const field of fields) {
    const cut = field.indexOf('=');
    if (cut < 1) {
      throw new PerennialError('USAGE', `"${field}" is not name=value.`, {
        field,
        fix: 'Write fields as amountMinor=13912.',
      });
    }
    const name = field.slice(0, cut);
    data[name] = valueOf(name, field.slice(cut + 1));
  }
  return data;
}

function valueOf(name: string, text: string): JsonValue {
  if (/id$|phone|name|email/i.test(name) || !/^(-?\d+(\.\d+)?|true|false|null|[[{"].*)$/s.test(text)) return text;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}

type Parked = Extract<EventAnswer, { kind: 'parked' }>;

interface FileReport {
  accepted: number;
  duplicates: number;
  /** Orders that wait for their member. */
  parked: number;
  refused: number;
  /** With the line of each. */
  readonly refusals: (Extract<EventAnswer, { kind: 'refused' }> & { readonly line: number })[];
}

async function sendFile(context: CommandContext, path: string): Promise<void> {
  const { id } = await context.programme();
  const report: FileReport = { accepted: 0, duplicates: 0, parked: 0, refused: 0, refusals: [] };
  let page: { line: number; event: EventInput }[] = [];
  const takePage = async () => {
    const answers = await ingestEvents(
      context,
      id,
      page.map(({ event }) => event),
    );
    for (const [index, answer] of answers.entries()) countAnswer(report, answer, page[index]?.line ?? 0);
    page = [];
  };
  await withFile(path, async (file) => {
    // To its end first: a file that is damaged further down changes nothing.
    for await (const line of linesOf(file)) parseLine(line.text, line.number);
    for await (const { number, text } of linesOf(file)) {
      page.push({ line: number, event: parseLine(text, number) });
      if (page.length === pageSize) await takePage();
    }
    await takePage();
  });
  tellFile(report, context.out);
}

/** The lines of a file that have something on them, with their numbers. */
async function* linesOf(file: string): AsyncGenerator<{ readonly number: number; readonly text: string }> {
  for await (const { first, texts } of readLines(createReadStream(file), { encoding: 'utf-8', lineEnd: '\n' })) {
    for (const [place, text] of texts.entries()) if (text.trim() !== '') yield { number: first + place, text };
  }
}

/** Works on a file, or on what comes from stdin as one: it is read twice. */
async function withFile(path: string, work: (file: string) => Promise<void>): Promise<void> {
  const folder = path === '-' ? await mkdtemp(join(tmpdir(), 'perennial-events-')) : undefined;
  try {
    const file = folder === undefined ? path : join(folder, 'events.ndjson');
    if (folder !== undefined) await pipeline(process.stdin, createWriteStream(file, { mode: 0o600 }));
    await work(file);
  } catch (error) {
    throw unreadableFile(error, path);
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true });
  }
}

/** A file that is not there, or no text: nothing of what stands in it is shown. */
function unreadableFile(error: unknown, path: string): unknown {
  if (error instanceof PerennialError && error.code === 'IMPORT_INVALID') {
    const fix = 'Give an NDJSON file in UTF-8, one event a line; nothing of it was sent.';
    return new PerennialError('FILE_INVALID', error.message, { field: 'file', fix, cause: error });
  }
  if (error instanceof PerennialError || !(error instanceof Error && 'syscall' in error)) return error;
  return new PerennialError('FILE_NOT_FOUND', `${path} can't be read.`, {
    field: 'file',
    fix: 'Give the path of an NDJSON file.',
    cause: error,
  });
}

function parseLine(text: string, line: number): EventInput {
  try {
    return parseExactly(text) as EventInput;
  } catch {
    throw new PerennialError('FILE_INVALID', `Line ${line} is not JSON; nothing of the file was sent.`, {
      field: `line ${line}`,
      fix: 'Write one JSON object a line, and send the file again.',
    });
  }
}

function countAnswer(report: FileReport, answer: EventAnswer, line: number): void {
  if (answer.kind === 'accepted') report.accepted += 1;
  if (answer.kind === 'duplicate') report.duplicates += 1;
  if (answer.kind === 'parked') report.parked += 1;
  if (answer.kind !== 'refused') return;
  report.refused += 1;
  if (report.refusals.length < refusalsListedMax) report.refusals.push({ ...answer, line });
}

function tellFile(report: FileReport, out: Output): void {
  const { accepted, duplicates, parked, refused, refusals } = report;
  out.result(report, () =>
    [
      ...refusals.map(({ line, field, message, fix }) => `line ${line}: ${field} ${message}. Fix: ${fix}.`),
      `${accepted} taken, ${duplicates} taken before, ${refused} refused` +
        (parked === 0 ? '' : `, ${parked} kept until their members join (perennial event parked)`),
    ].join('\n'),
  );
  const [first] = refusals;
  if (first) process.exitCode = errorRegistry[first.code].exitCode;
}
