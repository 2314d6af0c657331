import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { referralCodeAlphabet, referralCodeLength } from './rules-code.ts';
import { PerennialError } from '../../platform/errors.ts';
import type { Db } from '../../platform/database.ts';
import { readRow } from '../../platform/rows.ts';

/** Tries of a code that somebody else has: the second is one in a billion. */
const attemptsMax = 5;

/** The member's referral code, made when it is asked for the first time. */
export async function referralCodeOf(
  db: Db,
  { programmeId, memberId, now }: { programmeId: number; memberId: bigint; now: Date },
): Promise<string> {
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    await db.$executeRaw`
      INSERT INTO referral_code (code, programme_id, member_id, created_at)
      VALUES (${newCode()}, ${programmeId}::smallint, ${memberId}, ${now}::timestamptz)
      ON CONFLICT DO NOTHING`;
    const row = await db.referralCode.findUnique({ where: { memberId } });
    if (row) return row.code;
  }
  throw new PerennialError('INTERNAL', `No free referral code was found in ${attemptsMax} tries.`);
}

/** Where a member's invitation leads to. */
export function referralLink(publicUrl: string, code: string): string {
  return `${publicUrl.replace(/\/$/, '')}/r/${code}`;
}

const invitationRow = z.object({ programme: z.string(), landingUrl: z.string().nullable(), open: z.boolean() });

/** Whose code it is, and where the live campaign of that programme sends those who are invited. */
export async function readInvitation(db: Db, code: string): Promise<z.infer<typeof invitationRow> | undefined> {
  return readRow(
    invitationRow,
    db.$queryRaw`
      SELECT p.name AS programme, campaign.id IS NOT NULL AS open, campaign.landing_url AS "landingUrl"
      FROM referral_code rc
      JOIN programme p ON p.id = rc.programme_id
      JOIN member m ON m.id = heir_of(rc.member_id) AND m.status = 'ACTIVE'
      LEFT JOIN LATERAL (
        SELECT c.id, v.definition -> 'settings' ->> 'landingUrl' AS landing_url
        FROM campaign c JOIN campaign_version v ON v.campaign_id = c.id AND v.version = c.current_version
        WHERE c.programme_id = rc.programme_id AND c.lifecycle = 'referral-reward' AND c.status = 'live'
        ORDER BY c.id LIMIT 1) campaign ON true
      WHERE rc.code = ${code}`,
  );
}

function newCode(): string {
  const letters = Array.from(
    { length: referralCodeLength },
    () => referralCodeAlphabet[randomInt(referralCodeAlphabet.length)],
  );
  return letters.join('');
}
