import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import type { JsonObject } from '../../domain/json.ts';
import { PerennialError } from '../../runtime/errors.ts';
import { type EventAnswer, type EventInput, ingestEvents } from '../../store/events.ts';
import { instant, withExamples } from '../arguments.ts';
import { type CommandContext, withDatabase } from '../context.ts';

interface SendFlags {
  readonly member?: string;
  readonly data?: string;
  readonly id?: string;
  readonly at?: Date;
  readonly file?: string;
}

/** Events of a file that are sent at one go. */
const batchSize = 500;
/** Answers of a file that are kept for the report; the rest is counted. */
const refusalsShownMax = 50;

/** `perennial event send` */
export function eventCommand(): Command {
  return new Command('event').description('events: what members do').addCommand(sendCommand());
}

function sendCommand(): Command {
  const command = new Command('send')
    .description('send an event, or a file of them; an id that was sent before changes nothing')
    .argument(
      '[type]',
      'member.joined, member.updated, order.placed, order.returned, checkin.done, share.opened or your own',
    )
    .option('--member <id>', "the shop's id of the member")
    .option('--data <json>', 'what the event says, as a JSON object')
    .option('--id <id>', 'the id of the event; a new one when absent')
    .option('--at <instant>', 'when it happened, as 2026-01-31T09:00:00Z; now when absent', instant)
    .option(
      '--file <file>',
      'NDJSON: an event a line, with id, type, memberId, occurredAt and data; - reads standard input',
    )
    .action((type: string | undefined, flags: SendFlags, self: Command) =>
      withDatabase(self, (context) =>
        flags.file === undefined ? sendOne(context, type, flags) : sendFile(context, flags.file),
      ),
    );
  return withExamples(command, [
    [`perennial event send member.joined --member anna-1 --data '{"email":"anna@example.com"}'`, ''],
    [`perennial event send order.placed --member anna-1 --data '{"orderId":"1001","amountMinor":4250}'`, ''],
    ['perennial event send --file events.ndjson', 'a file of events'],
  ]);
}

async function sendOne(context: CommandContext, type: string | undefined, flags: SendFlags): Promise<void> {
  if (type === undefined) throw usage('type', 'Say what happened, e.g. `order.placed`, or name a file with --file.');
  if (flags.member === undefined) throw usage('--member', "Say who, by the shop's id of the member.");
  const { id: programmeId } = await context.programme();
  const event: EventInput = {
    id: flags.id ?? randomUUID(),
    type,
    memberId: flags.member,
    occurredAt: flags.at ?? context.clock.now(),
    ...(flags.data === undefined ? {} : { data: parseData(flags.data) }),
  };
  const [answer] = await ingestEvents(context, programmeId, [event]);
  if (answer === undefined) throw new PerennialError('INTERNAL', 'The event was not answered.');
  if (answer.kind === 'refused') throw refusal(answer);
  const entered = answer.kind === 'accepted' ? answer.enrolled.map(({ campaignId }) => campaignId) : [];
  const campaigns = await context.database.campaign.findMany({
    where: { id: { in: entered } },
    select: { name: true },
  });
  context.out.result(answer, () =>
    describe(
      answer,
      campaigns.map(({ name }) => name),
    ),
  );
}

function describe(answer: Exclude<EventAnswer, { kind: 'refused' }>, campaigns: readonly string[]): string {
  const points = answer.points === undefined || answer.points === 0 ? '' : ` ${signed(answer.points)} points.`;
  if (answer.kind === 'duplicate') return `${answer.id} was taken before; nothing has changed.${points}`;
  return `${answer.id} taken.${points}${campaigns.length === 0 ? '' : ` Entered: ${campaigns.join(', ')}.`}`;
}

const signed = (points: number) => (points > 0 ? `+${points}` : String(points));

interface FileReport {
  accepted: number;
  duplicates: number;
  refused: number;
  readonly refusals: { line: number; id: string; code: string; field: string; message: string; fix: string }[];
}

async function sendFile(context: CommandContext, file: string): Promise<void> {
  const { id: programmeId } = await context.programme();
  const report: FileReport = { accepted: 0, duplicates: 0, refused: 0, refusals: [] };
  let batch: { line: number; event: EventInput }[] = [];
  let line = 0;
  const flush = async () => {
    const sent = batch;
    batch = [];
    const answers = await ingestEvents(
      context,
      programmeId,
      sent.map(({ event }) => event),
    );
    answers.forEach((answer, place) => count(report, answer, sent[place]?.line ?? 0));
  };
  for await (const text of createInterface({ input: openInput(file), crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() === '') continue;
    // What is no JSON is refused like any other bad event, in its place.
    batch.push({ line, event: parseLine(text) as EventInput });
    if (batch.length === batchSize) await flush();
  }
  await flush();
  context.out.result(report, () => describeFile(report));
  if (report.refused > 0) process.exitCode = 5;
}

function count(report: FileReport, answer: EventAnswer, line: number): void {
  if (answer.kind === 'accepted') report.accepted += 1;
  else if (answer.kind === 'duplicate') report.duplicates += 1;
  else {
    report.refused += 1;
    const { id, code, field, message, fix } = answer;
    if (report.refusals.length < refusalsShownMax) report.refusals.push({ line, id, code, field, message, fix });
  }
}

function describeFile({ accepted, duplicates, refused, refusals }: FileReport): string {
  return [
    `${accepted} taken, ${duplicates} seen before, ${refused} refused.`,
    ...refusals.map(({ line, field, message, fix }) => `line ${line}: ${field}: ${message}. Fix: ${fix}.`),
    ...(refused > refusals.length ? [`and ${refused - refusals.length} more`] : []),
  ].join('\n');
}

function openInput(file: string): NodeJS.ReadableStream {
  return file === '-' ? process.stdin : createReadStream(file);
}

function parseLine(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parseData(text: string): JsonObject {
  const data = parseLine(text);
  if (typeof data === 'object' && data !== null && !Array.isArray(data)) return data as JsonObject;
  throw usage('--data', `Write a JSON object in single quotes, e.g. '{"orderId":"1001","amountMinor":4250}'.`);
}

function refusal({ code, field, message, fix }: Extract<EventAnswer, { kind: 'refused' }>): PerennialError {
  const known =
    code === 'EVENT_CONFLICT' ? 'EVENT_CONFLICT' : code === 'MEMBER_UNKNOWN' ? 'MEMBER_NOT_FOUND' : 'EVENT_INVALID';
  return new PerennialError(known, `${field}: ${message}.`, { field, fix: `${fix}.` });
}

function usage(field: string, fix: string): PerennialError {
  return new PerennialError('USAGE', `${field} is missing or not valid.`, { field, fix });
}
