import { z } from 'zod';
import type { Reachable } from './rules-way.ts';
import type { JsonObject } from '../../../values/json.ts';
import type { QuietHours } from '../../programme/rules.ts';
import { type Channel, channels, type MessageClass, type TextChannel } from '../../programme/rules-message-limits.ts';
import { groupBy } from '../../../platform/group-by.ts';
import type { Db } from '../../../platform/database.ts';
import { readRow, readRows, vouchedFor } from '../../../platform/rows.ts';

/** What a reservation needs to know of its programme and campaign version. */
export interface ReservationRules {
  readonly zone: string;
  readonly locale: string;
  readonly quietHours: QuietHours | null;
  readonly senderAddress: string;
  readonly priority: number;
  /** The channels of its messages, best first; null where nobody has said: then as its steps ask. */
  readonly channels: readonly [Channel, ...Channel[]] | null;
  readonly version: ToldVersion;
  /** The locales of each template's mail. */
  readonly locales: Readonly<Record<string, readonly string[]>>;
  /** By template and locale, the channels it has a short text for. */
  readonly shortTexts: Readonly<Record<string, Readonly<Record<string, readonly TextChannel[]>>>>;
  /** The channels by which a connected provider sends. */
  readonly connected: readonly string[];
}

/** What of a campaign version decides how its messages are told. */
export interface ToldVersion {
  /** Its lifecycle. */
  readonly lifecycle: string | null;
  readonly settings: JsonObject;
  /** What its author says of classes; null of a version that was stored before that was asked. */
  readonly messageClasses: Readonly<Record<string, MessageClass>> | null;
}

/** A member as the channels know one. */
export interface Recipient extends Reachable {
  readonly zone: string | null;
  readonly locale: string | null;
}

/** One message row to be written; instants as ISO text. */
export interface ReservedRow {
  readonly key: string;
  readonly enrolmentId: string;
  readonly memberId: string;
  readonly campaignId: number;
  readonly campaignVersionId: number;
  readonly channel: string;
  readonly class: string;
  readonly template: string;
  readonly locale: string;
  readonly variables: JsonObject;
  readonly live: object | null;
  readonly onlyIf: object | null;
  readonly priority: number;
  readonly messageId: string;
  readonly reservedAt: string;
  readonly notBefore: string;
  readonly deadline: string | null;
  /** Why it does not leave at once. */
  readonly reason: string | null;
}

const rulesRow = z.object({
  zone: z.string(),
  locale: z.string(),
  quietHours: vouchedFor<QuietHours | null>(),
  senderAddress: z.string().nullable(),
  priority: z.int(),
  channels: vouchedFor<ReservationRules['channels']>(),
  lifecycle: z.string().nullable(),
  settings: vouchedFor<JsonObject | null>(),
  messageClasses: vouchedFor<ToldVersion['messageClasses']>(),
  locales: z.record(z.string(), z.array(z.string())).nullable(),
  shortTexts: vouchedFor<ReservationRules['shortTexts'] | null>(),
  connected: z.array(z.string()),
});

/** The rules a message of this campaign version is reserved by. */
export async function readReservationRules(
  db: Db,
  programmeId: number,
  campaignVersionId: number,
): Promise<ReservationRules> {
  const row = await readRow(
    rulesRow,
    db.$queryRaw`
      SELECT p.zone, p.locale, p.definition->'quietHours' AS "quietHours",
             p.definition->'sender'->>'address' AS "senderAddress",
             coalesce((v.definition->>'priority')::int, 100) AS priority, v.definition->>'lifecycle' AS lifecycle,
             coalesce(v.definition->'messageChannels', p.definition->'messageChannels') AS channels,
             v.definition->'settings' AS settings, v.definition->'messageClasses' AS "messageClasses",
             (SELECT jsonb_object_agg(template.key, (SELECT jsonb_agg(locale) FROM jsonb_object_keys(template.value) AS locale))
              FROM jsonb_each(v.definition->'messages') AS template) AS locales,
             (SELECT jsonb_object_agg(template.key, (
                SELECT jsonb_object_agg(text.key, (SELECT jsonb_agg(channel) FROM jsonb_object_keys(text.value) AS channel))
                FROM jsonb_each(template.value) AS text))
              FROM jsonb_each(v.definition->'shortTexts') AS template) AS "shortTexts",
             connected_channels(p.id) AS connected
      FROM programme p JOIN campaign_version v ON v.programme_id = p.id
      WHERE p.id = ${programmeId}::smallint AND v.id = ${campaignVersionId}`,
  );
  if (!row) throw new Error(`programme ${programmeId} has no campaign version ${campaignVersionId}`);
  const { lifecycle, settings, messageClasses, ...rest } = row;
  return {
    ...{
      ...rest,
      senderAddress: row.senderAddress ?? '',
      locales: row.locales ?? {},
      shortTexts: row.shortTexts ?? {},
    },
    version: { lifecycle, settings: settings ?? {}, messageClasses },
  };
}

const recipientRow = z.object({
  memberId: z.string(),
  status: z.string(),
  zone: z.string().nullable(),
  locale: z.string().nullable(),
  address: z.string().nullable(),
  marketing: z.boolean().nullable(),
  service: z.boolean().nullable(),
  suppressed: z.string().nullable(),
}) satisfies z.ZodType<Recipient>;

/** What is known of these members on the e-mail channel, and on others that are asked for, by member id. */
export async function readRecipients(
  db: Db,
  programmeId: number,
  memberIds: readonly string[],
  asked: readonly Channel[] = [],
): Promise<Map<string, Recipient>> {
  const rows = await readRows(
    recipientRow,
    db.$queryRaw`
      SELECT m.id::text AS "memberId", m.status, m.zone, m.locale, p.email AS address,
             said.marketing, said.service, s.reason AS suppressed
      FROM member m
      LEFT JOIN member_profile p ON p.member_id = m.id
      LEFT JOIN LATERAL mail_consent(m.id, 'email') AS said ON true
      LEFT JOIN suppression s
        ON s.programme_id = m.programme_id AND s.channel = 'email' AND s.address = lower(btrim(p.email))
      WHERE m.programme_id = ${programmeId}::smallint AND m.id = ANY(${[...new Set(memberIds)]}::text[]::bigint[])`,
  );
  const others = await readReached(db, memberIds, asked);
  return new Map(rows.map((row) => [row.memberId, { ...row, others: others.get(row.memberId) ?? {} }]));
}

const reachedRow = z.object({
  memberId: z.string(),
  channel: z.enum(channels),
  address: z.string().nullable(),
  marketing: z.boolean().nullable(),
  service: z.boolean().nullable(),
  suppressed: z.string().nullable(),
});

/** What is known of members on channels other than e-mail, by member id. */
export async function readReached(
  db: Db,
  memberIds: readonly string[],
  asked: readonly Channel[],
): Promise<Map<string, NonNullable<Reachable['others']>>> {
  const names = [...new Set(asked)].filter((channel) => channel !== 'email');
  if (names.length === 0) return new Map();
  const rows = await readRows(
    reachedRow,
    db.$queryRaw`
      SELECT m.id::text AS "memberId", c.channel, channel_address(p, c.channel) AS address, said.marketing, said.service,
        s.reason AS suppressed
      FROM unnest(${[...new Set(memberIds)]}::text[]::bigint[]) AS wanted (id) JOIN member m ON m.id = wanted.id
      LEFT JOIN member_profile p ON p.member_id = m.id
      CROSS JOIN unnest(${names}::text[]) AS c (channel)
      CROSS JOIN LATERAL mail_consent(m.id, c.channel) AS said
      LEFT JOIN suppression s
        ON s.programme_id = m.programme_id AND s.channel = c.channel AND s.address = channel_address(p, c.channel)`,
  );
  const byMember = groupBy(rows, ({ memberId }) => memberId);
  const told = ({ channel, address, marketing, service, suppressed }: z.output<typeof reachedRow>) =>
    [channel, { address, marketing, service, suppressed }] as const;
  return new Map([...byMember].map(([memberId, own]) => [memberId, Object.fromEntries(own.map(told))]));
}

export interface Reservation {
  readonly id: string;
  readonly notBefore: number;
  readonly locale: string;
}

const standingRow = z.object({ key: z.string(), id: z.string(), notBefore: z.date(), locale: z.string() });

/** Writes the rows and gives, by key, what stands there: the new row, or the one an earlier call wrote. */
export async function insertReservations(
  db: Db,
  programmeId: number,
  rows: readonly ReservedRow[],
): Promise<Map<string, Reservation>> {
  if (rows.length === 0) return new Map();
  await db.$executeRaw`
    INSERT INTO message (programme_id, key, member_id, enrolment_id, campaign_id, campaign_version_id, channel, class,
      template, locale, variables, live, only_if, priority, message_id, reserved_at, not_before, deadline, reason)
    SELECT ${programmeId}::smallint, r.key, r."memberId", r."enrolmentId", r."campaignId", r."campaignVersionId", r.channel,
      r.class, r.template, r.locale, r.variables, nullif(r.live, 'null'::jsonb), nullif(r."onlyIf", 'null'::jsonb), r.priority, r."messageId", r."reservedAt", r."notBefore", r.deadline,
      r.reason
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(key text, "memberId" bigint, "enrolmentId" bigint,
      "campaignId" int, "campaignVersionId" int, channel text, class text, template text, locale text, variables jsonb,
      live jsonb, "onlyIf" jsonb, priority int, "messageId" text, "reservedAt" timestamptz, "notBefore" timestamptz, deadline timestamptz,
      reason text)
    ON CONFLICT (programme_id, key) DO NOTHING`;
  const standing = await readRows(
    standingRow,
    db.$queryRaw`
      SELECT key, id::text, not_before AS "notBefore", locale FROM message
      WHERE programme_id = ${programmeId}::smallint AND key = ANY(${rows.map((row) => row.key)}::text[])`,
  );
  return new Map(
    standing.map(({ key, id, notBefore, locale }) => [key, { id, notBefore: notBefore.getTime(), locale }]),
  );
}
