import type { Delivery } from '../../modules/webhooks/deliveries.ts';
import type { WebhookEndpoint } from '../../modules/webhooks/rows-endpoints.ts';
import type { Notification } from '../../modules/webhooks/notification.ts';
import type { Output } from '../../platform/terminal/output.ts';
import { renderPairs, renderTable } from '../../platform/terminal/table.ts';

const colours: Readonly<Record<string, Parameters<Output['paint']>[0]>> = {
  enabled: 'green',
  disabled: 'red',
  waiting: 'yellow',
  delivering: 'cyan',
  delivered: 'green',
  dead: 'red',
};

const painted = (status: string, out: Output) => out.paint(colours[status] ?? 'reset', status);
const instant = (at: Date | null) => at?.toISOString().slice(0, 19).replace('T', ' ') ?? '';
const typesOf = ({ types }: WebhookEndpoint) => (types.length === 0 ? 'all' : types.join(', '));

/** A line for each endpoint. */
export function renderEndpoints(endpoints: readonly WebhookEndpoint[], out: Output): string {
  if (endpoints.length === 0) return 'No endpoints: nothing is sent anywhere.';
  return renderTable(
    ['Id', 'URL', 'Types', 'State', 'Name'].map((title) => ({ title })),
    endpoints.map((each) => [each.id, each.url, typesOf(each), painted(each.status, out), each.name ?? '']),
  );
}

/** One endpoint, with its secret where it has just been made. */
export function renderEndpoint(endpoint: WebhookEndpoint & { readonly secret?: string }, out: Output): string {
  const { id, url, name, status, reason, createdAt, secret } = endpoint;
  return renderPairs([
    ['Id', id],
    ['URL', url],
    ...(name === undefined ? [] : ([['Name', name]] as [string, string][])),
    ['Types', typesOf(endpoint)],
    ['State', `${painted(status, out)}${reason === undefined ? '' : `: ${reason}`}`],
    ['Made (UTC)', instant(createdAt)],
    ...(secret === undefined ? [] : ([['Secret', secret]] as [string, string][])),
  ]);
}

/** A line for each delivery. */
export function renderDeliveries(deliveries: readonly Delivery[], out: Output): string {
  if (deliveries.length === 0) return 'No such deliveries.';
  return renderTable(
    ['Id', 'Type', 'Endpoint', 'State', 'Tries', 'Last answer', 'Next try (UTC)'].map((title) => ({ title })),
    deliveries.map((each) => [
      ...[each.id, each.type, each.endpointId, painted(each.status, out), String(each.attempts)],
      ...[each.lastError ?? (each.lastStatus === null ? '' : String(each.lastStatus)), instant(each.nextTryAt)],
    ]),
  );
}

/** One line of the feed. */
export function renderNotification({ data, type, timestamp }: Notification, out: Output): string {
  const { memberId = '', sequence, object } = data;
  return `${sequence}  ${timestamp}  ${out.paint('bold', type)}  ${memberId}  ${JSON.stringify(object)}`;
}
