import type { Db } from '../../platform/database.ts';
import { within } from '../../platform/transact.ts';
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
  return within(db, async (tx) => {
    const { id } = await findKey(tx, programmeId, publicId);
    const { count } = await tx.apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: now } });
    const summary = summaryOf(await findKey(tx, programmeId, publicId));
    if (count > 0) {
      await tx.auditEvent.create({
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
  });
}
