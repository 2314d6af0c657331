import { Command } from 'commander';
import {
  deliveryStatuses,
  type DeliveryStatus,
  listDeliveries,
  retryDelivery,
} from '../../modules/webhooks/deliveries.ts';
import { PerennialError } from '../../platform/errors.ts';
import { actor } from '../actor.ts';
import { wholeNumber, withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';
import { renderDeliveries } from './render.ts';
import { listed } from './words.ts';

const limitDefault = 30;
const limitMax = 1_000;

interface DeliveriesOptions {
  readonly endpoint?: string;
  readonly status: readonly DeliveryStatus[];
  readonly before?: string;
  readonly limit: number;
}

/** `perennial webhook deliveries` */
export function deliveriesCommand(): Command {
  const command = new Command('deliveries')
    .description('what is on its way to endpoints, arrived, or was given up; the latest first')
    .option('--endpoint <id>', 'only to this one')
    .option('--status <states>', `only these, by commas: ${deliveryStatuses.join(', ')}`, statuses, [])
    .option('--before <delivery>', 'only older ones than this: the next page')
    .option('--limit <deliveries>', 'deliveries to show', wholeNumber({ min: 1, max: limitMax }), limitDefault)
    .action(({ endpoint, status, before, limit }: DeliveriesOptions, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        const { id: programmeId } = await programme();
        const deliveries = await listDeliveries({ database }, programmeId, {
          ...(endpoint === undefined ? {} : { endpointId: endpoint }),
          ...(before === undefined ? {} : { before }),
          ...{ statuses: status, limit },
        });
        const next = deliveries.length === limit ? deliveries.at(-1)?.id : undefined;
        out.result({ data: deliveries, nextCursor: next ?? null }, () => renderDeliveries(deliveries, out));
        if (next !== undefined) out.note(`Older ones: perennial webhook deliveries --before ${next}`);
      }),
    );
  return withExamples(command, [['perennial webhook deliveries --status waiting,dead', 'what has not arrived']]);
}

/** `perennial webhook retry` */
export function retryCommand(): Command {
  return new Command('retry')
    .description('try a delivery now; one that is dead begins anew')
    .argument('<delivery>', 'dlv_…')
    .action((id: string, _: object, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        const { id: programmeId } = await programme();
        const delivery = await retryDelivery({ database, by: { actor: actor() } }, programmeId, id);
        out.result(delivery, () => renderDeliveries([delivery], out));
      }),
    );
}

function statuses(text: string): DeliveryStatus[] {
  return listed(text).map((word) => {
    const status = deliveryStatuses.find((each) => each === word);
    if (status !== undefined) return status;
    throw new PerennialError('USAGE', `"${word}" is no state of a delivery.`, {
      field: '--status',
      fix: `Choose from: ${deliveryStatuses.join(', ')}.`,
    });
  });
}
