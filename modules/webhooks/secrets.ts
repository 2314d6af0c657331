import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';
import { openText, sealText } from '../../platform/sealed-text.ts';

/** How a secret begins that stands there as it is: those made before secrets were sealed. */
const plainStart = 'whsec_';
/** Rows sealed in one go. */
const pageMax = 500;

const ownerOf = (endpointId: number): string => `webhook endpoint ${endpointId}`;

/** Keeps what an endpoint's deliveries are signed with from now on. */
export async function keepSecret(db: Db, endpointId: number, secret: string, createdAt: Date): Promise<void> {
  await db.webhookSecret.create({ data: { endpointId, secret: sealText(secret, ownerOf(endpointId)), createdAt } });
}

const keptRow = z.object({ id: z.int(), endpointId: z.int(), secret: z.string() });

/** What endpoints' deliveries are signed with, the current secret of each first; none of an endpoint whose secrets no key of ours opens. */
export async function readSecrets(db: Db, endpointIds: readonly number[]): Promise<Map<number, string[]>> {
  const rows = await readRows(
    keptRow,
    db.$queryRaw`
      SELECT id, endpoint_id AS "endpointId", secret FROM webhook_secret
      WHERE endpoint_id = ANY (${endpointIds}::int[]) AND (signs_until IS NULL OR signs_until > clock_timestamp())
      ORDER BY endpoint_id, id DESC`,
  );
  const secrets = new Map<number, string[]>();
  for (const { endpointId, secret } of rows) {
    const opened = secret.startsWith(plainStart) ? secret : openText(secret, ownerOf(endpointId));
    secrets.set(endpointId, [...(secrets.get(endpointId) ?? []), ...(opened === undefined ? [] : [opened])]);
  }
  return secrets;
}

/** Seals the secrets that still stand there as they are, a page at a time; answers how many. */
export async function sealPlainSecrets(db: Db): Promise<number> {
  for (let sealed = 0; ;) {
    const rows = await readRows(
      keptRow,
      db.$queryRaw`
        SELECT id, endpoint_id AS "endpointId", secret FROM webhook_secret
        WHERE starts_with(secret, ${plainStart}) ORDER BY id LIMIT ${pageMax}::int`,
    );
    for (const { id, endpointId, secret } of rows) {
      const kept = sealText(secret, ownerOf(endpointId));
      // One that was removed meanwhile stays removed.
      await db.webhookSecret.updateMany({ where: { id, secret }, data: { secret: kept } });
    }
    sealed += rows.length;
    if (rows.length < pageMax) return sealed;
  }
}
