import type { EndpointDeps, EndpointInput } from './create.ts';
import { requireName, requireTypes, requireUrl } from './endpoint-input.ts';
import { endpointOf, findEndpoint, type WebhookEndpoint } from './rows-endpoints.ts';

export interface EndpointPatch extends Partial<EndpointInput> {
  readonly status?: 'enabled' | 'disabled';
}

/** Changes what is named of an endpoint. Disabled it gets nothing that happens meanwhile; what waits for it goes on when it is enabled again. */
export async function updateEndpoint(
  { database, reach }: Omit<EndpointDeps, 'clock'>,
  programmeId: number,
  id: string,
  { url, types, name, status }: EndpointPatch,
): Promise<WebhookEndpoint> {
  const { id: row } = await findEndpoint(database, programmeId, id);
  if (types !== undefined) requireTypes(types);
  if (name !== undefined) requireName(name);
  if (url !== undefined) await requireUrl(url, reach);
  const changed = await database.webhookEndpoint.update({
    where: { id: row },
    data: {
      ...(url === undefined ? {} : { url }),
      ...(types === undefined ? {} : { types: [...new Set(types)] }),
      ...(name === undefined ? {} : { name }),
      ...(status === undefined
        ? {}
        : { status, failingSince: null, reason: status === 'disabled' ? 'disabled by hand' : null }),
    },
  });
  return endpointOf(changed);
}
