import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { within } from '../../platform/transact.ts';
import { type KeyLimits, type KeySummary, summaryOf } from './rows.ts';
import { type Scope, writeKeyToken } from './rules-token.ts';
import { drawId, drawSecret, hashSecret } from './secrets.ts';

export interface NewKey {
  /** Whose it is: one key for each person and each system. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt?: Date | null;
  readonly limits?: KeyLimits;
  readonly actor: string;
  readonly requestId?: string;
}

/** A key with its secret, which is shown this once. */
export type KeyWithSecret = KeySummary & { readonly secret: string };

/** Makes a key of a programme. `now` is real time, as for all that lets somebody in. */
export async function createKey(db: Db, programmeId: number, wanted: NewKey, now = new Date()): Promise<KeyWithSecret> {
  const { name, actor, requestId = null, expiresAt = null, limits = {} } = wanted;
  if (expiresAt !== null && expiresAt <= now) {
    throw new PerennialError('REQUEST_INVALID', `A key that ends at ${expiresAt.toISOString()} lets nobody in.`, {
      field: 'expiresAt',
      fix: 'Send an instant to come, or none.',
    });
  }
  const token = { id: drawId(), secret: drawSecret() };
  const scopes = [...new Set(wanted.scopes)];
  return within(db, async (tx) => {
    const row = await tx.apiKey.create({
      data: {
        id: token.id,
        programmeId,
        name,
        scopes,
        limits,
        secretHash: Uint8Array.from(hashSecret(token.secret)),
        createdAt: now,
        createdBy: actor,
        expiresAt,
      },
    });
    const summary = summaryOf(row);
    await tx.auditEvent.create({
      data: {
        programmeId,
        at: now,
        actor,
        requestId,
        action: 'key.create',
        target: summary.id,
        after: { name, scopes },
      },
    });
    return { ...summary, secret: writeKeyToken(token) };
  });
}
