import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client.ts';
import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { readRow, readRows } from '../../platform/rows.ts';
import { type By, noteChange } from './audit.ts';
import { endpointsMax } from './create.ts';
import { findEndpoint } from './rows-endpoints.ts';
import { deliveryId, type DeliveryKey, deliveryOf } from './delivery-id.ts';
import { notificationId } from './notification.ts';

export const deliveryStatuses = ['waiting', 'delivering', 'delivered', 'dead'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** A notification on its way to an endpoint; its times are real ones. */
export interface Delivery {
  readonly id: string;
  readonly notificationId: string;
  readonly endpointId: string;
  readonly type: string;
  readonly status: DeliveryStatus;
  /** Tries so far. */
  readonly attempts: number;
  /** What the endpoint answered, and what was wrong with it. */
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly nextTryAt: Date | null;
  readonly createdAt: Date;
}

export interface DeliveryFilter {
  /** `whe_…` */
  readonly endpointId?: string;
  readonly statuses?: readonly DeliveryStatus[];
  /** The last of the page before. */
  readonly before?: string;
  readonly limit: number;
}

const row = z.object({
  endpointId: z.int(),
  publicId: z.string(),
  sequence: z.bigint(),
  type: z.string(),
  status: z.enum(deliveryStatuses),
  attempts: z.int(),
  lastStatus: z.int().nullable(),
  lastError: z.string().nullable(),
  nextAt: z.date().nullable(),
  createdAt: z.date(),
});

const columns = Prisma.sql`
  d.endpoint_id AS "endpointId", e.public_id AS "publicId", d.sequence, n.type, d.status, d.attempts::int, d.last_status::int AS "lastStatus",
  d.last_error AS "lastError", CASE d.status WHEN 'waiting' THEN d.next_at END AS "nextAt", d.created_at AS "createdAt"`;

function deliveryFrom({ endpointId, publicId, sequence, nextAt, ...rest }: z.infer<typeof row>): Delivery {
  return {
    id: deliveryId({ endpointId, sequence }),
    notificationId: notificationId(sequence),
    endpointId: `whe_${publicId}`,
    nextTryAt: nextAt,
    ...rest,
  };
}

/** Deliveries of the latest notifications first. */
export async function listDeliveries(
  { database }: { readonly database: Db },
  programmeId: number,
  { endpointId, statuses = [], before, limit }: DeliveryFilter,
): Promise<Delivery[]> {
  const endpoint = endpointId === undefined ? undefined : await findEndpoint(database, programmeId, endpointId);
  const last = before === undefined ? undefined : requireDelivery(before);
  const isOpen = statuses.length > 0 && !statuses.includes('delivered');
  const rows = await readRows(
    row,
    database.$queryRaw`
      SELECT ${columns}
      FROM (
        SELECT e.id, e.public_id, e.programme_id FROM webhook_endpoint e
        WHERE e.programme_id = ${programmeId}::smallint AND e.deleted_at IS NULL
          ${endpoint === undefined ? Prisma.empty : Prisma.sql`AND e.id = ${endpoint.id}`}
        LIMIT ${endpointsMax}::int) e
      CROSS JOIN LATERAL (
        SELECT * FROM webhook_delivery d
        WHERE d.endpoint_id = e.id
          ${isOpen ? Prisma.sql`AND d.status <> 'delivered'` : Prisma.empty}
          ${statuses.length === 0 ? Prisma.empty : Prisma.sql`AND d.status = ANY (${statuses}::text[])`}
          ${last === undefined ? Prisma.empty : Prisma.sql`AND (d.sequence, d.endpoint_id) < (${last.sequence}::bigint, ${last.endpointId}::int)`}
        ORDER BY d.sequence DESC LIMIT ${limit}::int) d
      JOIN notification n ON n.programme_id = e.programme_id AND n.sequence = d.sequence
      ORDER BY d.sequence DESC, d.endpoint_id DESC LIMIT ${limit}::int`,
  );
  return rows.map(deliveryFrom);
}

/** Has a delivery tried now: one that waits at once, one that is dead with its tries from the first. */
export async function retryDelivery(
  { database, by }: { readonly database: Db; readonly by: By },
  programmeId: number,
  id: string,
): Promise<Delivery> {
  const { endpointId, sequence } = requireDelivery(id);
  const changed = await database.$executeRaw`
    UPDATE webhook_delivery d SET status = 'waiting', next_at = clock_timestamp(), attempts = CASE d.status WHEN 'dead' THEN 0 ELSE d.attempts END
    FROM webhook_endpoint e
    WHERE d.endpoint_id = ${endpointId}::int AND d.sequence = ${sequence}::bigint AND d.status IN ('waiting', 'dead')
      AND e.id = d.endpoint_id AND e.programme_id = ${programmeId}::smallint AND e.deleted_at IS NULL`;
  const found = await readRow(
    row,
    database.$queryRaw`
      SELECT ${columns} FROM webhook_delivery d
      JOIN webhook_endpoint e ON e.id = d.endpoint_id
      JOIN notification n ON n.programme_id = e.programme_id AND n.sequence = d.sequence
      WHERE d.endpoint_id = ${endpointId}::int AND d.sequence = ${sequence}::bigint
        AND e.programme_id = ${programmeId}::smallint AND e.deleted_at IS NULL`,
  );
  if (found === undefined) throw notFound(id);
  if (changed > 0) await noteChange(database, programmeId, by, { action: 'webhook.retry', target: id });
  if (found.status === 'delivered') {
    throw new PerennialError('DELIVERY_STATUS', `Delivery "${id}" has arrived.`, {
      field: 'deliveryId',
      fix: 'Send it once more with a replay: `perennial webhook replay`.',
    });
  }
  return deliveryFrom(found);
}

function requireDelivery(id: string): DeliveryKey {
  const key = deliveryOf(id);
  if (key === undefined) throw notFound(id);
  return key;
}

const notFound = (id: string) =>
  new PerennialError('DELIVERY_NOT_FOUND', `There is no delivery "${id}".`, {
    field: 'deliveryId',
    fix: 'Correct its id; `perennial webhook deliveries` shows the latest.',
  });
