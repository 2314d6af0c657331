import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { readRow, readRows, vouchedFor } from '../../platform/rows.ts';
import { Prisma } from '../../prisma/generated/client.ts';

/** A member in a campaign. */
export interface EnrolmentView {
  /** Of its row. */
  readonly id: string;
  /** The campaign's code. */
  readonly campaign: string;
  readonly version: number;
  /** The shop's id of the member. */
  readonly memberId: string;
  readonly occurrence: number;
  readonly status: (typeof enrolmentStatuses)[number];
  readonly reason: string | null;
  readonly heldOut: boolean;
  /** Types of the events that an active one waits for. */
  readonly waitsFor: string | null;
  readonly waitsUntil: Date | null;
  readonly enrolledAt: Date;
  readonly endedAt: Date | null;
}

/** Blocked is an active one whose story does not fit its record. */
export const enrolmentStatuses = [
  'active',
  'blocked',
  'done',
  'exited',
  'cancelled',
  'failed',
  'suppressed',
  'skipped',
] as const;

export interface EnrolmentFilter {
  readonly memberId?: string | undefined;
  readonly campaign?: string | undefined;
  readonly statuses?: readonly EnrolmentView['status'][] | undefined;
  /** Only those before this row: the last of the page before. */
  readonly before?: string | undefined;
  readonly limit: number;
}

const enrolmentRow = z.object({
  id: z.string(),
  campaign: z.string(),
  version: z.int(),
  memberId: z.string(),
  occurrence: z.int(),
  status: z.enum(enrolmentStatuses),
  reason: z.string().nullable(),
  heldOut: z.boolean(),
  waitsFor: vouchedFor<readonly { readonly type: string }[] | null>(),
  waitsUntil: z.date().nullable(),
  enrolledAt: z.date(),
  endedAt: z.date().nullable(),
});

/** Enrolments of a programme, latest first. */
export async function listEnrolments(db: Db, programmeId: number, filter: EnrolmentFilter): Promise<EnrolmentView[]> {
  const { memberId, limit } = filter;
  const ids = memberId === undefined ? latestOf(programmeId, filter) : ofMember(programmeId, filter, memberId);
  const rows = await readRows(
    enrolmentRow,
    db.$queryRaw`
      ${selection} WHERE en.id = ANY (ARRAY(SELECT id FROM ${ids} found ORDER BY id DESC LIMIT ${limit}::int)) ORDER BY en.id DESC`,
  );
  return rows.map(viewOf);
}

/** One enrolment of the programme; throws ENROLMENT_NOT_FOUND. */
export async function requireEnrolment(db: Db, programmeId: number, id: bigint): Promise<EnrolmentView> {
  const row = await readRow(
    enrolmentRow,
    db.$queryRaw`${selection} WHERE en.id = ${id}::bigint AND en.programme_id = ${programmeId}::smallint`,
  );
  if (row !== undefined) return viewOf(row);
  throw new PerennialError('ENROLMENT_NOT_FOUND', 'There is no such enrolment in this programme.', {
    field: 'enrolmentId',
  });
}

const selection = Prisma.sql`
  SELECT en.id::text, c.code AS campaign, v.version, m.external_id AS "memberId", en.occurrence,
    CASE WHEN en.status = 'active' AND en.blocked_at IS NOT NULL THEN 'blocked' ELSE en.status END AS status,
    coalesce(en.reason, en.blocked_reason) AS reason, en.shadow AS "heldOut", CASE WHEN en.status = 'active' THEN en.waits_for END AS "waitsFor",
    CASE WHEN en.status = 'active' AND en.waits_for IS NOT NULL THEN en.waits_until END AS "waitsUntil",
    en.enrolled_at AS "enrolledAt", en.ended_at AS "endedAt"
  FROM enrolment en JOIN campaign c ON c.id = en.campaign_id JOIN campaign_version v ON v.id = en.campaign_version_id
  JOIN member m ON m.id = en.member_id`;

function viewOf({ waitsFor, ...row }: z.infer<typeof enrolmentRow>): EnrolmentView {
  const types = [...new Set((waitsFor ?? []).map(({ type }) => type))];
  return { ...row, waitsFor: types.length === 0 ? null : types.join(', ') };
}

/** The filter's conditions on an enrolment, but for whose it is and its campaign. */
function conditions({ statuses = enrolmentStatuses, before }: EnrolmentFilter): Prisma.Sql {
  const [free, blocked] = [statuses.includes('active'), statuses.includes('blocked')];
  const ofBlock =
    free === blocked
      ? Prisma.sql`TRUE`
      : Prisma.sql`(en.status <> 'active' OR (en.blocked_at IS NOT NULL) = ${blocked}::boolean)`;
  const ofPage = before === undefined ? Prisma.sql`TRUE` : Prisma.sql`en.id < ${before}::bigint`;
  return Prisma.sql`${ofBlock} AND ${ofPage}`;
}

/** As the rows have them. */
const stored = ({ statuses = enrolmentStatuses }: EnrolmentFilter): string[] => [
  ...new Set(statuses.map((status) => (status === 'blocked' ? 'active' : status))),
];

/** All of the member's that meet the filter: they are few. */
function ofMember(programmeId: number, filter: EnrolmentFilter, memberId: string): Prisma.Sql {
  return Prisma.sql`(
    SELECT en.id FROM enrolment en JOIN campaign c ON c.id = en.campaign_id
    WHERE en.member_id = (SELECT id FROM member WHERE programme_id = ${programmeId}::smallint AND external_id = ${memberId})
      AND (${filter.campaign ?? null}::text IS NULL OR c.code = ${filter.campaign ?? null})
      AND en.status = ANY (${stored(filter)}::text[]) AND ${conditions(filter)})`;
}

/** The latest ones of every campaign and status: the index has each in order. */
function latestOf(programmeId: number, filter: EnrolmentFilter): Prisma.Sql {
  return Prisma.sql`(
    SELECT each.id FROM campaign c CROSS JOIN unnest(${stored(filter)}::text[]) s (status)
    CROSS JOIN LATERAL (
      SELECT en.id FROM enrolment en WHERE en.campaign_id = c.id AND en.status = s.status AND ${conditions(filter)}
      ORDER BY en.id DESC LIMIT ${filter.limit}::int) each
    WHERE c.programme_id = ${programmeId}::smallint AND (${filter.campaign ?? null}::text IS NULL OR c.code = ${filter.campaign ?? null}))`;
}
