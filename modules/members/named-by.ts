import { z } from 'zod';
import { normalCouponCode } from '../coupons/rules.ts';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';

/** Members who may have what one text names. */
const namedMax = 20;

const namedRow = z.object({ id: z.bigint() });

/** Whom an id, the number of an order, the code of a coupon or a referral code belongs to, each told whole. */
export async function namedBy(db: Db, programmeId: number, text: string): Promise<bigint[]> {
  const plain = text.trim();
  const [coupon, code] = [normalCouponCode(plain), plain.toUpperCase()];
  const rows = await readRows(
    namedRow,
    db.$queryRaw`
      SELECT m.id FROM member m WHERE m.programme_id = ${programmeId}::smallint AND m.external_id = ${plain}
      UNION
      SELECT o.member_id FROM sales_order o WHERE o.programme_id = ${programmeId}::smallint AND o.order_id = ${plain}
      UNION
      SELECT c.member_id FROM ledger.coupon c WHERE c.programme_id = ${programmeId}::smallint AND c.code = ${coupon}
      UNION
      SELECT r.member_id FROM referral_code r WHERE r.programme_id = ${programmeId}::smallint AND r.code = ${code}
      LIMIT ${namedMax}::int`,
  );
  return rows.map(({ id }) => id);
}
