import type { Db } from '../../platform/database.ts';
import { findKey, type KeySummary, summaryOf } from './rows.ts';

export interface KeyPage {
  readonly keys: readonly KeySummary[];
  /** Give it as `before` for the page after this one; undefined on the last one. */
  readonly next?: { readonly createdAt: Date; readonly id: string };
}

export interface KeyPageOptions {
  readonly limit: number;
  readonly before?: { readonly createdAt: Date; readonly id: string };
}

/** Keys of a programme, latest first. */
export async function listKeys(db: Db, programmeId: number, { limit, before }: KeyPageOptions): Promise<KeyPage> {
  const rows = await db.apiKey.findMany({
    where: {
      programmeId,
      ...(before === undefined
        ? {}
        : { OR: [{ createdAt: { lt: before.createdAt } }, { createdAt: before.createdAt, id: { lt: before.id } }] }),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next = rows.length > limit && last !== undefined ? { createdAt: last.createdAt, id: last.id } : undefined;
  return { keys: page.map(summaryOf), ...(next === undefined ? {} : { next }) };
}

/** One key of a programme, by its shown id. */
export async function showKey(db: Db, programmeId: number, publicId: string): Promise<KeySummary> {
  return summaryOf(await findKey(db, programmeId, publicId));
}
