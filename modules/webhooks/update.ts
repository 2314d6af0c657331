import type { EndpointDeps, EndpointInput } from './create.ts';
import { within } from '../../platform/transact.ts';
import { noteChange } from './audit.ts';
import { requireName, requireTypes, requireUrl } from './endpoint-input.ts';
import { endpointOf, findEndpoint, type WebhookEndpoint } from './rows-endpoints.ts';

export interface EndpointPatch extends Partial<EndpointInput> {
  readonly status?: 'enabled' | 'disabled';
}

/** Changes what is named of an endpoint. Disabled it gets nothing that happens meanwhile; what waits for it goes on when it is enabled again. */
export async function updateEndpoint(
  { database, reach, by }: Omit<EndpointDeps, 'clock'>,
  programmeId: number,
  id: string,
  { url, types, name, status }: EndpointPatch,
): Promise<WebhookEndpoint> {
  if (types !== undefined) requireTypes(types);
  if (name !== undefined) requireName(name);
  if (url !== undefined) await requireUrl(url, reach);
  return within(database, async (tx) => {
    const before = await findEndpoint(tx, programmeId, id);
    const changed = await tx.webhookEndpoint.update({
      where: { id: before.id },
      data: {
        ...(url === undefined ? {} : { url }),
        ...(types === undefined ? {} : { types: [...new Set(types)] }),
        ...(name === undefined ? {} : { name }),
        ...(status === undefined
          ? {}
          : { status, failingSince: null, reason: status === 'disabled' ? 'disabled by hand' : null }),
      },
    });
    const told = ({ url, types, name, status }: typeof changed) => ({ url, types, name, status });
    const change = { action: 'webhook.update', target: id, before: told(before), after: told(changed) };
    await noteChange(tx, programmeId, by, change);
    return endpointOf(changed);
  });
}
