import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { within } from '../../platform/transact.ts';
import type { KeyWithSecret } from './create.ts';
import { findKey, summaryOf } from './rows.ts';
import { isKeyGood, writeKeyToken } from './rules-token.ts';
import { drawSecret, hashSecret } from './secrets.ts';

interface Rotation {
  /** How long the secret of before is still taken. */
  readonly overlapSeconds: number;
  readonly actor: string;
  readonly requestId?: string;
}

/** Gives a key a new secret; the one of before is taken for a while, so that a shop can change over without a gap. */
export async function rotateKey(
  db: Db,
  programmeId: number,
  publicId: string,
  { overlapSeconds, actor, requestId }: Rotation,
  now = new Date(),
): Promise<KeyWithSecret> {
  const before = await findKey(db, programmeId, publicId);
  if (!isKeyGood(before, now)) {
    throw new PerennialError('KEY_STATUS', `The key "${publicId}" was revoked or has ended.`, {
      field: 'keyId',
      fix: 'Make a new one.',
    });
  }
  const token = { id: before.id, secret: drawSecret() };
  return within(db, async (tx) => {
    const row = await tx.apiKey.update({
      where: { id: before.id },
      data: {
        secretHash: Uint8Array.from(hashSecret(token.secret)),
        previousHash: before.secretHash,
        previousUntil: new Date(now.getTime() + overlapSeconds * 1_000),
      },
    });
    const summary = summaryOf(row);
    await tx.auditEvent.create({
      data: {
        programmeId,
        at: now,
        actor,
        action: 'key.rotate',
        target: summary.id,
        after: { overlapSeconds },
        requestId: requestId ?? null,
      },
    });
    return { ...summary, secret: writeKeyToken(token) };
  });
}
