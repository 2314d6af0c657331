import { z } from 'zod';
import { Prisma } from '../../../prisma/generated/client.ts';
import { boundedCount, type CountLimits, countLimits } from '../../../platform/bounded-count.ts';
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
  /** One of these. */
  readonly statuses?: readonly string[];
  readonly campaign?: string;
  /** The shop's id of the member. */
  readonly member?: string;
  readonly template?: string;
  /** As countReasons groups them. */
  readonly reason?: string;
  /** Only older ones than this id: the last of the page before. */
  readonly before?: string;
  readonly limit: number;
}

/** What can become of a message. */
export const messageStatuses = [
  'reserved',
  'sending',
  'sent',
  'bounced',
  'suppressed',
  'skipped',
  'dropped',
  'failed',
  'unknown',
] as const;

/** The latest messages first. */
export async function listMessages(db: Db, filter: MessageFilter): Promise<MessageSummary[]> {
  const { programmeId, limit } = filter;
  const ids = filter.member === undefined ? latestOf(filter) : latestOfMember(filter, filter.member);
  return await readRows(
    messageSummary,
    db.$queryRaw`
      SELECT x.id::text, m.external_id AS member, c.code AS campaign, x.template, x.channel, x.class, x.locale, x.status,
        x.reason, x.subject, x.reserved_at AS "reservedAt", x.not_before AS "notBefore", x.sent_at AS "sentAt"
      FROM message x JOIN member m ON m.id = x.member_id LEFT JOIN campaign c ON c.id = x.campaign_id
      WHERE x.id = ANY (ARRAY(SELECT id FROM ${ids} found ORDER BY id DESC LIMIT ${limit}::int)) AND x.programme_id = ${programmeId}::smallint
      ORDER BY x.id DESC`,
  );
}

/** The filter's conditions on a message, but for whose it is and its status. */
function conditions({ template, reason, before }: MessageFilter): Prisma.Sql {
  return Prisma.join(
    [
      Prisma.sql`TRUE`,
      ...(template === undefined ? [] : [Prisma.sql`x.template = ${template}`]),
      ...(reason === undefined ? [] : [Prisma.sql`without_figures(x.reason) = ${reason}`]),
      ...(before === undefined ? [] : [Prisma.sql`x.id < ${before}::bigint`]),
    ],
    ' AND ',
  );
}

const statusesOf = ({ status, statuses = messageStatuses }: MessageFilter): readonly string[] =>
  status === undefined ? statuses : [status];

/** All of the member's that meet the filter: they are few. */
function latestOfMember(filter: MessageFilter, member: string): Prisma.Sql {
  const { programmeId, campaign } = filter;
  const ofStatus = Prisma.sql`x.status = ANY (${[...statusesOf(filter)]}::text[])`;
  const ofCampaign =
    campaign === undefined ? Prisma.sql`TRUE` : Prisma.sql`x.campaign_id = ${campaignId(programmeId, campaign)}`;
  return Prisma.sql`(
    SELECT x.id FROM message x
    WHERE x.member_id = (SELECT id FROM member WHERE programme_id = ${programmeId}::smallint AND external_id = ${member})
      AND ${ofCampaign} AND ${ofStatus} AND ${conditions(filter)})`;
}

const campaignId = (programmeId: number, code: string) =>
  Prisma.sql`(SELECT id FROM campaign WHERE programme_id = ${programmeId}::smallint AND code = ${code})`;

/** The latest ones of every campaign and status, and of no campaign: the index has each in order, so that a rare one is found at once. */
function latestOf(filter: MessageFilter): Prisma.Sql {
  const { programmeId, campaign, limit } = filter;
  const statuses = statusesOf(filter);
  const latest = (from: Prisma.Sql, whose: Prisma.Sql) => Prisma.sql`
    SELECT found.id FROM ${from} unnest(${[...statuses]}::text[]) s (status)
    CROSS JOIN LATERAL (
      SELECT x.id FROM message x WHERE ${whose} AND x.status = s.status AND ${conditions(filter)}
      ORDER BY x.id DESC LIMIT ${limit}::int) found`;
  const ofCampaigns = latest(
    Prisma.sql`(SELECT id FROM campaign WHERE programme_id = ${programmeId}::smallint) c CROSS JOIN`,
    Prisma.sql`x.campaign_id = c.id`,
  );
  if (campaign !== undefined)
    return Prisma.sql`(${latest(Prisma.empty, Prisma.sql`x.campaign_id = ${campaignId(programmeId, campaign)}`)})`;
  const ofNone = latest(Prisma.empty, Prisma.sql`x.campaign_id IS NULL AND x.programme_id = ${programmeId}::smallint`);
  return Prisma.sql`(${ofCampaigns} UNION ALL ${ofNone})`;
}

const statusCount = z.object({ status: z.string(), count: z.int(), estimated: z.boolean() });

/** How many messages have each status, most first; of very many, estimates. */
export async function countMessages(
  db: Db,
  programmeId: number,
  limits: CountLimits = countLimits,
): Promise<z.infer<typeof statusCount>[]> {
  const messages = (where: Prisma.Sql) =>
    boundedCount({ table: Prisma.sql`message x`, key: Prisma.sql`x.id`, where, limits });
  const statuses = Prisma.sql`unnest(${[...messageStatuses]}::text[]) s (status)`;
  return await readRows(
    statusCount,
    db.$queryRaw`
      SELECT status, sum(count)::int AS count, bool_or(estimated) AS estimated
      FROM (
        SELECT s.status, n.count, n.estimated FROM campaign c CROSS JOIN ${statuses}
        CROSS JOIN LATERAL ${messages(Prisma.sql`x.campaign_id = c.id AND x.status = s.status`)} n
        WHERE c.programme_id = ${programmeId}::smallint
        UNION ALL
        SELECT s.status, n.count, n.estimated FROM ${statuses}
        CROSS JOIN LATERAL ${messages(
          Prisma.sql`x.campaign_id IS NULL AND x.programme_id = ${programmeId}::smallint AND x.status = s.status`,
        )} n) each
      WHERE count > 0 GROUP BY status ORDER BY 2 DESC, status`,
  );
}
