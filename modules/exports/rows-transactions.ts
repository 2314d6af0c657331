import { z } from 'zod';
import { publicIdOf } from '../../platform/public-ids.ts';
import { without } from '../../values/without.ts';
import { listTransactions } from '../member-view/transactions.ts';
import { listed, pageRows, period, text } from './filters.ts';
import type { ExportRow, RowSource } from './row-source.ts';

export const transactionFilter = z.strictObject({
  ...{ memberId: text, orderId: text, ...period },
  kind: listed(z.string().min(1)),
});

/** Transactions of the ledger with the balance behind each, latest first. */
export async function* transactionRows(
  { db, programme }: RowSource,
  { kind: kinds, ...filter }: z.output<typeof transactionFilter>,
): AsyncGenerator<readonly ExportRow[]> {
  for (let before: string | undefined; ;) {
    const { transactions, next } = await listTransactions(db, programme.id, {
      ...filter,
      kinds,
      before,
      limit: pageRows,
    });
    yield transactions.map(({ rowId, source, reverses, lots, balance, ...txn }) => {
      const points = without(balance, 'version');
      return {
        id: publicIdOf('txn', rowId),
        ...txn,
        source: `${source.type} ${source.id}`,
        reverses: reverses === null ? null : publicIdOf('txn', reverses),
        ...points,
        lots: lots.map(({ lotId, ...lot }) => ({ lotId: publicIdOf('lot', lotId), ...lot })),
      };
    });
    if (next === undefined) return;
    before = next;
  }
}
