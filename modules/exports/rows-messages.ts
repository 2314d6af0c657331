import { z } from 'zod';
import { publicIdOf } from '../../platform/public-ids.ts';
import { listMessages, messageStatuses } from '../messaging/sending/list.ts';
import { listReviews } from '../reviews/list.ts';
import { pageRows, text } from './filters.ts';
import type { ExportRow, RowSource } from './row-source.ts';
import { defined } from './rows-coupons.ts';

export const messageFilter = z.strictObject({
  ...{ memberId: text, campaign: text, template: text },
  status: z.enum(messageStatuses).optional(),
});

/** Messages, the latest first: what became of each, and not what stood in it. */
export async function* messageRows(
  { db, programme }: RowSource,
  { memberId, ...filter }: z.output<typeof messageFilter>,
): AsyncGenerator<readonly ExportRow[]> {
  const wanted = defined({ ...filter, member: memberId });
  for (let before: string | undefined; ;) {
    const page = { programmeId: programme.id, limit: pageRows, ...(before === undefined ? {} : { before }) };
    const messages = await listMessages(db, { ...wanted, ...page });
    yield messages.map(({ id, member, ...message }) => ({ id: publicIdOf('msg', id), memberId: member, ...message }));
    if (messages.length < pageRows) return;
    before = messages.at(-1)?.id;
  }
}

export const reviewFilter = z.strictObject({
  ...{ memberId: text, subject: text },
  status: z.enum(['open', 'approved', 'rejected']).optional(),
});

/** What persons decide, the oldest first. */
export async function* reviewRows(
  { db, programme }: RowSource,
  { memberId, ...filter }: z.output<typeof reviewFilter>,
): AsyncGenerator<readonly ExportRow[]> {
  const wanted = defined({ ...filter, member: memberId });
  for (let after: string | undefined; ;) {
    const page = { programmeId: programme.id, limit: pageRows, ...(after === undefined ? {} : { after }) };
    const cases = await listReviews(db, { ...wanted, ...page });
    yield cases.map(({ id, member, facts: _, ...each }) => ({ id: publicIdOf('rev', id), memberId: member, ...each }));
    if (cases.length < pageRows) return;
    after = cases.at(-1)?.id;
  }
}
