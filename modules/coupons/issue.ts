import { randomInt } from 'node:crypto';
import { addDays, endOfLocalDay, endOfLocalMonth, localDay } from '../../values/calendar.ts';
import { couponAlphabet, couponCodeLength, type CouponOffer, normalCouponCode } from './rules.ts';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow } from '../../platform/rows.ts';
import { answerOf, answersRow, type CouponAnswer } from './answers.ts';

/** Somebody's coupon to be. */
export interface IssueRequest {
  readonly memberId: string;
  /** The same key gives the same coupon. */
  readonly key: string;
  readonly at: Date;
  readonly offer: CouponOffer;
  readonly actor: string;
  readonly reason: string;
  readonly campaignId?: number;
  readonly enrolmentId?: string;
  /** Under what name the campaign gives it, where it gives several kinds. */
  readonly offerCode?: string;
  /** Where the member lives, for a coupon whose last day ends with the later of the programme's midnight and the member's. */
  readonly memberZone?: string;
}

/**
 * Issues coupons in the transaction of `tx` and answers each request, in their order. A key that another transaction takes at
 * the same moment fails with a collision, and the transaction is tried again.
 */
export async function issueCoupons(
  tx: Db,
  { programmeId, zone }: { programmeId: number; zone: string },
  requests: readonly IssueRequest[],
): Promise<CouponAnswer[]> {
  if (requests.length === 0) return [];
  const rows = requests.map(({ at, offer, memberZone = zone, ...request }) => {
    const { name, benefit, minOrderMinor, validDays } = offer;
    const ends = [zone, memberZone].map((of) => couponExpiry(at, offer, of).getTime());
    return {
      ...request,
      ...{ name, benefit, minOrderMinor, validDays },
      ...{ newCode: newCode(), issuedAt: at, expiresAt: new Date(Math.max(...ends)) },
    };
  });
  const row = await readOnlyRow(
    answersRow,
    tx.$queryRaw`
      SELECT ledger.coupon_issue_batch(${programmeId}::int, ${JSON.stringify(rows)}::jsonb) AS answers`,
  );
  return row.answers.map(answerOf);
}

/** The end of the last local day a coupon can be used; with one day, that of the day after its issue. */
function couponExpiry(issuedAt: Date, { validDays, validUntil }: CouponOffer, zone: string): Date {
  const today = localDay(issuedAt, zone);
  return validUntil === undefined ? endOfLocalDay(addDays(today, validDays), zone) : endOfLocalMonth(today, zone);
}

function newCode(): string {
  const characters = Array.from({ length: couponCodeLength }, () => couponAlphabet[randomInt(couponAlphabet.length)]);
  return normalCouponCode(characters.join(''));
}
