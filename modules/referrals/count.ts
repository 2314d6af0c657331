import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow } from '../../platform/rows.ts';

export interface InvitationCounts {
  /** Friends who joined with the code. */
  readonly invited: number;
  /** Friends who brought a reward. */
  readonly paid: number;
  /** The shop's id of the member who invited this one. */
  readonly invitedBy: string | null;
}

const countRow = z.object({ invited: z.int(), paid: z.int(), invitedBy: z.string().nullable() });

/** What came of a member's invitations, and who invited the member. */
export async function countInvitations(db: Db, memberId: bigint): Promise<InvitationCounts> {
  return readOnlyRow(
    countRow,
    db.$queryRaw`
      SELECT count(*)::int AS invited, count(*) FILTER (WHERE r.state = 'paid')::int AS paid,
        (SELECT m.external_id FROM referral i JOIN member m ON m.id = i.referrer_id WHERE i.referee_id = ${memberId}) AS "invitedBy"
      FROM referral r WHERE r.referrer_id = ${memberId}`,
  );
}
