import type { Db } from '../../platform/database.ts';
import { type StuckOrder, stuckOrders } from './rows-orders.ts';
import { type Connection, findConnection } from './rows.ts';

/** Orders that are shown; there may be more. */
const stuckMax = 20;

/** A connection, and the latest orders of which a part could not be taken. */
export async function showConnection(
  db: Db,
  programmeId: number,
  id: string,
): Promise<Connection & { readonly problems: readonly StuckOrder[] }> {
  const connection = await findConnection(db, programmeId, id);
  return { ...connection, problems: await stuckOrders(db, connection, stuckMax) };
}
