import { z } from 'zod';
import type { Db } from '../../../platform/database.ts';
import { readRows } from '../../../platform/rows.ts';
import { unmatchedMs } from './take-mail-report.ts';

/** A report that names a mail nobody knows. */
export interface UnmatchedReport {
  /** The provider's id of it. */
  readonly id: string;
  readonly type: string;
  /** The Message-ID it names. */
  readonly mail: string;
  readonly detail: string;
  readonly at: Date;
  /** Until when it is tried again; what it was given up at, when it was. */
  readonly triedUntil: Date;
  readonly givenUpAt: Date | null;
}

const unmatchedRow = z.object({
  ...{ id: z.string(), type: z.string(), mail: z.string(), detail: z.string() },
  ...{ at: z.date(), receivedAt: z.date(), givenUpAt: z.date().nullable() },
});

/** The latest reports of mails that nobody knows: those that are tried again, and those that were given up. */
export async function listUnmatched(db: Db, programmeId: number, limit: number): Promise<UnmatchedReport[]> {
  const rows = await readRows(
    unmatchedRow,
    db.$queryRaw`
      SELECT report_id AS id, type, named_mail AS mail, detail, at, received_at AS "receivedAt", given_up_at AS "givenUpAt"
      FROM mail_report
      WHERE programme_id = ${programmeId}::smallint AND message_id IS NULL AND named_mail IS NOT NULL AND address IS NULL
      ORDER BY received_at DESC, report_id LIMIT ${limit}::int`,
  );
  return rows.map(({ receivedAt, ...row }) => ({ ...row, triedUntil: new Date(receivedAt.getTime() + unmatchedMs) }));
}
