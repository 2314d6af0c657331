import type { Db } from '../../platform/database.ts';
import { type Connection, connectionOf } from './rows.ts';

export interface ConnectionFilter {
  /** Only those made before this one: the next page. */
  readonly before?: { readonly createdAt: Date; readonly id: string };
  readonly limit: number;
}

/** The connections of a programme, the newest first. */
export async function listConnections(
  db: Db,
  programmeId: number,
  { before, limit }: ConnectionFilter,
): Promise<Connection[]> {
  const rows = await db.connection.findMany({
    where: {
      programmeId,
      ...(before === undefined
        ? {}
        : { OR: [{ createdAt: { lt: before.createdAt } }, { createdAt: before.createdAt, id: { lt: before.id } }] }),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  return rows.map(connectionOf);
}
