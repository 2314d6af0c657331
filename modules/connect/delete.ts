import type { Db } from '../../platform/database.ts';
import type { JsonObject } from '../../values/json.ts';
import { findConnection } from './rows.ts';

/** Ends a connection: its calls are answered with 404 from now on. What its orders brought stays. */
export async function deleteConnection(
  db: Db,
  programmeId: number,
  id: string,
  { actor, now }: { readonly actor: string; readonly now: Date },
): Promise<void> {
  const { kind, name, settings } = await findConnection(db, programmeId, id);
  await db.connection.deleteMany({ where: { id, programmeId } });
  await db.auditEvent.create({
    data: {
      ...{ programmeId, at: now, actor, action: 'connection.delete', target: id },
      before: { kind, name, settings: settings as unknown as JsonObject },
    },
  });
}
