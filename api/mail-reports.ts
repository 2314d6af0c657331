import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Logger } from 'pino';
import * as z from 'zod';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { type ErrorCode, errorRegistry } from '../platform/errors.ts';
import { takeMatched, takeReport } from '../modules/connect/mail/take-reports.ts';
import { programmeIdOf } from '../modules/programme/find.ts';
import { isHardBounce } from '../modules/messaging/reachability/rules-mail-report.ts';
import { isDataFault } from '../platform/database-faults.ts';
import { storableText } from '../platform/storable-text.ts';
import type { GivenReport, TakenReport } from '../modules/messaging/reachability/take-mail-report.ts';
import { cutText } from '../values/cut-text.ts';

export interface MailReportDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The secret that the provider signs its calls with. */
  readonly mailReportSecret: string;
}

/** Reports of one call, and its length. */
const reportsMax = 100;
const bodyBytesMax = 200_000;
const detailCharactersMax = 300;

/** Text of a provider's, which PostgreSQL can hold. */
const text = (lengthMax: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(lengthMax)
    .regex(/^[^\0\p{Cs}]*$/u, 'has a character that is none (NUL or half of one)');
/** Before there were mails, and after anybody's time. */
const yearMin = 1_990;
const yearMax = 2_200;

const report = z
  .strictObject({
    id: text(500),
    type: z.enum(['bounce', 'complaint']),
    hard: z.boolean().optional(),
    address: text(254).optional(),
    messageId: text(250).optional(),
    at: z.iso
      .datetime({ offset: true })
      .refine((at) => isOfOurTime(new Date(at)), 'is no time at which a mail came back'),
    detail: z.string().default(''),
  })
  .refine(({ address, messageId }) => address !== undefined || messageId !== undefined, {
    message: 'names neither address nor messageId: write one of them',
  });
const list = z.array(z.unknown()).min(1).max(reportsMax);

/** What a caller is told of one report. */
interface Answer {
  readonly id: string | null;
  readonly status: TakenReport['status'] | 'refused';
  readonly duplicate: boolean;
  readonly suppressed: boolean;
  readonly error?: { readonly code: ErrorCode; readonly field: string; readonly message: string; readonly fix: string };
}

/**
 * What the mail provider tells: POST a report or a list of them, signed. `X-Perennial-Signature` is `sha256=` and the
 * HMAC-SHA-256 of the body, in hex. A report is taken once by its id, so a call may be repeated until it is answered with 200; each report of a list has its own answer.
 */
export function mailReportRoutes(deps: MailReportDeps): Hono {
  const app = new Hono();
  app.post('/:programme', bodyLimit({ maxSize: bodyBytesMax }), async (context) => {
    const text = await context.req.text();
    if (!isSigned(deps.mailReportSecret, text, context.req.header('X-Perennial-Signature'))) {
      const fix = 'send sha256= and the HMAC-SHA-256 of the body, in hex, made with MAIL_REPORT_SECRET';
      return refuse(context, 'SIGNATURE_INVALID', 'X-Perennial-Signature', 'does not fit the body', fix);
    }
    const code = storableText(context.req.param('programme'));
    const programmeId = await programmeIdOf(deps.database, code);
    if (programmeId === undefined) {
      return refuse(context, 'PROGRAMME_NOT_FOUND', 'programme', `there is no "${code}"`, 'correct the address');
    }
    const told = parseJson(text);
    const reports = list.safeParse(Array.isArray(told) ? told : [told]);
    if (told === undefined || !reports.success) {
      return refuse(context, 'REPORT_INVALID', 'body', `is not one to ${reportsMax} reports as JSON`, formFix);
    }
    const answers: Answer[] = [];
    for (const one of reports.data) answers.push(await answer(deps, programmeId, one));
    await takeMatched(deps, programmeId);
    const [first] = answers;
    // A call with one report answers for it.
    if (!Array.isArray(told) && first?.error)
      return context.json({ error: first.error }, errorRegistry[first.error.code].status);
    return context.json({ data: answers });
  });
  return app;
}

const formFix = 'see docs/guides/messages.md for the form';

/** Each report has its own answer: one that is not understood keeps no other from being taken. */
async function answer(deps: MailReportDeps, programmeId: number, told: unknown): Promise<Answer> {
  const read = report.safeParse(told);
  if (!read.success) {
    const [issue] = read.error.issues;
    return refused(told, issue?.path.join('.') || 'body', issue?.message ?? 'is not valid');
  }
  const given = givenReport(read.data);
  try {
    const { id, status, suppressed } = await takeReport(deps, programmeId, given);
    return { id, status, duplicate: status === 'duplicate', suppressed: suppressed !== null };
  } catch (error) {
    if (!isDataFault(error)) throw error;
    deps.logger.error({ err: error, id: given.id }, 'a mail report could not be taken');
    return refused(told, 'body', 'could not be taken');
  }
}

function refused(told: unknown, field: string, message: string): Answer {
  const { id } = (told ?? {}) as { id?: unknown };
  const error = { code: 'REPORT_INVALID', field, message, fix: formFix } as const;
  return { id: typeof id === 'string' ? id : null, status: 'refused', duplicate: false, suppressed: false, error };
}

function isOfOurTime(at: Date): boolean {
  return at.getUTCFullYear() >= yearMin && at.getUTCFullYear() <= yearMax;
}

function givenReport({ address, messageId, at, detail: words, hard, ...rest }: z.output<typeof report>): GivenReport {
  const detail = storableText(cutText(words.replace(/[\s\0]+/g, ' ').trim(), detailCharactersMax));
  return {
    ...rest,
    at: Date.parse(at),
    detail,
    hard: hard ?? isHardBounce(detail),
    ...(address === undefined ? {} : { address }),
    ...(messageId === undefined ? {} : { messageId }),
  };
}

/** Compared in constant time: a comparison that stops at the first difference tells how much of a guess is right. */
function isSigned(secret: string, text: string, header = ''): boolean {
  const expected = createHmac('sha256', secret).update(text).digest();
  const given = Buffer.from(/^sha256=([0-9a-f]{64})$/i.exec(header)?.[1] ?? '', 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuse(context: Context, code: ErrorCode, field: string, message: string, fix: string) {
  return context.json({ error: { code, field, message, fix } }, errorRegistry[code].status);
}
