import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Logger } from 'pino';
import * as z from 'zod';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { type ErrorCode, errorRegistry } from '../platform/errors.ts';
import { ingestEvents } from '../modules/intake/ingest.ts';
import { programmeIdOf } from '../modules/programme/find.ts';
import {
  type GivenReport,
  takeMailReport,
  type TakenReport,
} from '../modules/messaging/reachability/take-mail-report.ts';

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

const report = z
  .strictObject({
    id: z.string().trim().min(1).max(200),
    type: z.enum(['bounce', 'complaint']),
    hard: z.boolean().default(true),
    address: z.string().trim().min(3).max(254).optional(),
    messageId: z.string().trim().min(3).max(250).optional(),
    at: z.iso.datetime({ offset: true }),
    detail: z.string().default(''),
  })
  .refine(({ address, messageId }) => address !== undefined || messageId !== undefined, {
    message: 'names neither address nor messageId: write one of them',
  });
const body = z.union([report.transform((one) => [one]), z.array(report).min(1).max(reportsMax)]);

/**
 * What the mail provider tells: POST a report or a list of them, signed. `X-Perennial-Signature` is `sha256=` and the
 * HMAC-SHA-256 of the body, in hex. A report is taken once by its id, so a call may be repeated until it is answered with 200.
 */
export function mailReportRoutes(deps: MailReportDeps): Hono {
  const app = new Hono();
  app.post('/:programme', bodyLimit({ maxSize: bodyBytesMax }), async (context) => {
    const text = await context.req.text();
    if (!isSigned(deps.mailReportSecret, text, context.req.header('X-Perennial-Signature'))) {
      const fix = 'send sha256= and the HMAC-SHA-256 of the body, in hex, made with MAIL_REPORT_SECRET';
      return refuse(context, 'SIGNATURE_INVALID', 'X-Perennial-Signature', 'does not fit the body', fix);
    }
    const code = context.req.param('programme');
    const programmeId = await programmeIdOf(deps.database, code);
    if (programmeId === undefined) {
      return refuse(context, 'PROGRAMME_NOT_FOUND', 'programme', `there is no "${code}"`, 'correct the address');
    }
    const read = body.safeParse(parseJson(text));
    if (!read.success) {
      const [issue] = read.error.issues;
      const field = issue?.path.join('.') || 'body';
      const problem = issue?.message ?? 'is not valid';
      return refuse(context, 'REPORT_INVALID', field, problem, 'see docs/guides/messages.md for the form');
    }
    const taken: TakenReport[] = [];
    for (const one of read.data) taken.push(await take(deps, programmeId, givenReport(one)));
    return context.json({
      data: taken.map(({ id, duplicate, suppressed }) => ({ id, duplicate, suppressed: suppressed !== null })),
    });
  });
  return app;
}

/** The address first, then the members' timelines and campaigns: a call that was cut short in between is repeated, and finds both. */
async function take(deps: MailReportDeps, programmeId: number, given: GivenReport): Promise<TakenReport> {
  const now = deps.clock.now();
  const taken = await takeMailReport(deps.database, programmeId, given, now);
  const type = given.type === 'bounce' ? 'message.bounced' : 'message.complained';
  const events = taken.members.map((member) => ({
    id: `${type}:${given.id}:${member}`,
    type,
    memberId: member,
    // A provider's clock may be ahead of the programme's.
    occurredAt: new Date(Math.min(given.at, now.getTime())),
    data: { channel: 'email', reason: taken.suppressed ?? '' },
  }));
  const answers = events.length === 0 ? [] : await ingestEvents(deps, programmeId, events);
  for (const answer of answers) {
    if (answer.kind === 'refused') deps.logger.warn({ answer }, 'a mail report was not told to campaigns');
  }
  return taken;
}

function givenReport({ address, messageId, at, detail, ...rest }: z.output<typeof report>): GivenReport {
  return {
    ...rest,
    at: Date.parse(at),
    detail: detail
      .replace(/[\s\0]+/g, ' ')
      .trim()
      .slice(0, detailCharactersMax),
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
