import { Prisma } from '../../prisma/generated/client.ts';
import { loadProgramme } from '../programme/rows.ts';
import { readRedemptions } from './rows.ts';
import type { RedemptionStatus } from './rules-capture.ts';
import type { CheckoutDeps } from './posted.ts';
import { type RedemptionView, viewsOf } from './view.ts';

export interface RedemptionFilter {
  /** The shop's id of the member. */
  readonly memberId?: string;
  readonly orderId?: string;
  /** Any of these; what has run out is expired, swept or not. */
  readonly status?: readonly RedemptionStatus[];
  /** Only older ones than this: `next` of the page before. */
  readonly before?: string;
  readonly limit: number;
}

export interface RedemptionPage {
  readonly redemptions: readonly RedemptionView[];
  /** Where the next page begins; null on the last. */
  readonly next: string | null;
}

/** The latest redemptions first. */
export async function listRedemptions(
  { database, clock }: CheckoutDeps,
  programmeId: number,
  { memberId, orderId, status, before, limit }: RedemptionFilter,
): Promise<RedemptionPage> {
  const programme = await loadProgramme(database, programmeId);
  const now = clock.now();
  const at = Prisma.sql`CASE WHEN r.status = 'held' AND r.expires_at <= ${now}::timestamptz THEN 'expired' ELSE r.status END`;
  const conditions = [
    ...(memberId === undefined ? [] : [ofMember(programmeId, memberId)]),
    ...(orderId === undefined ? [] : [Prisma.sql`r.order_id = ${orderId}`]),
    ...(status === undefined ? [] : [Prisma.sql`${at} = ANY (${[...status]}::text[])`]),
    ...(before === undefined ? [] : [Prisma.sql`r.id < ${before}::bigint`]),
  ];
  const where = conditions.length === 0 ? Prisma.sql`TRUE` : Prisma.join(conditions, ' AND ');
  const found = await readRedemptions(database, programmeId, { where, limit: limit + 1 });
  const page = found.slice(0, limit);
  const redemptions = await viewsOf(database, programme, page, now);
  return { redemptions, next: found.length > limit ? String(page.at(-1)?.rowId) : null };
}

const ofMember = (programmeId: number, externalId: string) => Prisma.sql`
  r.member_id = (SELECT id FROM member WHERE programme_id = ${programmeId}::smallint AND external_id = ${externalId})`;
