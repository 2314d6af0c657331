import { z } from 'zod';
import type { ApiKey } from '../../prisma/generated/client.ts';
import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { keyPrefix, keyPublicId, readKeyPublicId, type Scope, scopes } from './rules-token.ts';

/** Calls a minute that differ from the usual ones for a key. */
export const limitsSchema = z.strictObject({
  read: z.int().min(1).max(1_000_000).optional(),
  write: z.int().min(1).max(1_000_000).optional(),
  events: z.int().min(1).max(10_000_000).optional(),
});
export type KeyLimits = z.infer<typeof limitsSchema>;

/** A key as lists show it: never with its secret. */
export interface KeySummary {
  readonly id: string;
  readonly name: string;
  /** How it begins, so that a key that is found somewhere can be told. */
  readonly prefix: string;
  readonly scopes: readonly Scope[];
  readonly limits: KeyLimits;
  readonly createdAt: Date;
  readonly createdBy: string;
  /** To the minute. */
  readonly lastUsedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

const scopesSchema = z.array(z.enum(scopes));

export function summaryOf(row: ApiKey): KeySummary {
  return {
    id: keyPublicId(row.id),
    name: row.name,
    prefix: keyPrefix(row.id),
    scopes: scopesSchema.parse(row.scopes),
    limits: limitsSchema.parse(row.limits),
    createdAt: row.createdAt,
    createdBy: row.createdBy,
    lastUsedAt: row.lastUsedAt,
    expiresAt: row.expiresAt,
    revokedAt: row.revokedAt,
  };
}

/** The key with this shown id, of this programme. */
export async function findKey(db: Db, programmeId: number, publicId: string): Promise<ApiKey> {
  const id = readKeyPublicId(publicId);
  const row = id === undefined ? null : await db.apiKey.findFirst({ where: { id, programmeId } });
  if (row !== null) return row;
  throw new PerennialError('KEY_NOT_FOUND', `There is no key "${publicId}".`, {
    field: 'keyId',
    fix: 'Correct the id; `perennial key list` shows all.',
  });
}
