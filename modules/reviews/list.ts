import { z } from 'zod';
import type { JsonObject } from '../../values/json.ts';
import type { Db } from '../../platform/database.ts';
import { readRows, vouchedFor } from '../../platform/rows.ts';

/** A case as lists and its page show it. */
export interface ReviewView {
  readonly id: string;
  /** What is decided: `onboarding-gift`, `referral`. */
  readonly subject: string;
  /** The shop's id of the member. */
  readonly member: string;
  readonly campaign: string | null;
  /** What speaks against it. */
  readonly reasons: readonly string[];
  readonly facts: JsonObject;
  readonly status: 'open' | 'approved' | 'rejected';
  readonly openedAt: Date;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  readonly note: string | null;
}

const reviewView: z.ZodType<ReviewView> = z.object({
  id: z.string(),
  subject: z.string(),
  member: z.string(),
  campaign: z.string().nullable(),
  reasons: z.array(z.string()),
  facts: vouchedFor<JsonObject>(),
  status: z.enum(['open', 'approved', 'rejected']),
  openedAt: z.date(),
  decidedAt: z.date().nullable(),
  decidedBy: z.string().nullable(),
  note: z.string().nullable(),
});

export interface ReviewFilter {
  readonly programmeId: number;
  /** All when absent. */
  readonly status?: string;
  /** Any of these. */
  readonly statuses?: readonly string[];
  readonly subject?: string;
  /** The shop's id of the member. */
  readonly member?: string;
  readonly id?: string;
  /** Only later ones than this id: the last of the page before. */
  readonly after?: string;
  readonly limit: number;
}

/** The oldest first: they have waited longest. */
export async function listReviews(db: Db, filter: ReviewFilter): Promise<ReviewView[]> {
  const { programmeId, status, subject = null, member = null, id = null, after = null, limit } = filter;
  const statuses = filter.statuses ?? (status === undefined ? null : [status]);
  return readRows(
    reviewView,
    db.$queryRaw`
      SELECT r.id::text, r.subject, coalesce(m.external_id, r.facts ->> 'member') AS member, c.code AS campaign, r.reasons, r.facts, r.status,
        r.opened_at AS "openedAt", r.decided_at AS "decidedAt", r.decided_by AS "decidedBy", r.note
      FROM review_case r LEFT JOIN member m ON m.id = r.member_id
      LEFT JOIN enrolment e ON e.id = r.enrolment_id LEFT JOIN campaign c ON c.id = e.campaign_id
      WHERE r.programme_id = ${programmeId}::smallint
        AND (${statuses}::text[] IS NULL OR r.status = ANY (${statuses}::text[]))
        AND (${subject}::text IS NULL OR r.subject = ${subject})
        AND (${member}::text IS NULL OR coalesce(m.external_id, r.facts ->> 'member') = ${member})
        AND (${after}::text IS NULL OR r.id > ${after}::bigint)
        AND (${id}::text IS NULL OR r.id = ${id}::bigint)
      ORDER BY r.id LIMIT ${limit}`,
  );
}
