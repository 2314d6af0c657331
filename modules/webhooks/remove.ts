import type { EndpointDeps } from './create.ts';
import { within } from '../../platform/transact.ts';
import { noteChange } from './audit.ts';
import { findEndpoint } from './rows-endpoints.ts';

/** Removes an endpoint with its secrets; what waited for it is dropped. */
export async function removeEndpoint(
  { database, clock, by }: Omit<EndpointDeps, 'reach'>,
  programmeId: number,
  id: string,
): Promise<void> {
  await within(database, async (tx) => {
    const { id: row, url } = await findEndpoint(tx, programmeId, id);
    // Its deliveries may be millions: nobody sees them any more, and the sweep removes them in pages.
    await tx.$executeRaw`
    WITH secrets AS (DELETE FROM webhook_secret WHERE endpoint_id = ${row})
    UPDATE webhook_endpoint SET deleted_at = ${clock.now()}::timestamptz WHERE id = ${row}`;
    await noteChange(tx, programmeId, by, { action: 'webhook.remove', target: id, before: { url } });
  });
}
