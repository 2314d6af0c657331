import type { Db } from '../../platform/database.ts';
import type { GiftCondition } from './rules.ts';

/** Points or a coupon that was given on a condition. */
export interface ConditionalGift {
  readonly memberId: string;
  /** Of the points' earn, or null. */
  readonly txnId: string | null;
  readonly couponId: string | null;
  readonly at: Date;
  readonly condition?: GiftCondition | undefined;
  /** The row of the message that tells of it. */
  readonly messageId?: string;
}

/** Notes what gifts depend on, in the transaction that gives them. */
export async function recordGifts(tx: Db, programmeId: number, gifts: readonly ConditionalGift[]): Promise<void> {
  if (gifts.length === 0) return;
  const rows = gifts.map(({ memberId, txnId, couponId, at, condition, messageId = null }) => ({
    ...{ memberId, txnId, couponId, at, messageId },
    orderId: condition?.kind === 'order' ? condition.orderId : null,
    forNextOrder: condition?.kind === 'nextOrder',
  }));
  await tx.$executeRaw`
    INSERT INTO gift (programme_id, member_id, txn_id, coupon_id, order_id, for_next_order, message_id, given_at)
    SELECT ${programmeId}::smallint, r."memberId", r."txnId", r."couponId", r."orderId", r."forNextOrder", r."messageId", r.at
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r("memberId" bigint, "txnId" bigint, "couponId" bigint,
      "orderId" text, "forNextOrder" boolean, "messageId" bigint, at timestamptz)
    ON CONFLICT DO NOTHING`;
}
