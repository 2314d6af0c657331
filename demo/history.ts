import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { importOrders } from '../modules/imports/import-orders.ts';
import { startProgress } from '../platform/terminal/progress.ts';
import { send } from './month.ts';
import { counted } from '../values/plural.ts';

export interface HistoryOptions {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly clock: Clock;
  readonly programmeId: number;
  readonly ordersPath: string;
  readonly dir: string;
  readonly quiet: boolean;
}

const pageSize = 500;

/** A year of real orders, the last of them today, and an address for everybody who placed one. */
export async function importHistory(options: HistoryOptions): Promise<void> {
  const { database, databaseUrl, clock, programmeId, quiet } = options;
  const progress = startProgress({ title: 'Importing orders', unit: 'rows', quiet });
  const report = await importOrders(
    { database, databaseUrl, clock },
    {
      path: options.ordersPath,
      programmeId,
      dryRun: false,
      shiftTo: clock.now(),
      rejectPath: `${options.dir}/rejected-orders.csv`,
      onProgress: ({ rows }) => progress.update(rows),
    },
  );
  progress.finish(
    `${counted(report.orders, 'order', 'orders')}, ${counted(report.returns, 'cancellation', 'cancellations')}, ${report.rejected} rejected`,
  );
  await giveAddresses(options);
}

/** The orders come without people: everybody gets an e-mail address on a domain that nobody can own. */
async function giveAddresses({ database, clock, programmeId }: HistoryOptions): Promise<void> {
  for (let after = 0n; ;) {
    const members = await database.member.findMany({
      where: { programmeId, id: { gt: after } },
      orderBy: { id: 'asc' },
      take: pageSize,
      select: { id: true, externalId: true },
    });
    if (members.length === 0) return;
    const occurredAt = clock.now();
    await send(
      database,
      clock,
      programmeId,
      members.map(({ externalId }) => ({
        id: `demo:${externalId}:address`,
        type: 'member.updated',
        memberId: externalId,
        occurredAt,
        data: {
          email: `customer-${externalId}@example.test`,
          name: `Customer ${externalId}`,
          consent: { email: true },
        },
      })),
    );
    after = members.at(-1)?.id ?? after;
  }
}
