import { z } from 'zod';
import { listEvents } from '../intake/list-events.ts';
import { listOrders } from '../intake/list-orders.ts';
import { listed, pageRows, period, text } from './filters.ts';
import type { ExportRow, RowSource } from './row-source.ts';

export const orderFilter = z.strictObject({
  ...{ orderId: text, memberId: text, ...period },
  status: listed(z.enum(['placed', 'returned', 'cancelled'])),
});

/** Orders as they stand, the latest to arrive first. */
export async function* orderRows(
  { db, programme }: RowSource,
  { status: statuses, ...filter }: z.output<typeof orderFilter>,
): AsyncGenerator<readonly ExportRow[]> {
  for (let before: string | undefined; ;) {
    const { orders, next } = await listOrders(db, programme, { ...filter, statuses, before, limit: pageRows });
    yield orders.map(({ id, explanation: _, ...order }) => ({ orderId: id, ...order }));
    if (next === undefined) return;
    before = next;
  }
}

export const eventFilter = z.strictObject({ memberId: text, type: text, ...period });

/** Events as they were taken, the latest to arrive first. */
export async function* eventRows(
  { db, programme }: RowSource,
  filter: z.output<typeof eventFilter>,
): AsyncGenerator<readonly ExportRow[]> {
  for (let before: string | undefined; ;) {
    const { events, next } = await listEvents(db, programme.id, { ...filter, before, limit: pageRows });
    yield events.map((event) => ({ ...event }));
    if (next === undefined) return;
    before = next;
  }
}
