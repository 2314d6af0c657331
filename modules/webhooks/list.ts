import type { Db } from '../../platform/database.ts';
import { endpointsMax } from './create.ts';
import { endpointOf, findEndpoint, type WebhookEndpoint } from './rows-endpoints.ts';

export interface EndpointPage {
  readonly endpoints: readonly WebhookEndpoint[];
  /** Where the next page begins; undefined on the last one. */
  readonly next: number | undefined;
}

/** The programme's endpoints, newest first. */
export async function listEndpoints(
  { database }: { readonly database: Db },
  programmeId: number,
  { limit = endpointsMax, before }: { readonly limit?: number; readonly before?: number } = {},
): Promise<EndpointPage> {
  const rows = await database.webhookEndpoint.findMany({
    where: { programmeId, deletedAt: null, ...(before === undefined ? {} : { id: { lt: before } }) },
    orderBy: { id: 'desc' },
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  return { endpoints: page.map(endpointOf), next: rows.length > limit ? page.at(-1)?.id : undefined };
}

/** One endpoint. */
export async function showEndpoint(
  { database }: { readonly database: Db },
  programmeId: number,
  id: string,
): Promise<WebhookEndpoint> {
  return endpointOf(await findEndpoint(database, programmeId, id));
}
