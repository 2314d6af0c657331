import { z } from 'zod';
import type { Db } from '../../../platform/database.ts';
import { readRows } from '../../../platform/rows.ts';

/** A message as lists show it. */
export interface MessageSummary {
  readonly id: string;
  /** The shop's id of the member. */
  readonly member: string;
  readonly campaign: string | null;
  readonly template: string;
  readonly channel: string;
  readonly class: string;
  readonly locale: string;
  readonly status: string;
  /** Why it did not simply leave, in words. */
  readonly reason: string | null;
  readonly subject: string | null;
  readonly reservedAt: Date;
  readonly notBefore: Date;
  readonly sentAt: Date | null;
}

/** A message as a query gives it. */
export const messageSummary = z.object({
  id: z.string(),
  member: z.string(),
  campaign: z.string().nullable(),
  template: z.string(),
  channel: z.string(),
  class: z.string(),
  locale: z.string(),
  status: z.string(),
  reason: z.string().nullable(),
  subject: z.string().nullable(),
  reservedAt: z.date(),
  notBefore: z.date(),
  sentAt: z.date().nullable(),
}) satisfies z.ZodType<MessageSummary>;

export interface MessageFilter {
  readonly programmeId: number;
  readonly status?: string;
  readonly campaign?: string;
  /** The shop's id of the member. */
  readonly member?: string;
  readonly template?: string;
  /** Only older ones than this id: the last of the page before. */
  readonly before?: string;
  readonly limit: number;
}

/** The latest messages first. */
export async function listMessages(db: Db, filter: MessageFilter): Promise<MessageSummary[]> {
  const { programmeId, status = null, campaign = null, member = null, template = null, before = null, limit } = filter;
  return await readRows(
    messageSummary,
    db.$queryRaw`
      SELECT x.id::text, m.external_id AS member, c.code AS campaign, x.template, x.channel, x.class, x.locale, x.status,
        x.reason, x.subject, x.reserved_at AS "reservedAt", x.not_before AS "notBefore", x.sent_at AS "sentAt"
      FROM message x JOIN member m ON m.id = x.member_id LEFT JOIN campaign c ON c.id = x.campaign_id
      WHERE x.programme_id = ${programmeId}::smallint
        AND (${status}::text IS NULL OR x.status = ${status})
        AND (${campaign}::text IS NULL OR c.code = ${campaign})
        AND (${member}::text IS NULL OR m.external_id = ${member})
        AND (${template}::text IS NULL OR x.template = ${template})
        AND (${before}::text IS NULL OR x.id < ${before}::bigint)
      ORDER BY x.id DESC LIMIT ${limit}`,
  );
}

const statusCount = z.object({ status: z.string(), count: z.int() });

/** How many messages have each status, most first. */
export async function countMessages(db: Db, programmeId: number): Promise<z.infer<typeof statusCount>[]> {
  return await readRows(
    statusCount,
    db.$queryRaw`
      SELECT status, count(*)::int AS count FROM message WHERE programme_id = ${programmeId}::smallint
      GROUP BY status ORDER BY count DESC, status`,
  );
}
