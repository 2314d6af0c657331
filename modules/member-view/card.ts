import { z } from 'zod';
import { readCheckInCampaign } from '../check-ins/rows.ts';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow } from '../../platform/rows.ts';
import type { MemberNow } from './members-now.ts';

/** What a member can do about the card at this moment. */
export interface CardNow {
  /** `waiting`: a campaign waits for the member to activate it; `done`: that was done; `none`: nothing waits for it. */
  readonly activation: 'waiting' | 'done' | 'none';
  /** `open`: today's is to come; `done`; `off`: no campaign takes check-ins. */
  readonly checkIn: 'open' | 'done' | 'off';
  /** Consent to marketing in the inbox; null when never asked. */
  readonly inboxConsent: boolean | null;
}

const cardRow = z.object({ waits: z.boolean(), activated: z.boolean(), inboxConsent: z.boolean().nullable() });

/** What this member can do about the card now. */
export async function readCard(
  db: Db,
  programmeId: number,
  { rowId, streak }: Pick<MemberNow, 'rowId' | 'streak'>,
): Promise<CardNow> {
  const { waits, activated, inboxConsent } = await readOnlyRow(
    cardRow,
    db.$queryRaw`
      SELECT
        EXISTS (
          SELECT FROM enrolment e
          WHERE e.member_id = ${rowId}::bigint AND e.status = 'active' AND NOT e.shadow AND e.waits_for IS NOT NULL
            AND event_awaited(e.waits_for, 'member.activated', '{}')) AS waits,
        EXISTS (SELECT FROM event v WHERE v.member_id = ${rowId}::bigint AND v.type = 'member.activated') AS activated,
        (SELECT marketing FROM mail_consent(${rowId}::bigint, 'inbox')) AS "inboxConsent"`,
  );
  const takesCheckIns = (await readCheckInCampaign(db, programmeId)) !== undefined;
  return {
    activation: activated ? 'done' : waits ? 'waiting' : 'none',
    checkIn: !takesCheckIns ? 'off' : streak?.checkedInToday ? 'done' : 'open',
    inboxConsent,
  };
}
