import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client.ts';
import type { Db } from '../../platform/database.ts';
import { readRow } from '../../platform/rows.ts';
import { beforeAll, type CheckedBy, type IdRange, type NotedTotals, type Page } from '../ledger/invariant.ts';

/** How a statement is run. */
export type Run = <T>(work: (db: Db) => Promise<T>) => Promise<T>;

type Kind = Exclude<CheckedBy, 'programme'>;

/** How many of each kind a page has. */
export type PageSizes = Readonly<Record<Kind, number>>;

/** Up to where everything was checked, and found in order. */
export interface Checked {
  readonly txn: bigint;
  readonly coupon: bigint;
  readonly couponMove: bigint;
  readonly totals: NotedTotals;
}

/** Pages of one kind at most: five thousand million transactions. */
const pagesMax = 100_000;

/** Where the ids of each kind are read in order. */
const keys = {
  transaction: { table: 'ledger.txn', id: 'id' },
  member: { table: 'member', id: 'id' },
  coupon: { table: 'ledger.coupon', id: 'id' },
  move: { table: 'ledger.coupon_move', id: 'id' },
} as const;

/** Ranges that have every id, from the lowest there can be; behind `after` when said. */
export async function pagesOf(
  run: Run,
  kind: keyof typeof keys,
  { sizes, after = beforeAll }: { readonly sizes: PageSizes; readonly after?: bigint },
): Promise<IdRange[]> {
  const size = kind === 'move' ? sizes.coupon : sizes[kind];
  const { table, id } = keys[kind];
  const from = { table: Prisma.raw(table), id: Prisma.raw(id) };
  const pages: IdRange[] = [];
  for (let start = after; pages.length < pagesMax;) {
    const end = await run((db) =>
      readRow(
        z.object({ id: z.bigint() }),
        db.$queryRaw`SELECT ${from.id} AS id FROM ${from.table} WHERE ${from.id} > ${start} ORDER BY ${from.id} OFFSET ${size - 1}::int LIMIT 1`,
      ),
    );
    pages.push({ after: start, through: end?.id ?? null });
    if (end === undefined) break;
    start = end.id;
  }
  return pages;
}

/** The transactions since, the members they are of, the coupons that were made or moved since. */
export async function pagesSince(
  run: Run,
  kind: Kind,
  { since, sizes }: { readonly since: Checked; readonly sizes: PageSizes },
): Promise<Page[]> {
  if (kind === 'transaction') return pagesOf(run, kind, { sizes, after: since.txn });
  if (kind === 'member') {
    const ranges = await pagesOf(run, 'transaction', { sizes, after: since.txn });
    return ranges.map((range) => ({ ids: `SELECT DISTINCT member_id FROM ledger.txn WHERE ${isIn(range)}` }));
  }
  const moved = await pagesOf(run, 'move', { sizes, after: since.couponMove });
  const touched = moved.map((range) => ({
    ids: `SELECT DISTINCT coupon_id FROM ledger.coupon_move WHERE ${isIn(range)}`,
  }));
  return [...(await pagesOf(run, 'coupon', { sizes, after: since.coupon })), ...touched];
}

const isIn = ({ after, through }: IdRange) => `id > ${after}${through === null ? '' : ` AND id <= ${through}`}`;
