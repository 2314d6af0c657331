import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { lockClass } from '../../platform/locks.ts';
import { readRow, readRows, vouchedFor } from '../../platform/rows.ts';
import type { ShopOrder } from './rules-order.ts';

/** Where an order of a shop is kept. */
export interface OrderPlace {
  readonly programmeId: number;
  readonly kind: string;
  readonly orderId: string;
}

/** Why a part of an order could not be taken. */
export interface OrderProblem {
  readonly eventId: string;
  readonly code: string;
  readonly field: string;
  readonly message: string;
  readonly fix: string;
}

const stateRow = z.object({ state: vouchedFor<ShopOrder>() });

/** The order as it is known, its number locked to the end of the transaction; undefined when nothing is known of it. */
export async function lockShopOrder(
  tx: Db,
  { programmeId, kind, orderId }: OrderPlace,
): Promise<ShopOrder | undefined> {
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(${lockClass.shopOrder}::int, hashtext(${`${programmeId} ${kind} ${orderId}`}))`;
  const row = await readRow(
    stateRow,
    tx.$queryRaw`
      SELECT state FROM shop_order
      WHERE programme_id = ${programmeId}::smallint AND kind = ${kind} AND order_id = ${orderId}`,
  );
  return row?.state;
}

/** Keeps an order as it is known now, and why a part of it could not be taken. */
export async function keepShopOrder(
  tx: Db,
  { programmeId, kind, orderId }: OrderPlace,
  { order, problem, now }: { readonly order: ShopOrder; readonly problem: OrderProblem | null; readonly now: Date },
): Promise<void> {
  const told = problem === null ? null : JSON.stringify(problem);
  await tx.$executeRaw`
    INSERT INTO shop_order (programme_id, kind, order_id, state, problem, changed_at)
    VALUES (${programmeId}::smallint, ${kind}, ${orderId}, ${JSON.stringify(order)}::jsonb, ${told}::jsonb, ${now}::timestamptz)
    ON CONFLICT (programme_id, kind, order_id) DO UPDATE
    SET state = excluded.state, problem = excluded.problem, changed_at = excluded.changed_at`;
}

const problemRow = z.object({ orderId: z.string(), problem: vouchedFor<OrderProblem>(), at: z.date() });

/** An order of which a part could not be taken. */
export interface StuckOrder extends OrderProblem {
  readonly orderId: string;
  readonly at: Date;
}

/** Orders of which a part could not be taken, the latest first. */
export async function stuckOrders(
  db: Db,
  { programmeId, kind }: Omit<OrderPlace, 'orderId'>,
  limit: number,
): Promise<StuckOrder[]> {
  const rows = await readRows(
    problemRow,
    db.$queryRaw`
      SELECT order_id AS "orderId", problem, changed_at AS at FROM shop_order
      WHERE programme_id = ${programmeId}::smallint AND kind = ${kind} AND problem IS NOT NULL
      ORDER BY changed_at DESC, order_id LIMIT ${limit}::int`,
  );
  return rows.map(({ orderId, problem, at }) => ({ orderId, ...problem, at }));
}
