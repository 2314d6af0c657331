import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { keyPublicId } from './rules-token.ts';

/** The key under which this machine makes tokens of members: the newest that may write and lets somebody in at this instant of real time. */
export async function keyForTokens(db: Db, programmeId: number, now = new Date()): Promise<string> {
  const row = await db.apiKey.findFirst({
    where: {
      ...{ programmeId, revokedAt: null, scopes: { has: 'write' } },
      OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { id: true },
  });
  if (row !== null) return keyPublicId(row.id);
  throw new PerennialError('KEY_NOT_FOUND', 'The programme has no key under which a token could be made.', {
    fix: 'Make one that may write: `perennial key create page --scopes write`.',
  });
}
