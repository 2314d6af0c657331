import { z } from 'zod';
import { listCoupons } from '../coupons/list.ts';
import { couponStatuses } from '../coupons/rules.ts';
import { pageRows, text } from './filters.ts';
import type { ExportRow, RowSource } from './row-source.ts';

export const couponFilter = z.strictObject({
  ...{ memberId: text, campaign: text, code: text },
  status: z.enum(couponStatuses).optional(),
});

/** Coupons, the latest first. */
export async function* couponRows(
  { db, programme, now }: RowSource,
  { memberId, ...filter }: z.output<typeof couponFilter>,
): AsyncGenerator<readonly ExportRow[]> {
  const wanted = defined({ ...filter, member: memberId });
  for (let before: string | undefined; ;) {
    const page = { programmeId: programme.id, now, limit: pageRows, ...(before === undefined ? {} : { before }) };
    const coupons = await listCoupons(db, { ...wanted, ...page });
    yield coupons.map(({ id: _, member, ...coupon }) => ({ ...coupon, memberId: member }));
    if (coupons.length < pageRows) return;
    before = coupons.at(-1)?.id;
  }
}

/** Without what is undefined. */
export function defined<Given extends object>(
  given: Given,
): { [Name in keyof Given]?: Exclude<Given[Name], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never;
}
