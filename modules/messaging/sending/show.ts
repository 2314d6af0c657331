import { z } from 'zod';
import type { Db } from '../../../platform/database.ts';
import type { JsonObject } from '../../../values/json.ts';
import { type MessageSummary, messageSummary } from './list.ts';
import { readRow, readRows, vouchedFor } from '../../../platform/rows.ts';

/** One message with everything that is known of it. */
export interface MessageDetail extends MessageSummary {
  readonly key: string;
  readonly enrolmentId: string | null;
  readonly messageId: string;
  readonly variables: JsonObject;
  /** What its text was read from when it left. */
  readonly live: JsonObject | null;
  /** What had to hold of the member for it to leave. */
  readonly onlyIf: JsonObject | null;
  readonly deadline: Date | null;
  readonly attempts: number;
  /** When the provider of its channel said that it had come, and what it calls it. */
  readonly deliveredAt: Date | null;
  readonly providerId: string | null;
  readonly priority: number;
  /** What providers have told of it since, latest first. */
  readonly reports: readonly MessageReport[];
}

export interface MessageReport {
  readonly type: string;
  /** The address is gone for good. */
  readonly hard: boolean;
  /** What the server there answered. */
  readonly detail: string;
  readonly at: Date;
}

/** Reports of one mail that are shown. */
const reportsMax = 20;

const messageDetail: z.ZodType<Omit<MessageDetail, 'reports'>> = messageSummary.extend({
  key: z.string(),
  enrolmentId: z.string().nullable(),
  messageId: z.string(),
  variables: vouchedFor<JsonObject>(),
  live: vouchedFor<JsonObject | null>(),
  onlyIf: vouchedFor<JsonObject | null>(),
  deadline: z.date().nullable(),
  attempts: z.int(),
  deliveredAt: z.date().nullable(),
  providerId: z.string().nullable(),
  priority: z.int(),
});

/** One message; undefined when the programme has none with this id. */
export async function readMessage(db: Db, programmeId: number, id: string): Promise<MessageDetail | undefined> {
  if (!/^\d{1,18}$/.test(id)) return undefined;
  const message = await readRow(
    messageDetail,
    db.$queryRaw`
      SELECT x.id::text, m.external_id AS member, c.code AS campaign, x.template, x.channel, x.class, x.locale, x.status,
        x.reason, x.subject, x.reserved_at AS "reservedAt", x.not_before AS "notBefore", x.sent_at AS "sentAt",
        x.key, x.enrolment_id::text AS "enrolmentId", x.message_id AS "messageId", x.variables, x.live, x.only_if AS "onlyIf", x.deadline,
        x.attempts, x.priority, x.delivered_at AS "deliveredAt", x.provider_id AS "providerId"
      FROM message x JOIN member m ON m.id = x.member_id LEFT JOIN campaign c ON c.id = x.campaign_id
      WHERE x.programme_id = ${programmeId}::smallint AND x.id = ${id}::bigint`,
  );
  return message && { ...message, reports: await readReports(db, programmeId, id) };
}

const reportRow = z.object({ type: z.string(), hard: z.boolean(), detail: z.string(), at: z.date() });

async function readReports(db: Db, programmeId: number, id: string): Promise<MessageReport[]> {
  return readRows(
    reportRow,
    db.$queryRaw`
      SELECT type, hard, detail, at FROM (
        SELECT type, hard, detail, at, report_id FROM mail_report
        WHERE message_id = ${id}::bigint AND programme_id = ${programmeId}::smallint
        UNION ALL
        SELECT type, suppressed IS NOT NULL, reason, at, report_id FROM channel_report
        WHERE message_id = ${id}::bigint AND programme_id = ${programmeId}::smallint) r
      ORDER BY at DESC, report_id LIMIT ${reportsMax}::int`,
  );
}
