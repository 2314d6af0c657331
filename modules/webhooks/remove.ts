import type { EndpointDeps } from './create.ts';
import { noteChange } from './audit.ts';
import { findEndpoint } from './rows-endpoints.ts';

/** Removes an endpoint with its secrets; what waited for it is dropped. */
export async function removeEndpoint(
  { database, clock, by }: Omit<EndpointDeps, 'reach'>,
  programmeId: number,
  id: string,
): Promise<void> {
  const { id: row, url } = await findEndpoint(database, programmeId, id);
  // Its deliveries may be millions: nobody sees them any more, and the sweep removes them in pages.
  await database.$executeRaw`
    WITH secrets AS (DELETE FROM webhook_secret WHERE endpoint_id = ${row})
    UPDATE webhook_endpoint SET deleted_at = ${clock.now()}::timestamptz WHERE id = ${row}`;
  await noteChange(database, programmeId, by, { action: 'webhook.remove', target: id, before: { url } });
}
