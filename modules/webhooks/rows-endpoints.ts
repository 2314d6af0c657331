import type { WebhookEndpoint as EndpointRow } from '../../prisma/generated/client.ts';
import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';

/** Where notifications are sent, as others see it. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly url: string;
  /** Empty: all, new ones too. */
  readonly types: readonly string[];
  readonly name?: string;
  readonly status: 'enabled' | 'disabled';
  /** Why it is disabled. */
  readonly reason?: string;
  readonly createdAt: Date;
}

/** A row as others see it. */
export function endpointOf(row: EndpointRow): WebhookEndpoint {
  return {
    id: `whe_${row.publicId}`,
    url: row.url,
    types: row.types,
    ...(row.name === null ? {} : { name: row.name }),
    status: row.status === 'enabled' ? 'enabled' : 'disabled',
    ...(row.reason === null ? {} : { reason: row.reason }),
    createdAt: row.createdAt,
  };
}

/** The endpoint of this id; refused when the programme has none. */
export async function findEndpoint(db: Db, programmeId: number, id: string): Promise<EndpointRow> {
  const publicId = /^whe_([0-9a-z]{8,40})$/.exec(id)?.[1];
  const row =
    publicId === undefined
      ? null
      : await db.webhookEndpoint.findFirst({ where: { programmeId, publicId, deletedAt: null } });
  if (row !== null) return row;
  throw new PerennialError('ENDPOINT_NOT_FOUND', `The programme has no endpoint "${id}".`, {
    field: 'endpointId',
    fix: 'Correct its id; `perennial webhook list` shows all.',
  });
}
