import type { Db } from '../../platform/database.ts';
import { endpointsMax } from './create.ts';
import { endpointOf, findEndpoint, type WebhookEndpoint } from './rows-endpoints.ts';

/** The programme's endpoints, newest first: all of them, as they are few. */
export async function listEndpoints(
  { database }: { readonly database: Db },
  programmeId: number,
): Promise<WebhookEndpoint[]> {
  const rows = await database.webhookEndpoint.findMany({
    where: { programmeId, deletedAt: null },
    orderBy: { id: 'desc' },
    take: endpointsMax,
  });
  return rows.map(endpointOf);
}

/** One endpoint. */
export async function showEndpoint(
  { database }: { readonly database: Db },
  programmeId: number,
  id: string,
): Promise<WebhookEndpoint> {
  return endpointOf(await findEndpoint(database, programmeId, id));
}
