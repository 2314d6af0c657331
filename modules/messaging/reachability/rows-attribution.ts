import { z } from 'zod';
import type { Db } from '../../../platform/database.ts';
import { readRow } from '../../../platform/rows.ts';
import type { MailStop } from './rows-consents.ts';

/** The mail by whose link a member stopped mails. */
export type StoppedBy = {
  readonly template: string;
  readonly campaign: string;
};

const byRow: z.ZodType<StoppedBy> = z.object({ template: z.string(), campaign: z.string() });

/** Notes on the mail that its link was pressed, the first time; undefined where no mail of a campaign's is known. */
export async function attribute(
  tx: Db,
  { programmeId, memberId, messageRowId, at }: MailStop,
): Promise<StoppedBy | undefined> {
  if (messageRowId === undefined) return undefined;
  return readRow(
    byRow,
    tx.$queryRaw`
      UPDATE message m SET unsubscribed_at = coalesce(m.unsubscribed_at, ${at}::timestamptz)
      FROM campaign c
      WHERE m.id = ${messageRowId}::text::bigint AND m.programme_id = ${programmeId}::smallint
        AND m.member_id = ${memberId}::text::bigint AND c.id = m.campaign_id
      RETURNING m.template, c.code AS campaign`,
  );
}

/** The member takes back what they did by the link in a mail. */
export async function withdrawAttribution(tx: Db, { programmeId, memberId, messageRowId }: MailStop): Promise<void> {
  if (messageRowId === undefined) return;
  await tx.$executeRaw`
    UPDATE message SET unsubscribed_at = NULL
    WHERE id = ${messageRowId}::text::bigint AND programme_id = ${programmeId}::smallint
      AND member_id = ${memberId}::text::bigint AND unsubscribed_at IS NOT NULL`;
}
