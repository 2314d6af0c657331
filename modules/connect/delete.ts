import { within } from '../../platform/transact.ts';
import type { Db } from '../../platform/database.ts';
import type { JsonObject } from '../../values/json.ts';
import { findConnection } from './rows.ts';

/** Ends a connection: its calls are answered with 404 from now on. What its orders brought stays. */
export async function deleteConnection(
  db: Db,
  programmeId: number,
  id: string,
  { actor, requestId, now }: { readonly actor: string; readonly requestId?: string; readonly now: Date },
): Promise<void> {
  await within(db, async (tx) => {
    const { kind, name, settings } = await findConnection(tx, programmeId, id);
    await tx.connection.deleteMany({ where: { id, programmeId } });
    await tx.auditEvent.create({
      data: {
        ...{ programmeId, at: now, actor, action: 'connection.delete', target: id, requestId: requestId ?? null },
        before: { kind, name, settings: settings as unknown as JsonObject },
      },
    });
  });
}
