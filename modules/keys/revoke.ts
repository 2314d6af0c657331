import type { Db } from '../../platform/database.ts';
import { findKey, type KeySummary, summaryOf } from './rows.ts';

interface By {
  readonly actor: string;
  readonly requestId?: string;
}

/** Ends a key at once, and the member tokens that were made with it; one that has ended stays as it is. */
export async function revokeKey(
  db: Db,
  programmeId: number,
  publicId: string,
  { actor, requestId }: By,
  now = new Date(),
): Promise<KeySummary> {
  const { id } = await findKey(db, programmeId, publicId);
  const { count } = await db.apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: now } });
  const summary = summaryOf(await findKey(db, programmeId, publicId));
  if (count > 0) {
    await db.auditEvent.create({
      data: {
        programmeId,
        at: now,
        actor,
        action: 'key.revoke',
        target: summary.id,
        after: { name: summary.name },
        requestId: requestId ?? null,
      },
    });
  }
  return summary;
}
